#include "jurors.hpp"

#include <vector>

#include "contest.hpp"
#include "fields.hpp"
#include "handlers.hpp"

namespace liufa::exemplar {
namespace {

Recusals recusals_of(Call& call, std::int64_t juror) {
  Recusals recusals;
  call.query("SELECT organisation FROM exemplar_recusal WHERE juror = $1", {juror},
             [&](const Row& row) { recusals.emplace(juror, row.integer(0)); });
  return recusals;
}

/// An expert who belongs nowhere belongs to whoever invites: that office then sees them and their sheets.
void fill_inviter(Change& change) {
  std::vector<std::int64_t> committees;
  change.query("SELECT id FROM directory_organisation WHERE kind = 'working_committee' AND closed_on IS NULL", {},
               [&](const Row& row) { committees.push_back(row.integer(0)); });
  if (committees.size() == 1) fill(change, "organisation", committees.front());
}

void create_juror(Change& change) {
  const Contest contest = read_contest(change, integer_of(change.after(), "contest"));
  require_stage(contest, {"prepared", "entries", "judging"}, {"聘请评委", "appointing a juror"});
  const std::int64_t member = integer_of(change.after(), "member");
  if (member == 0) {
    if (!is_given(change.after(), "name"))
      Call::refuse("name", {"外请专家须填写姓名，党员请选择党员",
                            "expected a member, or the name of an outside expert; found neither"});
    fill_inviter(change);
    return;
  }
  if (change.query_integer("SELECT id FROM exemplar_juror WHERE contest = $1 AND member = $2 AND state = 'active'",
                           {contest.id, member}))
    Call::refuse("member", {"该党员已是本次评选的评委", "expected a member who is not yet a juror of this contest"});
  change.query("SELECT name, organisation, status FROM directory_member WHERE id = $1", {member}, [&](const Row& row) {
    if (row.text(2) == "left")
      Call::refuse("member", {std::string(row.text(0)) + "已转出或离党，请另选评委",
                              "expected a present member; " + std::string(row.text(0)) +
                                  " has moved away or left, choose another"});
    fill(change, "name", std::string(row.text(0)));
    change.set("organisation", row.integer(1));
  });
}

void withdraw_juror(Change& change) {
  std::vector<std::int64_t> open;
  change.query("SELECT id FROM exemplar_score WHERE juror = $1 AND state = 'assigned' ORDER BY id", {*change.id()},
               [&](const Row& row) { open.push_back(row.integer(0)); });
  for (const std::int64_t id : open) change.transition("score", id, "drop", {{"reason", "评委已退出。"}});
}

void update_juror(Change& change) {
  if (change.after().at("organisation") == change.before().at("organisation")) return;
  const std::int64_t member = integer_of(change.after(), "member");
  if (member == 0) return;
  const auto own = change.query_integer("SELECT organisation FROM directory_member WHERE id = $1", {member});
  if (own && *own != integer_of(change.after(), "organisation"))
    Call::refuse("organisation", {"党员评委的组织取自党员名册，请在名册中更正",
                                  "the organisation of a juror who is a member comes from the register; correct it "
                                  "there"});
}

void declare(Change& change) {
  const std::int64_t juror = integer_of(change.after(), "juror");
  const std::int64_t organisation = integer_of(change.after(), "organisation");
  change.query("SELECT member, organisation, contest FROM exemplar_juror WHERE id = $1", {juror}, [&](const Row& row) {
    require_stage(read_contest(change, row.integer(2)), {"prepared", "entries", "judging"},
                  {"申报回避", "declaring a conflict"});
    if (!row.is_null(0)) change.set("member", row.integer(0));
    if (!row.is_null(1)) change.set("juror_organisation", row.integer(1));
  });
  change.set("declared_on", change.today());
  // The declaration itself is not written yet, so the entries are looked up by the organisation that it names.
  std::vector<std::int64_t> sheets;
  change.query(
      "SELECT s.id FROM exemplar_score s JOIN exemplar_entry e ON e.id = s.entry JOIN directory_organisation o ON o.id "
      "= e.organisation JOIN directory_organisation named ON named.id = $2 WHERE s.juror = $1 AND s.state <> 'dropped' "
      "AND SUBSTR(o.path, 1, LENGTH(named.path)) = named.path ORDER BY s.id",
      {juror, organisation}, [&](const Row& row) { sheets.push_back(row.integer(0)); });
  for (const std::int64_t id : sheets) change.transition("score", id, "drop", {{"reason", "评委已申报回避。"}});
}

struct Sheet {
  std::int64_t contest = 0;
  std::string entry_state;
  std::string juror_state;
  std::int64_t organisation = 0;
};

Sheet read_sheet(Change& change) {
  Sheet sheet;
  change.query("SELECT contest, state, organisation FROM exemplar_entry WHERE id = $1",
               {integer_of(change.after(), "entry")}, [&](const Row& row) {
                 sheet.contest = row.integer(0);
                 sheet.entry_state = row.text(1);
                 sheet.organisation = row.integer(2);
               });
  sheet.juror_state = change
                          .query_text("SELECT state FROM exemplar_juror WHERE id = $1 AND contest = $2",
                                      {integer_of(change.after(), "juror"), sheet.contest})
                          .value_or("");
  return sheet;
}

/// What the juror reads of the entry, and to whom the sheet belongs.
Json contents_of(Call& call, std::int64_t juror, std::int64_t entry) {
  Json fields = Json::object();
  call.query("SELECT contest, theme, plan, effect, files, organisation FROM exemplar_entry WHERE id = $1", {entry},
             [&](const Row& row) {
               fields["contest"] = row.integer(0);
               fields["theme"] = std::string(row.text(1));
               fields["plan"] = std::string(row.text(2));
               fields["effect"] = std::string(row.text(3));
               const auto files = words_in(row.text(4));
               if (!files.empty()) fields["files"] = files;
               fields["organisation"] = row.integer(5);
             });
  const auto member = call.query_integer("SELECT member FROM exemplar_juror WHERE id = $1", {juror});
  if (member) fields["member"] = *member;
  return fields;
}

/// A sheet by hand, where the office appoints a juror; the draw makes the others in the same way.
void create_sheet(Change& change) {
  const Sheet sheet = read_sheet(change);
  require_stage(read_contest(change, sheet.contest), {"judging"}, {"分配评委", "appointing a juror for an entry"});
  if (sheet.entry_state != "accepted")
    Call::refuse("entry", {"该作品不在参评之列", "expected an entry that takes part"});
  if (sheet.juror_state != "active")
    Call::refuse("juror", {"应选择本次评选在任的评委", "expected an active juror of this contest"});
  require_no_conflict(change, integer_of(change.after(), "juror"), sheet.organisation);
  const Json contents = contents_of(change, integer_of(change.after(), "juror"), integer_of(change.after(), "entry"));
  for (const auto& [field, value] : contents.items()) change.set(field, value);
}

/// What was published stands: a score is dropped before or not at all.
void drop(Change& change) {
  require_stage(read_contest(change, read_sheet(change).contest), {"judging"}, {"作废评分", "dropping a score"});
}

void give(Change& change) {
  const Sheet sheet = read_sheet(change);
  require_stage(read_contest(change, sheet.contest), {"judging"}, {"评分", "scoring"});
  require_no_conflict(change, integer_of(change.after(), "juror"), sheet.organisation);
  change.set("given_on", change.today());
}

}  // namespace

bool has_declared(const Tree& tree, const Recusals& recusals, std::int64_t juror, std::int64_t organisation) {
  for (const Organisation* at = tree.find(organisation); at; at = tree.find(at->parent))
    if (recusals.contains({juror, at->id})) return true;
  return false;
}

void require_no_conflict(Call& call, std::int64_t juror, std::int64_t organisation) {
  Tree tree = Tree::above(call, organisation);
  std::string name;
  std::int64_t own = 0;
  call.query("SELECT name, organisation FROM exemplar_juror WHERE id = $1", {juror}, [&](const Row& row) {
    name = row.text(0);
    own = row.integer(1);
  });
  tree.add_above(call, own);
  const std::string entered = name_of(call, organisation);
  if (is_interested(tree, own, organisation))
    Call::refuse("juror", {"评委" + name + "属于“" + entered + "”或其上下级、同一部门，应当回避。请另选评委",
                           "expected a juror without an interest; " + name + " belongs to “" + entered +
                               "”, to one above or below it, or to the same department. Choose another"});
  if (has_declared(tree, recusals_of(call, juror), juror, organisation))
    Call::refuse("juror", {"评委" + name + "已申报回避“" + entered + "”的作品。请另选评委",
                           "expected a juror without an interest; " + name + " has declared one with “" + entered +
                               "”. Choose another"});
}

void drop_conflicting(Call& call, std::int64_t juror, std::string_view reason) {
  const auto own = call.query_integer("SELECT organisation FROM exemplar_juror WHERE id = $1", {juror}).value_or(0);
  std::vector<std::pair<std::int64_t, std::int64_t>> sheets;
  call.query(
      "SELECT s.id, e.organisation FROM exemplar_score s JOIN exemplar_entry e ON e.id = s.entry WHERE s.juror = $1 "
      "AND "
      "s.state <> 'dropped' ORDER BY s.id",
      {juror}, [&](const Row& row) { sheets.emplace_back(row.integer(0), row.integer(1)); });
  Tree tree = Tree::above(call, own);
  for (const auto& [id, organisation] : sheets) {
    tree.add_above(call, organisation);
    if (is_interested(tree, own, organisation)) call.transition("score", id, "drop", {{"reason", std::string(reason)}});
  }
}

void drop_sheets_of(Call& call, std::int64_t entry, std::string_view reason) {
  std::vector<std::int64_t> sheets;
  call.query(
      "SELECT s.id FROM exemplar_score s JOIN exemplar_contest c ON c.id = s.contest WHERE s.entry = $1 AND s.state <> "
      "'dropped' AND c.state <> 'published' ORDER BY s.id",
      {entry}, [&](const Row& row) { sheets.push_back(row.integer(0)); });
  for (const std::int64_t id : sheets) call.transition("score", id, "drop", {{"reason", std::string(reason)}});
}

void register_jurors(Setup& at) {
  at.before("juror.create", create_juror);
  at.before("juror.update", update_juror);
  at.before("juror.withdraw", withdraw_juror);
  at.before("recusal.create", declare);
  at.before("score.create", create_sheet);
  at.before("score.give", give);
  at.before("score.drop", drop);
}

}  // namespace liufa::exemplar
