/// The life of a record: created, changed, taken through its workflow. Every call runs inside a write transaction,
/// checks everything, runs the hooks, and appends one event.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/decode.hpp"

namespace liufa::host {

/// Creates a record and returns it. Throws Problem record.*, method.refused, ….
Record create_record(WriteContext& context, const RecordSchema& schema, Changes given);

/// Changes some fields. With `version`, throws Problem record.stale unless that is the present one. A change that
/// changes nothing writes nothing. Returns the record as it is now.
Record update_record(WriteContext& context, const RecordSchema& schema, std::int64_t id,
                     std::optional<std::int64_t> version, Changes given);

/// Takes a step of the workflow.
Record transition_record(WriteContext& context, const RecordSchema& schema, std::int64_t id,
                         std::optional<std::int64_t> version, std::string_view transition, Changes given);

/// Runs the hooks that a change of the record would run, on values that stay as they are; writes nothing itself. For a
/// transaction that is undone: what is refused here is refused whatever is changed.
void rehearse_update(WriteContext& context, const RecordSchema& schema, std::int64_t id);

/// The transition of that id; throws Problem workflow.none, workflow.no_transition.
const Transition& transition_of(const RecordSchema& schema, std::string_view transition);

/// Why a person can't change a field of the record as it is: it is computed, fixed, or not to be changed in this state;
/// nothing if they can.
std::optional<Problem> why_unchangeable(const RecordSchema& schema, const Record& record, std::size_t field);

/// Appends an event that is not about one record: "METHOD.NAME" with a JSON object as payload.
void emit_event(WriteContext& context, std::string_view method, std::string_view name, std::string_view payload);

/// The same of the host's own about one record, "host.NAME": part of the record's history.
void emit_event_about(WriteContext& context, const RecordSchema& schema, std::int64_t id, std::string_view name,
                      const Json& payload);

/// The record, or Problem record.not_found.
Record read_record(Session& session, const RecordSchema& schema, std::int64_t id);

}  // namespace liufa::host
