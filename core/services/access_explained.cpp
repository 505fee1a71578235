#include "services/access_explained.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/reach.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

Access access_of(const RecordType& type, const RecordSchema& schema, const std::string& action) {
  if (action == "read") return {Act::read, type.full_id, type.read};
  if (action == "create") return {Act::create, type.full_id, type.create};
  if (action == "update") return {Act::update, type.full_id, type.update};
  return {Act::transition, type.full_id, transition_of(schema, action).by};
}

std::string name_of(Session& session, std::int64_t organisation) {
  const ValueView id = organisation;
  const Value name = session.scalar("SELECT name FROM directory_organisation WHERE id = $1", {&id, 1});
  const auto* text = std::get_if<std::string>(&name);
  return text ? *text : std::string();
}

class Explanation {
 public:
  Explanation(Session& session, const RecordSchema& schema, Access access, const AccessQuestion& question)
      : session_(session), schema_(schema), access_(std::move(access)) {
    if (question.id != 0) record_ = read_record(session, schema, question.id);
  }

  [[nodiscard]] Json owners() const {
    Json list = Json::array();
    if (!record_) return list;
    for (const std::string& owner : schema_.type.owners) {
      const auto* value = owner == "id" ? nullptr : std::get_if<std::int64_t>(&record_->values[schema_.index(owner)]);
      const std::int64_t id = owner == "id" ? record_->id : value ? *value : 0;
      const Field* field = schema_.type.field(owner);
      const bool place =
          owner == "id" ? schema_.type.full_id == "directory.organisation" : field->type == FieldType::organisation;
      list.push_back({{"owner", owner}, {"id", id}, {"name", place ? name_of(session_, id) : ""}});
    }
    return list;
  }

  /// What one post gives by itself.
  Json judge(const Actor& actor, const Post& post) {
    Actor alone = actor;
    alone.posts = {post};
    alone.roles = {post.role};
    const Scope scope = scope_of(alone, access_);
    const bool allows = !scope.nothing() && (!record_ || covers(session_, scope, schema_, *record_));
    allowed_ = allowed_ || allows;
    return {{"post", post.id},
            {"role", post.role},
            {"organisation", post.organisation == 0 ? Json(nullptr) : Json(post.organisation)},
            {"name", post.organisation == 0 ? "" : name_of(session_, post.organisation)},
            {"allows", allows},
            {"reason", reason(post, scope, allows)}};
  }

  [[nodiscard]] bool allowed() const { return allowed_; }

  /// Whom the manifest names.
  [[nodiscard]] Json named() const {
    Json list = Json::array();
    for (const Permission& each : permissions_for(access_))
      list.push_back(each.owner.empty() ? each.role : fmt::format("{}: {}", each.role, each.owner));
    return list;
  }

 private:
  [[nodiscard]] Json reason(const Post& post, const Scope& scope, bool allows) const {
    const auto& named = permissions_for(access_);
    const bool has_role =
        std::any_of(named.begin(), named.end(), [&](const Permission& each) { return each.role == post.role; });
    if (!has_role) return {{"zh", "清单未把此事交给该角色"}, {"en", "the manifest does not give this to the role"}};
    if (scope.nothing()) return {{"zh", "账号未对应党员"}, {"en", "the account names no member"}};
    if (allows && scope.everything()) return {{"zh", "职务及于全区"}, {"en", "the post reaches the whole district"}};
    if (allows)
      return {{"zh", "记录的所属一方在职务范围内"}, {"en", "an owner of the record lies in the post's scope"}};
    return {{"zh", "记录的所属各方都不在职务范围内，或应由另一方办理"},
            {"en", "no owner of the record lies in the post's scope, or it is the other side's to do"}};
  }

  Session& session_;
  const RecordSchema& schema_;
  Access access_;
  std::optional<Record> record_;
  bool allowed_ = false;
};

}  // namespace

Json explain_access(Session& session, const DistrictModel& model, const Accounts& accounts, std::string_view today,
                    const AccessQuestion& question) {
  const auto account = accounts.by_login(question.login);
  if (!account) throw Problem("access.no_account", {{"login", question.login}});
  const RecordSchema& schema = model.record(question.record);
  Explanation explanation(session, schema, access_of(schema.type, schema, question.action), question);
  Json posts = Json::array();
  const auto actor = accounts.actor(account->id, today);
  if (actor)
    for (const Post& post : actor->posts) posts.push_back(explanation.judge(*actor, post));
  return {{"account", question.login},
          {"state", account->state},
          {"record", question.record},
          {"id", question.id == 0 ? Json(nullptr) : Json(question.id)},
          {"action", question.action},
          {"allowed", explanation.allowed()},
          {"named", explanation.named()},
          {"owners", explanation.owners()},
          {"posts", posts}};
}

}  // namespace liufa::host
