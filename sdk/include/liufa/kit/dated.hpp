/// Rules that change with time: each version with the day from which it is in force and the text that it comes from. A
/// closed year is looked up by its own date and so stays as it was computed.
///
///     Dated<int> days{{"2014-05-28", "发展党员工作细则（2014）", 5}};
///     days.in_force("2026-03-01").rule
///
/// Versions may come from code (the central rules as the kit knows them) or be read from a method's own dated records.
/// Plain values; a const object may be used from any thread.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "liufa/text.hpp"

namespace liufa::kit {

/// Thrown where no version was in force on a day; `text()` is for people.
class NoRuleInForce : public std::runtime_error {
 public:
  explicit NoRuleInForce(Text text) : std::runtime_error(text.en), text_(std::move(text)) {}
  [[nodiscard]] const Text& text() const { return text_; }

 private:
  Text text_;
};

template <class Rule>
class Dated {
 public:
  struct Version {
    std::string from;    ///< civil date, the first day on which it is in force
    std::string source;  ///< regulation with its year or number, as it should be shown beside a result
    Rule rule;
  };

  Dated() = default;
  Dated(std::initializer_list<Version> versions) {
    for (const Version& each : versions) add(each);
  }

  /// Adds a version; one with the same first day takes the older one's place.
  void add(Version version) {
    const auto place = std::lower_bound(versions_.begin(), versions_.end(), version.from,
                                        [](const Version& each, const std::string& from) { return each.from < from; });
    if (place != versions_.end() && place->from == version.from)
      *place = std::move(version);
    else
      versions_.insert(place, std::move(version));
  }

  /// The version in force on a civil date; nullptr if none was yet.
  [[nodiscard]] const Version* find(std::string_view date) const {
    const auto after = std::upper_bound(versions_.begin(), versions_.end(), date,
                                        [](std::string_view day, const Version& each) { return day < each.from; });
    return after == versions_.begin() ? nullptr : &*std::prev(after);
  }

  /// The version in force on a civil date. Throws NoRuleInForce if none was yet.
  [[nodiscard]] const Version& in_force(std::string_view date) const {
    if (const Version* found = find(date)) return *found;
    const std::string day(date);
    if (versions_.empty())
      throw NoRuleInForce(
          {day + " 适用的规则没有登记，请先登记规则及其施行日期",
           "no rule is registered for " + day + ": register one with the day from which it is in force"});
    throw NoRuleInForce(
        {day + " 尚无规则施行，最早的规则自 " + versions_.front().from + " 起施行；请核对日期，或登记更早的规则",
         "no rule was in force on " + day + ", the earliest is in force from " + versions_.front().from +
             ": check the date, or register the earlier rule"});
  }

  /// All versions, the earliest first.
  [[nodiscard]] const std::vector<Version>& versions() const { return versions_; }

 private:
  std::vector<Version> versions_;
};

}  // namespace liufa::kit
