#include "people.hpp"

#include <map>
#include <optional>

namespace liufa::cadre {
namespace {

[[noreturn]] void refuse_unknown(std::string_view field, const char* zh, const char* en) {
  Call::refuse(std::string(field), {std::string("找不到该") + zh + "，请重新选择。",
                                    std::string("Expected an existing ") + en + ", found none. Choose another."});
}

}  // namespace

Member require_member(Call& call, std::string_view field, std::int64_t id) {
  std::optional<Member> found;
  call.query(
      "SELECT id, organisation, code, name, status, cadre, born_on, joined_on FROM directory_member WHERE id = $1",
      {id}, [&](const Row& row) {
        found = Member{row.integer(0),           row.integer(1),           std::string(row.text(2)),
                       std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
                       std::string(row.text(6)), std::string(row.text(7))};
      });
  if (!found) refuse_unknown(field, "党员", "member");
  return *found;
}

Organisation require_organisation(Call& call, std::string_view field, std::int64_t id) {
  std::optional<Organisation> found;
  call.query("SELECT id, code, name, path, closed_on FROM directory_organisation WHERE id = $1", {id},
             [&](const Row& row) {
               found = Organisation{row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                                    std::string(row.text(3)), std::string(row.text(4))};
             });
  if (!found) refuse_unknown(field, "组织", "organisation");
  return *found;
}

Post require_post(Call& call, std::string_view field, std::int64_t id) {
  std::optional<Post> found;
  call.query(
      "SELECT id, organisation, kind, name, state, employment, rotates, rotation_months, vacant_since, fill_by, "
      "vacancy_cause FROM cadre_post WHERE id = $1",
      {id}, [&](const Row& row) {
        found = Post{row.integer(0),           row.integer(1),
                     std::string(row.text(2)), std::string(row.text(3)),
                     std::string(row.text(4)), std::string(row.text(5)),
                     row.integer(6) == 1,      static_cast<int>(row.integer(7)),
                     std::string(row.text(8)), std::string(row.text(9)),
                     std::string(row.text(10))};
      });
  if (!found) refuse_unknown(field, "岗位", "post");
  return *found;
}

Member require_present(Call& call, std::string_view field, std::int64_t id) {
  Member member = require_member(call, field, id);
  if (member.status == "left")
    Call::refuse(std::string(field), {"“" + member.name + "”已转出或离党。请另选党员，或先在党员名册中更正。",
                                      "Expected a present member; “" + member.name +
                                          "” has moved away or left. Choose another, or correct the register first."});
  return member;
}

Organisation require_open(Call& call, std::string_view field, std::int64_t id) {
  Organisation organisation = require_organisation(call, field, id);
  if (!organisation.closed_on.empty() && organisation.closed_on <= call.today())
    Call::refuse(std::string(field),
                 {"“" + organisation.name + "”已于 " + organisation.closed_on + " 撤销。请另选组织。",
                  "Expected an organisation that exists; “" + organisation.name + "” closed on " +
                      organisation.closed_on + ". Choose another."});
  return organisation;
}

Post require_established(Call& call, std::string_view field, std::int64_t id) {
  Post post = require_post(call, field, id);
  if (post.state != "established")
    Call::refuse(std::string(field), {"岗位“" + post.name + "”已撤销。请另选岗位，或先“恢复岗位”。",
                                      "Expected a post that is established; “" + post.name +
                                          "” was abolished. Choose another, or restore it first."});
  return post;
}

std::int64_t full_members(Call& call, const Organisation& organisation) {
  return call
      .query_integer(
          "SELECT COUNT(*) FROM directory_member m JOIN directory_organisation o ON o.id = m.organisation WHERE "
          "m.status = 'full' AND o.path >= $1 AND o.path < $2",
          {organisation.path, organisation.path.substr(0, organisation.path.size() - 1) + '0'})
      .value_or(0);
}

std::string state_of(Call& call, std::string_view record, std::int64_t id) {
  return call.query_text("SELECT state FROM cadre_" + std::string(record) + " WHERE id = $1", {id}).value_or("");
}

Span span_of(Call& call, std::int64_t organisation) {
  if (organisation == 0) return {"/", "0"};
  const std::string path = require_organisation(call, "organisation", organisation).path;
  return {path, path.substr(0, path.size() - 1) + '0'};  // '0' follows '/', so this is the end of all below
}

Text kind_name(std::string_view kind) {
  static const std::map<std::string_view, Text> names{
      {"secretary", {"书记", "Secretary"}},
      {"deputy", {"副书记", "Deputy secretary"}},
      {"organisation_commissioner", {"组织委员", "Organisation commissioner"}},
      {"publicity_commissioner", {"宣传委员", "Publicity commissioner"}},
      {"discipline_commissioner", {"纪检委员", "Discipline commissioner"}},
      {"youth_commissioner", {"青年委员", "Youth commissioner"}},
      {"commissioner", {"委员", "Commissioner"}},
      {"group_leader", {"党小组长", "Leader of a group"}},
      {"affairs_officer", {"党务工作者", "Party-affairs officer"}}};
  const auto found = names.find(kind);
  return found == names.end() ? Text{std::string(kind), std::string(kind)} : found->second;
}

}  // namespace liufa::cadre
