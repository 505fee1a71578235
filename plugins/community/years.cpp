#include <fmt/format.h>

#include <map>
#include <unordered_map>

#include "fields.hpp"
#include "four_ones.hpp"
#include "handlers.hpp"
#include "post_kinds.hpp"

/// A year is opened once, kept up by events, and closed: from then on it stays as computed.
namespace liufa::community {
namespace {

constexpr std::size_t batch = 500;  ///< members a write: others write in between

std::string end_of_month(int year, std::int64_t month) {
  // The first of the month after, a day back.
  return add_days(add_months(fmt::format("{:04}-{:02}-01", year, month), 1), -1);
}

int asked_year(Call& call) {
  const std::int64_t given = integer_of(call.input(), "year");
  return given != 0 ? static_cast<int>(given) : std::stoi(call.today().substr(0, 4));
}

/// Creates the year, or moves its dates if others were given. Refuses a closed one.
void open(Call& call, int year) {
  std::int64_t id = 0;
  std::string state;
  call.query("SELECT id, state FROM community_year WHERE year = $1", {std::int64_t{year}}, [&](const Row& row) {
    id = row.integer(0);
    state = row.text(1);
  });
  if (state == "closed")
    Call::refuse("year",
                 {fmt::format("{} 年度已封存。确需更正，请先启封该年度并说明理由。", year),
                  fmt::format("Expected a year that is not closed; {} is. Reopen it first, with the reason.", year)});
  Json dates = Json::object();
  for (const char* date : {"due_on", "notice_due_on"})
    if (const std::string given = text_of(call.input(), date); !given.empty()) dates[date] = given;
  if (id != 0) {
    if (!dates.empty()) call.update("year", id, dates);
    return;
  }
  const Json& settings = call.settings();
  if (!dates.contains("due_on")) dates["due_on"] = end_of_month(year, integer_of(settings, "four_ones_due_month"));
  if (!dates.contains("notice_due_on"))
    dates["notice_due_on"] = end_of_month(year, integer_of(settings, "notice_due_month"));
  dates["year"] = year;
  call.create("year", dates);
}

/// Every fact that may count, by member: one question for all.
std::unordered_map<std::int64_t, std::vector<Fact>> all_facts(Call& call, const OnesRule& rule, int year) {
  std::unordered_map<std::int64_t, std::vector<Fact>> facts;
  std::vector<Parameter> parameters{fmt::format("{}-12-31", year)};
  std::string places;
  for (const std::string& source : rule.sources()) {
    parameters.emplace_back(source);
    places += fmt::format("{}${}", places.empty() ? "" : ", ", parameters.size());
  }
  if (places.empty()) return facts;
  call.query(
      "SELECT member, source, record, id, held_on, until_on, grade FROM host_fact"
      " WHERE member IS NOT NULL AND held_on <= $1 AND source IN (" +
          places + ")",
      parameters, [&](const Row& row) {
        facts[row.integer(0)].push_back({std::string(row.text(1)), std::string(row.text(2)), row.integer(3),
                                         std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6))});
      });
  return facts;
}

void open_year(Call& call) {
  const int year = asked_year(call);
  call.write([&] {
    ensure_post_kinds(call);
    open(call, year);
  });
  const OnesRule rule = ones_rule(call);
  const std::vector<Owing> owing = owing_members(call, year);
  const auto facts = all_facts(call, rule, year);
  std::map<std::int64_t, OnesRow> before;
  for (auto& [member, row] : ones_rows(call, year)) before.emplace(member, std::move(row));
  std::int64_t written = 0;
  for (std::size_t from = 0; from < owing.size(); from += batch) {
    const std::size_t until = std::min(owing.size(), from + batch);
    call.progress(static_cast<std::int64_t>(from), static_cast<std::int64_t>(owing.size()));
    call.write([&] {
      for (std::size_t each = from; each < until; ++each) {
        const std::int64_t member = owing[each].member;
        const auto done = facts.find(member);
        const auto row = before.find(member);
        const Ones ones = ones_of(done == facts.end() ? std::vector<Fact>{} : done->second, rule, year);
        const auto present = row == before.end() ? std::nullopt : std::optional(row->second);
        written += write_ones(call, year, owing[each], ones, present) ? 1 : 0;
      }
    });
  }
  call.answer({{"year", year}, {"members", owing.size()}, {"written", written}});
}

void close(Change& change) {
  const std::string due_on = text_of(change.after(), "due_on");
  const std::string today = change.today();
  if (today <= due_on)
    Call::refuse("due_on",
                 {fmt::format("“四个一”期限 {} 尚未届满（今天 {}），不能封存。请待期满，或先提前期限。", due_on, today),
                  fmt::format("Expected a year whose four ones were due; they are due on {}, today is {}. Wait "
                              "until then, or move the date first.",
                              due_on, today)});
  change.set("closed_on", today);
}

}  // namespace

void register_years(Setup& at) {
  at.action("open_year", open_year);
  at.before("year.close", close);
  at.before("year.reopen", [](Change& change) { change.set("closed_on", nullptr); });
}

}  // namespace liufa::community
