/// Working days in China: Monday to Friday, but for public holidays and the weekend days that are worked in exchange
/// (调休). Both are data, from the yearly notice of the State Council's General Office
/// (国务院办公厅关于部分节假日安排的通知, under 全国年节及纪念日放假办法, State Council order 795 of 2024).
///
/// Plain values; a const object may be used from any thread.
#pragma once

#include <chrono>
#include <map>

namespace liufa::kit {

class WorkingDays {
 public:
  /// Notes a day that is not what its weekday says: a holiday (false) or a working day in exchange (true).
  void set(std::chrono::sys_days day, bool working) { exceptions_[day] = working; }

  [[nodiscard]] bool is_working(std::chrono::sys_days day) const {
    if (const auto found = exceptions_.find(day); found != exceptions_.end()) return found->second;
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    return weekday <= 5;
  }

  /// Whether anything is noted for a year. If not, its notice has not been imported, and every weekday counts as
  /// worked.
  [[nodiscard]] bool knows(std::chrono::year year) const {
    const auto first = exceptions_.lower_bound(std::chrono::sys_days{year / std::chrono::January / 1});
    return first != exceptions_.end() && std::chrono::year_month_day{first->first}.year() == year;
  }

  /// The last day of a term of `count` working days that begins on the day after `day` (the day of the event does not
  /// count, Civil Code article 201); `day` itself for 0.
  [[nodiscard]] std::chrono::sys_days after(std::chrono::sys_days day, int count) const {
    while (count > 0) {
      day += std::chrono::days{1};
      if (is_working(day)) --count;
    }
    return day;
  }

  /// Working days after `from` up to and with `until`; negative if `until` lies before.
  [[nodiscard]] int between(std::chrono::sys_days from, std::chrono::sys_days until) const {
    if (until < from) return -between(until, from);
    int count = 0;
    for (auto day = from + std::chrono::days{1}; day <= until; day += std::chrono::days{1})
      count += is_working(day) ? 1 : 0;
    return count;
  }

 private:
  std::map<std::chrono::sys_days, bool> exceptions_;
};

}  // namespace liufa::kit
