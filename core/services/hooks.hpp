/// What a method's code adds to the use cases, as the services see it. methods/ implements these with loaded libraries;
/// nothing here knows about libraries.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "events/log.hpp"
#include "services/record_schema.hpp"

namespace liufa::host {

struct WriteContext;
struct DistrictModel;

/// A change of one record that is about to be written.
struct Change {
  WriteContext& context;
  const RecordSchema& schema;
  std::string_view operation;  ///< "create", "update" or the transition's id
  const Record* before;        ///< null on create
  Record& after;               ///< a `before` hook may change its values
};

/// Runs inside the writing transaction; may change `after` or throw a Problem, which undoes the whole write.
using BeforeHook = std::function<void(Change&)>;

/// Runs inside the writing transaction, before another method's transition; may only throw.
using Guard = std::function<void(const Change&)>;

/// Runs after the commit of the event, in a transaction together with the method's cursor.
using EventHandler = std::function<void(WriteContext&, const Event&)>;

struct Subscription {
  std::string topic;
  EventHandler handle;
};

/// Reports how far an action is; returns false when it should stop.
using Progress = std::function<bool(std::int64_t done, std::int64_t total, std::string_view note)>;

/// What an action is given besides its input.
struct ActionContext {
  Session& snapshot;
  const Grant* grant;          ///< what the method's SQL may read
  const DistrictModel* model;  ///< as it was when the action began
  std::string actor;
  Progress progress;
  /// Runs work in a write transaction in the name of the actor and the method.
  std::function<void(const std::function<void(WriteContext&)>&)> write;
};
using ActionHandler = std::function<Json(ActionContext&, const Json& input)>;

}  // namespace liufa::host
