#include "selection.hpp"

#include <map>
#include <optional>

#include "fields.hpp"

namespace liufa::cadre {

Selection read_selection(Call& call, std::int64_t id) {
  std::optional<Selection> found;
  call.query(
      "SELECT id, organisation, state, procedure, post, more_posts, seats, candidates_needed, members_entitled, "
      "members_present, masses_entitled, masses_present, publicity_from, publicity_until, rounds FROM cadre_selection "
      "WHERE id = $1",
      {id}, [&](const Row& row) {
        Selection one;
        one.id = row.integer(0);
        one.organisation = row.integer(1);
        one.state = row.text(2);
        one.procedure = row.text(3);
        one.posts.push_back(row.integer(4));
        if (!row.is_null(5))
          for (const std::int64_t more : ids_of({{"list", Json::parse(row.text(5), nullptr, false)}}, "list"))
            one.posts.push_back(more);
        one.seats = row.integer(6);
        one.candidates_needed = row.integer(7);
        one.members_entitled = row.integer(8);
        one.members_present = row.integer(9);
        one.masses_entitled = row.integer(10);
        one.masses_present = row.integer(11);
        one.publicity_from = row.text(12);
        one.publicity_until = row.text(13);
        one.rounds = row.integer(14);
        found = std::move(one);
      });
  if (!found)
    Call::refuse("selection",
                 {"找不到该选拔，请重新选择。", "Expected an existing selection, found none. Choose another."});
  return *found;
}

std::vector<std::int64_t> posts_of(const Json& fields) {
  std::vector<std::int64_t> posts{integer_of(fields, "post")};
  for (const std::int64_t more : ids_of(fields, "more_posts")) posts.push_back(more);
  return posts;
}

std::int64_t count_candidates(Call& call, std::int64_t selection, const char* state) {
  return call
      .query_integer("SELECT COUNT(*) FROM cadre_candidate WHERE selection = $1 AND state = $2",
                     {selection, std::string(state)})
      .value_or(0);
}

void step_candidates(Call& call, std::int64_t selection, const std::string& states, const char* step,
                     const Json& fields) {
  std::vector<std::int64_t> ids;
  call.query("SELECT id FROM cadre_candidate WHERE selection = $1 AND state IN (" + states + ") ORDER BY id",
             {selection}, [&](const Row& row) { ids.push_back(row.integer(0)); });
  for (const std::int64_t each : ids) call.transition("candidate", each, step, fields);
}

void require_state(const Selection& selection, const std::vector<std::string>& states, const Text& what) {
  if (contains(states, selection.state)) return;
  Text names;
  for (const std::string& each : states) {
    const Text name = selection_state_name(each);
    names.zh += (names.zh.empty() ? "" : "、") + name.zh;
    names.en += (names.en.empty() ? "" : ", ") + name.en;
  }
  const Text now = selection_state_name(selection.state);
  Call::refuse("selection", {"选拔处于“" + now.zh + "”时不能" + what.zh + "，应在“" + names.zh + "”时办理。",
                             what.en + " is expected while the selection is in: " + names.en +
                                 "; found it in: " + now.en + ". Take the selection's steps first."});
}

Text selection_state_name(std::string_view state) {
  static const std::map<std::string_view, Text> names{{"draft", {"筹备", "draft"}},
                                                      {"requested", {"已请示", "requested"}},
                                                      {"recommending", {"民主推荐", "recommendation"}},
                                                      {"examining", {"组织初审", "examination"}},
                                                      {"listed", {"待上级审批", "list submitted"}},
                                                      {"publicity", {"公示", "publicity"}},
                                                      {"electing", {"党内选举", "election"}},
                                                      {"elected", {"已选出", "elected"}},
                                                      {"reported", {"已报告结果", "reported"}},
                                                      {"approved", {"待任职", "approved"}},
                                                      {"completed", {"已办结", "completed"}},
                                                      {"cancelled", {"已取消", "cancelled"}}};
  const auto found = names.find(state);
  return found == names.end() ? Text{std::string(state), std::string(state)} : found->second;
}

void complete_if_done(Call& call, const Selection& selection, std::int64_t now, bool appointed) {
  if (selection.state != "approved") return;
  std::int64_t waiting = 0;
  std::int64_t done = appointed ? 1 : 0;
  call.query("SELECT state FROM cadre_candidate WHERE selection = $1 AND id <> $2", {selection.id, now},
             [&](const Row& row) {
               if (row.text(0) == "elected") ++waiting;
               if (row.text(0) == "appointed") ++done;
             });
  if (waiting > 0 || done == 0) return;
  call.transition("selection", selection.id, "complete");
}

}  // namespace liufa::cadre
