#include "methods/work_hooks.hpp"

#include <algorithm>
#include <array>

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

struct ViewFields {
  explicit ViewFields(const RecordSchema& schema)
      : account(schema.index("account")),
        record(schema.index("record")),
        name(schema.index("name")),
        shared(schema.index("shared")) {}
  std::size_t account;
  std::size_t record;
  std::size_t name;
  std::size_t shared;
};

/// One's own names tell one's own views of a list apart; a removed one frees its name.
void require_free_name(const Change& change, const ViewFields& at) {
  const Values& values = change.after.values;
  const std::array<ValueView, 4> own{view(values[at.account]), view(values[at.record]), view(values[at.name]),
                                     change.after.id};
  const std::int64_t other = change.context.session.scalar_integer(
      "SELECT id FROM work_view WHERE account = $1 AND record = $2 AND name = $3 AND id <> $4 AND state = 'kept'", own);
  if (other == 0) return;
  throw Problem("record.not_unique", {{"fields", change.schema.type.fields[at.name].name},
                                      {"record", change.schema.type.name},
                                      {"id", std::to_string(other)}})
      .at_field("name");
}

/// It belongs to whoever saves it, and is of a list that they may see.
void check_new_view(Change& change, const ViewFields& at) {
  const Actor* person = change.context.person;
  if (!person || person->account == 0) throw Problem("work.view_account");
  Values& values = change.after.values;
  values[at.account] = person->account;
  const auto* record = std::get_if<std::string>(&values[at.record]);
  if (!record) return;  // said by the check of required fields
  const auto found = change.context.model.records.find(*record);
  if (found == change.context.model.records.end() || !may(*person, {Act::read, found->first, found->second->type.read}))
    throw Problem("record.no_type", {{"record", *record}}).at_field("record");
  require_free_name(change, at);
}

void register_view_hooks(DistrictModel& model) {
  const ViewFields at(model.record("work.view"));
  model.before["work.view.create"].push_back([at](Change& change) { check_new_view(change, at); });
  model.before["work.view.update"].push_back([at](Change& change) { require_free_name(change, at); });
  // Removed is removed for everybody.
  model.before["work.view.remove"].push_back(
      [at](Change& change) { change.after.values[at.shared] = std::int64_t{0}; });
}

}  // namespace

void register_work_hooks(DistrictModel& model) {
  register_view_hooks(model);
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
