#include "needs.hpp"

#include <fmt/format.h>

#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

constexpr const char* columns = "SELECT id, state, community, kind, people, taken, ends_on FROM community_need WHERE ";

std::optional<Need> first(Call& call, const char* where, std::int64_t value) {
  std::optional<Need> found;
  call.query(std::string(columns) + where, {value}, [&](const Row& row) {
    if (!found)
      found = Need{row.integer(0), std::string(row.text(1)), row.integer(2),          row.integer(3),
                   row.integer(4), row.integer(5),           std::string(row.text(6))};
  });
  return found;
}

void require_kind_in_use(Change& change) {
  const std::int64_t kind = integer_of(change.after(), "kind");
  if (kind == 0 || change.query_integer("SELECT in_use FROM community_post_kind WHERE id = $1", {kind}) == 1) return;
  Call::refuse("kind", {"该岗位类别已停用。请另选类别，或由工委重新启用。",
                        "Expected a kind of post in use; this one no longer is. Choose another, or have it put to use "
                        "again by the office."});
}

/// The skills usual for the kind, where a need names none.
void complete_skills(Change& change) {
  if (!texts_of(change.after(), "skills").empty()) return require_known_skills(change);
  Json usual = Json::array();
  change.query("SELECT skills FROM community_post_kind WHERE id = $1", {integer_of(change.after(), "kind")},
               [&](const Row& row) { usual = list_at(row, 0); });
  const std::vector<std::string> known = texts_of(change.settings(), "skills");
  Json skills = Json::array();
  for (const Json& each : usual)
    if (contains(known, each.get<std::string>())) skills.push_back(each);
  if (!skills.empty()) change.set("skills", skills);
}

/// What is published of a need: never more than is declared to be for all.
Json published(Change& change, std::int64_t taken) {
  const Json& need = change.after();
  Json opening = Json::object();
  for (const char* same : {"title", "community", "kind", "content", "skills", "times", "place", "starts_on", "ends_on"})
    opening[same] = need.contains(same) ? need.at(same) : Json();
  opening["places"] = integer_of(need, "people") - taken;
  return opening;
}

void create(Change& change) {
  require_kind_in_use(change);
  complete_skills(change);
  complete_dates(change);
  Json opening = published(change, 0);
  opening["community_name"] = organisation_name(change, integer_of(change.after(), "community"));
  if (opening["starts_on"].is_null()) opening["starts_on"] = change.today();
  change.set("opening", change.create("opening", opening));
}

void require_room(Change& change, const Text& otherwise) {
  const std::int64_t people = integer_of(change.after(), "people");
  const std::int64_t taken = integer_of(change.after(), "taken");
  if (people > taken) return;
  Call::refuse("people",
               {fmt::format("所需人数应多于已到位的 {} 人，现为 {}。{}", taken, people, otherwise.zh),
                fmt::format("Expected more people than the {} found; found {}. {}", taken, people, otherwise.en)});
}

void update(Change& change) {
  if (integer_of(change.after(), "kind") != integer_of(change.before(), "kind")) require_kind_in_use(change);
  require_known_skills(change);
  complete_dates(change);
  if (integer_of(change.after(), "people") != integer_of(change.before(), "people"))
    require_room(change, {"不再需要人时请办理“结束”。", "If nobody else is needed close the need."});
  change.update("opening", integer_of(change.after(), "opening"),
                published(change, integer_of(change.after(), "taken")));
}

/// Who has not been taken is told that it is over.
void close(Change& change) {
  publish(change, integer_of(change.after(), "opening"), false);
  std::vector<std::pair<std::int64_t, std::string>> waiting;
  change.query("SELECT id, state FROM community_claim WHERE need = $1 AND state IN ('proposed', 'claimed') ORDER BY id",
               {change.id().value_or(0)},
               [&](const Row& row) { waiting.emplace_back(row.integer(0), std::string(row.text(1))); });
  for (const auto& [id, state] : waiting) change.transition("claim", id, "turn_down", {{"note", "需求已结束。"}});
}

void reopen(Change& change) {
  require_kind_in_use(change);
  complete_dates(change);
  require_room(change, {"请同时增加所需人数。", "Give a higher number of people with this step."});
  const std::string ends_on = text_of(change.after(), "ends_on");
  if (!ends_on.empty() && ends_on < change.today())
    Call::refuse("ends_on",
                 {fmt::format("结束日期 {} 已过。重新征集时请填写今后的日期。", ends_on),
                  fmt::format("Expected a last day to come; found {}. Give a later one with this step.", ends_on)});
  const std::int64_t opening = integer_of(change.after(), "opening");
  change.update("opening", opening, published(change, integer_of(change.after(), "taken")));
  publish(change, opening, true);
}

}  // namespace

std::optional<Need> need_of_opening(Call& call, std::int64_t opening) { return first(call, "opening = $1", opening); }

Need need_of(Call& call, std::int64_t id) { return first(call, "id = $1", id).value_or(Need{}); }

void publish(Call& call, std::int64_t opening, bool open) {
  if (state_of(call, "opening", opening) == (open ? "open" : "closed")) return;
  call.transition("opening", opening, open ? "reopen" : "close");
}

void recount_need(Call& call, std::int64_t id, std::int64_t own, bool counts) {
  const Need need = need_of(call, id);
  // Of a standing post, who has done it for a time leaves a place; of one with an end, the work is done.
  const char* held = need.ends_on.empty() ? "state = 'confirmed'" : "state IN ('confirmed', 'done')";
  const std::int64_t others =
      call.query_integer(fmt::format("SELECT COUNT(*) FROM community_claim WHERE need = $1 AND id <> $2 AND {}", held),
                         {id, own})
          .value_or(0);
  const std::int64_t taken = others + (counts ? 1 : 0);
  call.update("need", id, {{"taken", taken}});
  if (need.state == "open" && taken >= need.people)
    call.transition("need", id, "fill");
  else if (need.state == "filled" && taken < need.people)
    call.transition("need", id, "vacate");
}

void register_needs(Setup& at) {
  at.before("need.create", create);
  at.before("need.update", update);
  at.before("need.close", close);
  at.before("need.reopen", reopen);
  at.before("need.fill", [](Change& change) { publish(change, integer_of(change.after(), "opening"), false); });
  at.before("need.vacate", [](Change& change) { publish(change, integer_of(change.after(), "opening"), true); });
}

}  // namespace liufa::community
