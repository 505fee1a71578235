#include "services/steps.hpp"

#include <algorithm>

#include "services/reach.hpp"
#include "services/records.hpp"

namespace liufa::host {

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

}  // namespace liufa::host
