/// The yearly ledger of every cadre: hours required, done and lacking; age, tenure and education at the year's end.
#include <algorithm>
#include <liufa/kit/decimal.hpp>
#include <liufa/kit/term.hpp>
#include <map>

#include "fields.hpp"
#include "handlers.hpp"
#include "rules.hpp"

namespace liufa::cadre {
namespace {

std::int64_t year_given(Call& call) {
  const std::int64_t year = integer_of(call.input(), "year");
  return year != 0 ? year : std::stoi(call.today().substr(0, 4));
}

/// What a member's holdings and training come to in a year.
struct Year {
  std::int64_t organisation = 0;
  std::string born_on;
  std::string education;
  bool full_time = false;
  std::string serves_from;   ///< within the year
  std::string serves_until;  ///< within the year
  std::string starts_on;     ///< of the holding that began first
  std::int64_t done = 0;     ///< hundredths of an hour
};

struct Ledger {
  std::int64_t id = 0;
  bool open = true;
  std::int64_t exempted = 0;
};

/// Whom a query is about: everybody, or one member.
struct Whom {
  std::string where;
  std::vector<Parameter> parameters;  ///< $1 and $2 are the year's first and last day
};

Whom whom(const std::string& first, const std::string& last, std::int64_t member, const char* column) {
  if (member == 0) return {"", {first, last}};
  return {std::string(" AND ") + column + " = $3", {first, last, member}};
}

/// Hours of an employment for the months served, a month begun counting as one.
std::int64_t hours_for(const Rules& rules, const Year& year) {
  const int months = std::stoi(year.serves_until.substr(5, 2)) - std::stoi(year.serves_from.substr(5, 2)) + 1;
  const std::int64_t full = year.full_time ? rules.hours_full_time : rules.hours_part_time;
  return kit::round_half_up(kit::exact(full) * months / 12);
}

std::map<std::int64_t, Year> read_year(Call& call, std::int64_t year, std::int64_t member) {
  const std::string first = std::to_string(year) + "-01-01";
  const std::string last = std::to_string(year) + "-12-31";
  std::map<std::int64_t, Year> found;
  const Whom holders = whom(first, last, member, "h.member");
  call.query(
      "SELECT h.member, m.organisation, m.born_on, p.education, h.employment, h.starts_on, h.ends_on FROM "
      "cadre_holding h "
      "JOIN directory_member m ON m.id = h.member LEFT JOIN cadre_profile p ON p.member = h.member WHERE h.state <> "
      "'void' AND h.acting = 0 AND h.starts_on <= $2 AND (h.ends_on IS NULL OR h.ends_on >= $1)" +
          holders.where + " ORDER BY h.starts_on",
      holders.parameters, [&](const Row& row) {
        const std::string from = std::max(first, std::string(row.text(5)));
        const std::string until = row.is_null(6) ? last : std::min(last, std::string(row.text(6)));
        Year& one = found[row.integer(0)];
        if (one.serves_from.empty()) {
          one = {row.integer(1),
                 std::string(row.text(2)),
                 std::string(row.text(3)),
                 false,
                 from,
                 until,
                 std::string(row.text(5)),
                 0};
        }
        one.full_time = one.full_time || row.text(4) == "full_time";
        one.serves_until = std::max(one.serves_until, until);
      });
  const Whom trained = whom(first, last, member, "member");
  call.query(
      "SELECT member, SUM(hours) FROM cadre_training WHERE state = 'passed' AND ends_on >= $1 AND ends_on <= $2" +
          trained.where + " GROUP BY member",
      trained.parameters, [&](const Row& row) {
        if (const auto at = found.find(row.integer(0)); at != found.end()) at->second.done += row.integer(1);
      });
  for (const std::string& source : words_of(call.settings(), "hours_from")) {
    Whom other = whom(first, last, member, "member");
    other.parameters.emplace_back(source);
    call.query("SELECT member, SUM(quantity) FROM host_fact WHERE held_on >= $1 AND held_on <= $2" + other.where +
                   " AND source = $" + std::to_string(other.parameters.size()) + " GROUP BY member",
               other.parameters, [&](const Row& row) {
                 if (const auto at = found.find(row.integer(0)); at != found.end()) at->second.done += row.integer(1);
               });
  }
  return found;
}

Json values_of(const Rules& rules, const Year& year, const std::string& last, std::int64_t exempted) {
  const std::int64_t required = hours_for(rules, year);
  const std::int64_t lacking = std::max<std::int64_t>(0, required - exempted - year.done);
  return {{"organisation", year.organisation},
          {"due_on", last},
          {"employment", year.full_time ? "full_time" : "part_time"},
          {"age", year.born_on.empty() ? Json() : Json(kit::age_on(year.born_on, last))},
          {"tenure_months", kit::complete_months(year.starts_on, last)},
          {"education", year.education.empty() ? Json() : Json(year.education)},
          {"hours_required", decimal_json(required)},
          {"hours_done", decimal_json(year.done)},
          {"hours_lacking", decimal_json(lacking)}};
}

std::map<std::int64_t, Ledger> read_ledgers(Call& call, std::int64_t year, std::int64_t member) {
  std::map<std::int64_t, Ledger> found;
  call.query("SELECT member, id, state, hours_exempted FROM cadre_ledger WHERE year = $1 AND ($2 = 0 OR member = $2)",
             {year, member}, [&](const Row& row) {
               found[row.integer(0)] = {row.integer(1), row.text(2) == "open", row.integer(3)};
             });
  return found;
}

/// Writes the ledgers of a year; an update that changes nothing writes nothing. Those closed stay.
std::int64_t write_year(Call& call, std::int64_t year, std::int64_t member) {
  const std::string last = std::to_string(year) + "-12-31";
  const RuleBook book(call);
  const Rules& rules = book.on(std::to_string(year) + "-01-01");  // an edition of the year itself counts from the next
  const std::map<std::int64_t, Ledger> ledgers = read_ledgers(call, year, member);
  std::int64_t count = 0;
  for (const auto& [who, one] : read_year(call, year, member)) {
    const auto found = ledgers.find(who);
    if (found == ledgers.end()) {
      Json fields = values_of(rules, one, last, 0);
      fields["member"] = who;
      fields["year"] = year;
      call.create("ledger", fields);
    } else if (found->second.open) {
      call.update("ledger", found->second.id, values_of(rules, one, last, found->second.exempted));
    }
    ++count;
  }
  return count;
}

void open_year(Call& call) {
  const std::int64_t year = year_given(call);
  if (std::to_string(year) > call.today().substr(0, 4))
    Call::refuse("year", {std::to_string(year) + " 年尚未到来。请在当年建立台账。",
                          "Expected this year or an earlier one, found " + std::to_string(year) +
                              ". Open it when it has come."});
  std::int64_t count = 0;
  call.write([&] { count = write_year(call, year, 0); });
  call.answer({{"year", year}, {"ledgers", count}});
}

void close_year(Call& call) {
  const std::int64_t year = year_given(call);
  if (call.today() <= std::to_string(year) + "-12-31")
    Call::refuse("year", {std::to_string(year) + " 年尚未结束，明年再结账。",
                          "Expected a year that is over, found " + std::to_string(year) + ". Close it next year."});
  std::int64_t closed = 0;
  call.write([&] {
    write_year(call, year, 0);
    std::vector<std::int64_t> open;
    call.query("SELECT id FROM cadre_ledger WHERE year = $1 AND state = 'open' ORDER BY id", {year},
               [&](const Row& row) { open.push_back(row.integer(0)); });
    for (const std::int64_t each : open) call.transition("ledger", each, "close", {{"closed_on", call.today()}});
    closed = static_cast<std::int64_t>(open.size());
  });
  call.answer({{"year", year}, {"closed", closed}});
}

/// An exemption has a reason, and changes what is lacking.
void update_ledger(Change& change) {
  if (!is_changed(change, "hours_exempted") && !is_changed(change, "exemption_reason")) return;
  if (text_of(change.before(), "state") == "closed")
    Call::refuse("hours_exempted",
                 {"本年度台账已结账，不能再改。", "Expected a year that is open; this one is closed."});
  const std::int64_t exempted = hundredths_of(change.after(), "hours_exempted").value_or(0);
  if (exempted > 0 && !is_given(change.after(), "exemption_reason"))
    Call::refuse("exemption_reason", {"减免学时须填写理由（如病假、借调、产假）。",
                                      "A reason of the exemption is expected (illness, secondment, maternity), found "
                                      "none. Enter it."});
  const std::int64_t lacking = hundredths_of(change.after(), "hours_required").value_or(0) - exempted -
                               hundredths_of(change.after(), "hours_done").value_or(0);
  change.set("hours_lacking", decimal_json(std::max<std::int64_t>(0, lacking)));
}

}  // namespace

void refresh_ledger_of(Event& event) {
  std::int64_t member = 0;
  std::string on;
  event.query("SELECT member, ends_on FROM cadre_training WHERE id = $1", {event.id()}, [&](const Row& row) {
    member = row.integer(0);
    on = row.text(1);
  });
  if (member != 0 && !on.empty()) write_year(event, std::stoi(on.substr(0, 4)), member);
}

void register_ledgers(Setup& at) {
  at.before("ledger.update", update_ledger);
  at.action("open_year", open_year);
  at.action("close_year", close_year);
}

}  // namespace liufa::cadre
