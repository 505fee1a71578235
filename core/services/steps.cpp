#include "services/steps.hpp"

#include <algorithm>
#include <functional>

#include "services/reach.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

bool names_a_field(const Problem& problem) {
  return !problem.field().empty() || std::any_of(problem.parts().begin(), problem.parts().end(), names_a_field);
}

std::optional<Problem> refusal_of(WriteContext& context, const std::function<void()>& work) {
  struct Undo {};
  try {
    context.session.within_savepoint([&] {
      work();
      throw Undo{};
    });
  } catch (const Undo&) {
  } catch (const Problem& problem) {
    // Of a full disk the whole transaction must hear.
    if (problem.code().starts_with("storage.")) throw;
    if (!names_a_field(problem)) return problem;
  }
  return std::nullopt;
}

}  // namespace

NextSteps next_steps(Session& session, const RecordSchema& schema, const Record& record, const Actor& actor) {
  NextSteps next;
  const RecordType& type = schema.type;
  if (!schema.active || type.derived) return next;
  const auto may = [&](Act act, const std::vector<Permission>& permissions) {
    const Scope scope = scope_if_allowed(actor, {act, type.full_id, permissions});
    return !scope.nothing() && covers(session, scope, schema, record);
  };
  if (type.workflow)
    for (const Transition& step : type.workflow->transitions)
      if (std::find(step.from.begin(), step.from.end(), record.state) != step.from.end() &&
          may(Act::transition, step.by))
        next.transitions.push_back(&step);
  if (may(Act::update, type.update))
    for (std::size_t i = 0; i < type.fields.size(); ++i)
      if (!why_unchangeable(schema, record, i)) next.fields.push_back(&type.fields[i]);
  return next;
}

Refusals try_steps(WriteContext& context, const RecordSchema& schema, std::int64_t id, const NextSteps& next) {
  Refusals refusals;
  for (const Transition* step : next.transitions)
    refusals.transitions.push_back(
        refusal_of(context, [&] { transition_record(context, schema, id, {}, step->id, {}); }));
  if (!next.fields.empty()) refusals.update = refusal_of(context, [&] { rehearse_update(context, schema, id); });
  return refusals;
}

}  // namespace liufa::host
