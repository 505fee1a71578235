#include "rules.hpp"

#include <algorithm>
#include <liufa/kit/term.hpp>
#include <vector>

#include "fields.hpp"

namespace liufa::cadre {
namespace {

Rules usual_rules(const Json& settings) {
  const auto number = [&](const char* name) { return static_cast<int>(integer_of(settings, name)); };
  return {number("term_months"),
          number("most_terms"),
          number("rotation_months"),
          number("exit_age"),
          number("fill_days"),
          number("publicity_days"),
          hundredths_of(settings, "hours_full_time").value_or(0),
          hundredths_of(settings, "hours_part_time").value_or(0)};
}

struct Open {
  std::int64_t id = 0;
  DueDates due;
  std::string rotation_before;
  std::string exit_before;
};

/// Serving holdings whose dates are no longer what the editions say.
std::vector<Open> outdated(Call& call) {
  const RuleBook book(call);
  std::vector<Open> found;
  call.query(
      "SELECT h.id, h.starts_on, m.born_on, p.rotates, p.rotation_months, h.acting, h.rotation_due_on, h.exit_due_on, "
      "h.rotation_deferred_until FROM cadre_holding h JOIN cadre_post p ON p.id = h.post "
      "JOIN directory_member m ON m.id = h.member WHERE h.state = 'serving' ORDER BY h.id",
      {}, [&](const Row& row) {
        Open one{row.integer(0),
                 due_dates(book, std::string(row.text(1)), std::string(row.text(2)),
                           row.integer(3) == 1 && row.integer(5) == 0, static_cast<int>(row.integer(4))),
                 std::string(row.text(6)), std::string(row.text(7))};
        if (!one.due.rotation.empty()) one.due.rotation = std::max(one.due.rotation, std::string(row.text(8)));
        if (one.due.rotation != one.rotation_before || one.due.exit != one.exit_before) found.push_back(std::move(one));
      });
  return found;
}

Json date_or_null(const std::string& date) { return date.empty() ? Json() : Json(date); }

std::int64_t write_due(Call& call) {
  const std::vector<Open> open = outdated(call);
  for (const Open& each : open)
    call.update("holding", each.id,
                {{"rotation_due_on", date_or_null(each.due.rotation)}, {"exit_due_on", date_or_null(each.due.exit)}});
  return static_cast<std::int64_t>(open.size());
}

void recalculate(Call& call) {
  std::int64_t changed = 0;
  call.write([&] { changed = write_due(call); });
  call.answer({{"changed", changed}});
}

/// An edition that is already at work is history: what was due by it has been acted upon.
void keep_past(Change& change) {
  const std::string from = text_of(change.before(), "in_force_from");
  if (from > change.today()) return;
  for (const char* field : {"term_months", "most_terms", "rotation_months", "exit_age", "fill_days", "publicity_days",
                            "hours_full_time", "hours_part_time"})
    if (is_changed(change, field))
      Call::refuse(field, {"本版规则自 " + from + " 起已施行，不能再改。请另建一版，填写新的施行日期。",
                           "Expected an edition that is not in force yet; this one is since " + from +
                               ". Create another one with its own date."});
}

}  // namespace

RuleBook::RuleBook(Call& call) {
  const Rules usual = usual_rules(call.settings());
  editions_.add({"0001-01-01", "本区设置", usual});
  call.query(
      "SELECT in_force_from, source, term_months, most_terms, rotation_months, exit_age, fill_days, publicity_days, "
      "hours_full_time, hours_part_time FROM cadre_rule ORDER BY in_force_from",
      {}, [&](const Row& row) {
        const auto number = [&](std::size_t column, int otherwise) {
          return row.is_null(column) ? otherwise : static_cast<int>(row.integer(column));
        };
        const auto hours = [&](std::size_t column, std::int64_t otherwise) {
          return row.is_null(column) ? otherwise : row.integer(column);
        };
        editions_.add(
            {std::string(row.text(0)), std::string(row.text(1)),
             Rules{number(2, usual.term_months), number(3, usual.most_terms), number(4, usual.rotation_months),
                   number(5, usual.exit_age), number(6, usual.fill_days), number(7, usual.publicity_days),
                   hours(8, usual.hours_full_time), hours(9, usual.hours_part_time)}});
      });
}

std::string RuleBook::due_after(const std::string& since, int Rules::*months, int unit) const {
  const auto& editions = editions_.versions();
  for (std::size_t at = 0; at < editions.size(); ++at) {
    const std::string due = std::max(kit::end_of_term(since, editions[at].rule.*months * unit), editions[at].from);
    if (at + 1 == editions.size() || due < editions[at + 1].from) return due;
  }
  return {};
}

DueDates due_dates(const RuleBook& book, const std::string& starts_on, const std::string& born_on, bool rotates,
                   int own_months) {
  DueDates due;
  if (rotates)
    due.rotation =
        own_months > 0 ? kit::end_of_term(starts_on, own_months) : book.due_after(starts_on, &Rules::rotation_months);
  if (!born_on.empty()) due.exit = book.due_after(born_on, &Rules::exit_age, 12);
  return due;
}

void register_rules(Setup& at) {
  at.before("rule.update", keep_past);
  at.on("cadre.rule.created", [](Event& event) { write_due(event); });
  at.on("cadre.rule.updated", [](Event& event) { write_due(event); });
  at.action("recalculate", recalculate);
}

}  // namespace liufa::cadre
