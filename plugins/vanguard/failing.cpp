/// The process for a member found failing: notice, talk with the member heard, deadline, re-appraisal, resolution of
/// the branch, decision of the superior. No step can be left out, the hearing least of all.
///
/// Source: 中国共产党章程 art. 9, 中国共产党支部工作条例（试行） (2018), and districts' practice
/// (限期改正、劝退、除名); the length of the deadline and how often it may be given are settings.
#include "failing.hpp"

#include <fmt/format.h>

#include <liufa/kit/term.hpp>

#include "fields.hpp"
#include "gates.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

std::int64_t member_in(Change& change) { return integer_in(change.after(), "member"); }

void require_other_member(Change& change) {
  require_other(change, member_in(change), {"办理", "the process against oneself"});
}

/// A date of a step: today if it is not given; never later than today, never before the step it follows.
void date_step(Change& change, std::string_view field, std::string_view after, const Text& name) {
  const std::string given = text_in(change.after(), field);
  const std::string before = text_in(change.before(), field);
  const std::string date = given.empty() || given == before ? change.today() : given;
  const std::string earliest = text_in(change.after(), after);
  if (date > change.today())
    Call::refuse(std::string(field),
                 {fmt::format("{}不能晚于今天 {}，现为 {}", name.zh, change.today(), date),
                  fmt::format("{} is expected up to today, {}, found {}", name.en, change.today(), date)});
  if (date < earliest)
    Call::refuse(std::string(field),
                 {fmt::format("{}不能早于上一步（{}），现为 {}", name.zh, earliest, date),
                  fmt::format("{} is expected from {}, the step before, found {}", name.en, earliest, date)});
  change.set(field, date);
}

void find(Change& change) {
  require_other_member(change);
  read_year(change, integer_in(change.after(), "year"));
  change.set("organisation", organisation_of(change, member_in(change)));
  change.set("found_on", change.today());
}

void give_notice(Change& change) {
  require_other_member(change);
  date_step(change, "noticed_on", "found_on", {"告知日期", "the notice"});
}

/// The member's own words are theirs: nobody else hands them in by this step.
void state(Change& change) {
  if (change.member() && change.member() != member_in(change))
    Call::refuse("member",
                 {"书面陈述只能由本人提交", "the statement is expected from the member concerned, nobody else"});
}

void hear(Change& change) {
  require_other_member(change);
  date_step(change, "talk_on", "noticed_on", {"谈话日期", "the talk"});
}

void set_deadline(Change& change) {
  require_other_member(change);
  const std::string deadline = text_in(change.after(), "deadline");
  if (deadline.empty()) return;  // the step itself asks for it
  const auto least = change.settings().at("improvement_least").get<std::int64_t>();
  const auto most = change.settings().at("improvement_most").get<std::int64_t>();
  const std::string from = kit::end_of_term(change.today(), static_cast<int>(least));
  const std::string until = kit::end_of_term(change.today(), static_cast<int>(most));
  if (deadline < from || deadline > until)
    Call::refuse(
        "deadline",
        {fmt::format("改正期限为 {} 至 {} 个月，应在 {} 至 {} 之间，现为 {}", least, most, from, until, deadline),
         fmt::format("{} to {} months are given to improve: a day from {} to {} is expected, found {}", least, most,
                     from, until, deadline)});
  change.set("rounds", integer_in(change.after(), "rounds") + 1);
}

void extend(Change& change) {
  const auto most = change.settings().at("improvement_rounds").get<std::int64_t>();
  if (integer_in(change.after(), "rounds") >= most)
    Call::refuse("deadline",
                 {fmt::format("限期改正最多 {} 次，已给 {} 次；请提交支部大会决议", most, most),
                  fmt::format("{} deadlines are given at most, and were; put it to the branch meeting", most)});
  // What was written of the round before stands in history; the next one is judged anew.
  change.set("reappraisal", nullptr);
  change.set("opinion", nullptr);
  set_deadline(change);
}

