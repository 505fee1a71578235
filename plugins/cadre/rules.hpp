/// Which edition of the rules applies: terms, rotation, exit, vacancies, publicity and hours change by date, and what
/// is past stays as it was.
#pragma once

#include <liufa/kit/dated.hpp>
#include <liufa/method.hpp>
#include <string>

namespace liufa::cadre {

struct Rules {
  int term_months = 0;
  int most_terms = 0;
  int rotation_months = 0;
  int exit_age = 0;
  int fill_days = 0;
  int publicity_days = 0;
  std::int64_t hours_full_time = 0;  ///< hundredths of an hour
  std::int64_t hours_part_time = 0;  ///< hundredths of an hour
};

/// All editions: the settings from the beginning of time, and from its date on each edition, which takes what it leaves
/// empty from the settings.
class RuleBook {
 public:
  explicit RuleBook(Call& call);
  [[nodiscard]] const Rules& on(const std::string& date) const { return editions_.in_force(date).rule; }
  [[nodiscard]] const std::string& source_on(const std::string& date) const { return editions_.in_force(date).source; }

  /// The first day on which as many months have gone by since `since` as the edition of that very day asks for: an
  /// edition that shortens or prolongs a term acts from the day it is in force, not before.
  [[nodiscard]] std::string due_after(const std::string& since, int Rules::*months, int unit = 1) const;

 private:
  kit::Dated<Rules> editions_;
};

/// What is due of a holding. Empty texts where nothing is.
struct DueDates {
  std::string rotation;
  std::string exit;
};

/// `born_on` may be empty. `own_months`: the post's own years of rotation, 0 for those of the rules.
DueDates due_dates(const RuleBook& book, const std::string& starts_on, const std::string& born_on, bool rotates,
                   int own_months);

void register_rules(Setup& at);

}  // namespace liufa::cadre
