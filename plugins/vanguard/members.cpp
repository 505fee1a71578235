/// Who takes part, and as what: decisions on a member's class, and on not taking part.
#include <fmt/format.h>

#include <liufa/kit/term.hpp>

#include "computing.hpp"
#include "failing.hpp"
#include "fields.hpp"
#include "gates.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

std::int64_t year_in(Change& change) { return integer_in(change.after(), "year"); }
std::int64_t member_in(Change& change) { return integer_in(change.after(), "member"); }

void propose(Change& change, const Text& what) {
  require_before_closing(change, year_in(change), what);
  change.set("organisation", organisation_of(change, member_in(change)));
}

/// A decision is of the day on which it is taken; nobody takes one about themselves.
void decide(Change& change, const Text& what) {
  require_before_closing(change, year_in(change), what);
  require_other(change, member_in(change), what);
  change.set("decided_on", change.today());
}

void check_age(Change& change) {
  const auto born = change.query_text("SELECT born_on FROM directory_member WHERE id = $1", {member_in(change)});
  if (!born) return;  // the office sees to it on paper
  const auto least = change.settings().at("exclusion_age").get<std::int64_t>();
  const int age = kit::age_on(*born, fmt::format("{}-12-31", year_in(change)));
  if (age >= least) return;
  Call::refuse("ground", {fmt::format("年满 {} 周岁的党员可以年事已高为由不参加，该党员年底为 {} 周岁；请改选其他情形",
                                      least, age),
                          fmt::format("members from {} can be excluded for old age, this one is {} at the year's end; "
                                      "choose another ground",
                                      least, age)});
}

void check_absence(Change& change) {
  const std::string from = text_in(change.after(), "away_from");
  if (from.empty())
    Call::refuse("away_from", {"请填写出国（境）日期", "the day from which the member is abroad is expected"});
  const std::string end = fmt::format("{}-12-31", year_in(change));
  const std::string given = text_in(change.after(), "away_until");
  const std::string until = given.empty() ? end : given;
  const auto least = change.settings().at("exclusion_months").get<std::int64_t>();
  const int months = kit::complete_months(from, until);
  if (months >= least) return;
  Call::refuse("away_until",
               {fmt::format("出国（境）满 {} 个月的可不参加，{} 至 {} 为 {} 个月", least, from, until, months),
                fmt::format("members abroad for {} months can be excluded, from {} to {} it is {}", least, from, until,
                            months)});
}

void check_exclusion(Change& change) {
  propose(change, {"变更参加人员", "changing who takes part"});
  const std::string ground = text_in(change.after(), "ground");
  if (ground == "old_age") check_age(change);
  if (ground == "abroad") check_absence(change);
}

/// Who is new, has moved, retired or left, stands differently in every year that is not final.
void on_member(Event& event) {
  std::vector<std::int64_t> years;
  event.query("SELECT year FROM vanguard_year WHERE state NOT IN ('prepared', 'frozen') ORDER BY year", {},
              [&](const Row& row) { years.push_back(row.integer(0)); });
  for (const std::int64_t year : years) recompute_member(event, year, event.id());
  if (event.query_text("SELECT status FROM directory_member WHERE id = $1", {event.id()}) == "left")
    end_processes(event, event.id());
}

}  // namespace

void register_members(Setup& at) {
  const auto classify = [](Change& change) { propose(change, {"变更党员类别", "changing a member's class"}); };
  for (const char* step : {"create", "update", "propose_again"}) {
    at.before("classification." + std::string(step), classify);
    at.before("exclusion." + std::string(step), check_exclusion);
  }
  for (const char* step : {"decide", "reject", "revoke"})
    at.before("classification." + std::string(step), [](Change& change) {
      decide(change, {"认定党员类别", "deciding on a member's class"});
    });
  for (const char* step : {"approve", "reject", "revoke"})
    at.before("exclusion." + std::string(step), [](Change& change) {
      decide(change, {"决定不参加考评", "deciding on an exclusion"});
    });
  at.on("directory.member.created", on_member);
  at.on("directory.member.updated", on_member);
}

}  // namespace liufa::vanguard
