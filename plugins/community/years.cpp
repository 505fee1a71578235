#include <fmt/format.h>

#include <algorithm>

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

void open_year(Call& call) {
  const int year = asked_year(call);
  call.write([&] {
    ensure_post_kinds(call);
    open(call, year);
  });
  const OnesRule rule = ones_rule(call);
  const std::vector<std::int64_t> members = owing_members(call, year);
  std::int64_t written = 0;
  for (std::size_t from = 0; from < members.size(); from += batch) {
    const std::size_t last = std::min(members.size(), from + batch) - 1;
    call.progress(static_cast<std::int64_t>(from), static_cast<std::int64_t>(members.size()));
    // Members who come between are seen to by their own events.
    call.write([&] { written += refresh_ones(call, rule, year, members[from], members[last]); });
  }
  call.answer({{"year", year}, {"members", members.size()}, {"written", written}});
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