void reappraise(Change& change) {
  require_other_member(change);
  date_step(change, "reappraised_on", "talk_on", {"复评日期", "the re-appraisal"});
}

void resolve(Change& change) {
  require_other_member(change);
  const std::string proposal = text_in(change.after(), "proposal");
  const std::string found = text_in(change.after(), "reappraisal");
  if (found == "improved" && !proposal.empty() && proposal != "restore")
    Call::refuse("proposal",
                 {"复评结论为“已改正”，应恢复为合格；如不同意请重新复评",
                  "the re-appraisal says “improved”, so “restored” is expected; re-appraise if that is wrong"});
  if (found == "not_improved" && proposal == "restore")
    Call::refuse("proposal",
                 {"复评结论为“未改正”，不能恢复为合格；如不同意请重新复评",
                  "the re-appraisal says “not improved”, so the member can't be restored; re-appraise if that "
                  "is wrong"});
  date_step(change, "resolved_on", "reappraised_on", {"决议日期", "the resolution"});
}

/// The superior approves what the branch has resolved, or returns it; it does not put something else in its place.
void approve(Change& change) {
  require_other_member(change);
  if (text_in(change.after(), "proposal") != change.operation())
    Call::refuse("proposal",
                 {"批准事项应与支部大会决议一致；不同意的请退回支部重议",
                  "what the branch resolved is approved, or returned to it; nothing else can take its place"});
  change.set("decided_on", change.today());
}

void close_process(Change& change) {
  require_other_member(change);
  change.set("decided_on", change.today());
}

/// Whoever is failing in a final year comes into the process by themselves.
void on_frozen(Event& event) {
  std::int64_t year = 0;
  event.query("SELECT year FROM vanguard_year WHERE id = $1", {event.id()},
              [&](const Row& row) { year = row.integer(0); });
  std::vector<std::pair<std::int64_t, Json>> found;
  event.query(
      "SELECT i.member, i.total, i.vetoed, i.rank FROM vanguard_index AS i JOIN directory_member AS m ON m.id = "
      "i.member "
      "AND m.status <> 'left' LEFT JOIN vanguard_failing AS f ON f.year = i.year AND f.member = i.member "
      "WHERE i.year = $1 AND i.grade = 'failing' AND f.id IS NULL ORDER BY i.member",
      {year}, [&](const Row& row) {
        const std::string total = kit::decimal_text(row.integer(1));
        found.emplace_back(
            row.integer(0),
            Json{{"year", year},
                 {"member", row.integer(0)},
                 {"total", total},
                 {"reason", row.integer(2) != 0 ? fmt::format("{} 年度考评一票否决，定为不合格", year)
                                                : fmt::format("{} 年度先锋指数 {} 分，定为不合格", year, total)}});
      });
  for (const auto& [member, fields] : found) event.create("failing", fields);
}

}  // namespace

void register_failing(Setup& at) {
  at.before("failing.create", find);
  at.before("failing.give_notice", give_notice);
  at.before("failing.state", state);
  at.before("failing.hear", hear);
  at.before("failing.set_deadline", set_deadline);
  at.before("failing.extend", extend);
  at.before("failing.reappraise", reappraise);
  at.before("failing.resolve", resolve);
  at.before("failing.return", require_other_member);
  for (const char* step : {"restore", "dismiss", "remove"}) at.before("failing." + std::string(step), approve);
  at.before("failing.cancel", close_process);
  at.before("failing.lapse", [](Change& change) { change.set("decided_on", change.today()); });
  at.on("vanguard.year.frozen", on_frozen);
}

void end_processes(Call& call, std::int64_t member) {
  std::vector<std::int64_t> open;
  call.query(
      "SELECT id FROM vanguard_failing WHERE member = $1 AND state IN ('found', 'noticed', 'heard', 'improving', "
      "'reappraised', 'resolved')",
      {member}, [&](const Row& row) { open.push_back(row.integer(0)); });
  for (const std::int64_t id : open)
    call.transition("failing", id, "lapse", {{"note", "党员已转出或离党，程序自动终止。"}});
}

}  // namespace liufa::vanguard
