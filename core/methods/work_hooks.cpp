#include "methods/work_hooks.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

namespace {

/// Nobody urges themselves: a post at the organisation itself is not its superior's.
bool is_superior(const Actor& person, std::int64_t organisation) {
  return std::any_of(person.posts.begin(), person.posts.end(), [&](const Post& post) {
    const bool urges = post.role == "office" || post.role == "secretary";
    return urges && (post.organisation != organisation || post.role == "office");
  });
}

bool is_declared(const DistrictModel& model, const std::string& key) {
  const auto method = model.methods.find(key.substr(0, key.find('.')));
  if (method == model.methods.end() || !method->second.active) return false;
  const auto& reminders = method->second.manifest->reminders;
  return std::any_of(reminders.begin(), reminders.end(), [&](const Reminder& each) { return each.key == key; });
}

}  // namespace

void register_work_hooks(DistrictModel& model) {
  const RecordSchema& schema = model.record("work.urging");
  model.before["work.urging.create"].push_back(
      [reminder = schema.index("reminder"), organisation = schema.index("organisation"),
       urged_on = schema.index("urged_on"), urged_by = schema.index("urged_by")](Change& change) {
        Values& values = change.after.values;
        const auto* key = std::get_if<std::string>(&values[reminder]);
        if (key && !is_declared(change.context.model, *key))
          throw Problem("work.no_reminder", {{"found", *key}}).at_field("reminder");
        const auto* urged = std::get_if<std::int64_t>(&values[organisation]);
        if (change.context.person && urged && !is_superior(*change.context.person, *urged))
          throw Problem("work.not_superior").at_field("organisation");
        values[urged_on] = local_date(change.context.now);
        values[urged_by] = change.context.actor;
      });
}

}  // namespace liufa::host
