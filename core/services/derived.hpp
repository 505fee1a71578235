/// Derived records: computed by a method's code from others, written in bulk by their key, without history and with one
/// event for each write. Every call runs inside a write transaction; whoever calls undoes it if it throws.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/write_context.hpp"

namespace liufa::host {

/// Ids of one table, a bit each: those of a million rows take 125 kB.
class IdSet {
 public:
  void add(std::int64_t id);
  [[nodiscard]] bool contains(std::int64_t id) const;

 private:
  std::vector<bool> ids_;
};

/// Fills in the next row's values, in the order of the fields and in their stored form; false when there is none. A
/// text stays valid until the next call.
using RowSource = std::function<bool(std::span<ValueView> row)>;

/// Writes rows: each creates the record of its key or changes the one that is there. A row that is there with the same
/// values is left as it is; of one that changes the fields that are not named stay. Adds the ids of all to `written`,
/// appends one event "METHOD.RECORD.derived" if anything changed, and returns how many rows did. Throws Problem
/// derived.*, record.*, with the number of the row.
std::int64_t derive_rows(WriteContext& context, const RecordSchema& schema, const std::vector<std::string>& fields,
                         const RowSource& source, IdSet& written);

/// Removes the rows that have these values (all rows if none are given) and are not in `kept`, at most `most`; appends
/// one event like that of derive_rows and returns how many rows are gone.
std::int64_t discard_rows(WriteContext& context, const RecordSchema& schema,
                          const std::vector<std::pair<std::string, ValueView>>& values, const IdSet& kept,
                          std::int64_t most);

/// Appends the event of rows that were written and removed; nothing if there are none.
void append_derived_event(WriteContext& context, const RecordSchema& schema, std::int64_t rows, std::int64_t removed);

/// Throws Problem derived.not unless the type is derived.
void require_derived(const RecordSchema& schema);

/// Throws Problem record.derived if it is.
void require_not_derived(const RecordSchema& schema);

}  // namespace liufa::host
