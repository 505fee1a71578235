/// What the database says, as the rules want it.
#pragma once

#include <cstdint>
#include <functional>
#include <liufa/method.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rules/ranking.hpp"
#include "rules/rule_set.hpp"

namespace liufa::vanguard {

struct Year {
  std::int64_t id = 0;
  std::int64_t year = 0;
  std::string state;
  std::string publicity_from;
  std::string publicity_until;
  std::string recording_until;
  Share share;
  bool outdated = false;
  bool counted = false;
  std::int64_t rule_changes = 0;

  [[nodiscard]] bool takes_entries() const { return state == "recording" || state == "appraisal"; }
  [[nodiscard]] bool is_final() const { return state == "frozen"; }
};

/// The year, or nothing if the district has not set it up.
std::optional<Year> find_year(Call& call, std::int64_t year);
/// The same, refused if it is not there.
Year read_year(Call& call, std::int64_t year);

/// One rule set with its groups and indicators. Refused if there is none.
std::shared_ptr<const RuleSet> read_rule_set(Call& call, std::int64_t id);

/// The rule sets of a year: for each class the one in force from the latest year up to it.
class RuleBook {
 public:
  void add(std::shared_ptr<const RuleSet> rules) { by_class_[rules->member_class] = std::move(rules); }
  /// The class's own rules, or those for all; null if there are neither.
  [[nodiscard]] const RuleSet* for_class(const std::string& member_class) const;
  [[nodiscard]] bool empty() const { return by_class_.empty(); }

 private:
  std::map<std::string, std::shared_ptr<const RuleSet>> by_class_;
};
RuleBook read_rule_book(Call& call, std::int64_t year);

/// A member as the index sees them in a year.
struct Person {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string member_class;
  bool class_is_decided = false;
  bool takes_part = false;  ///< not left, of a kind that takes part, not excluded
  Start start;
  std::vector<Tally> tallies;
  Appraisals appraisals{};
};

/// Which members: ids first … last, or those of organisations first … last.
struct Selection {
  bool by_organisation = false;
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Reads members with their tallies and appraisals by a few queries, in the order of their ids. Entries are added up in
/// the database by what they count as; where the rules need dates, one member's entries are read one by one.
class People {
 public:
  People(Call& call, const Year& year);
  /// `rules` says by which rules a person is counted, so that words and dates are read as these need them.
  void each(const Selection& selection, const RuleBook& rules, const std::function<void(Person&)>& person);

 private:
  std::vector<Person> read(const Selection& selection);
  void apply_decisions(const Selection& selection, std::vector<Person>& people);
  void read_tallies(const Selection& selection, const RuleBook& rules, std::vector<Person>& people);
  struct Rating {
    std::int64_t member = 0;
    std::string kind;
    std::string word;
    Ratings ratings;
  };
  std::vector<Rating> read_ratings(const Selection& selection);
  static void add_rating(Person& person, const RuleSet& rules, const Rating& rating);

  Call& call_;
  Year year_;
  std::int64_t last_year_ = 0;  ///< if its index is final, else 0: nothing is carried over from what may change
  std::vector<std::string> kinds_;
  bool probationary_ = true;
};

/// What an entry counts as: its item, and its level if it has one, in one word that the database can add up by.
std::string counted_as(const std::string& item, const std::string& level);

/// The entries of one member that the rules count in a year, one by one, by date.
std::vector<Tally> read_entries(Call& call, std::int64_t year, std::int64_t member, const RuleSet& rules);

/// The class that follows from the register.
std::string derived_class(std::string_view service, std::string_view cadre);

/// The class of a member in a year, by decision or from the register.
std::string class_of(Call& call, std::int64_t year, std::int64_t member);

/// The member's organisation now. Refused if they have left, for `field`.
std::int64_t organisation_of(Call& call, std::int64_t member, std::string_view field = "member");

/// What people call a member.
std::string name_of(Call& call, std::int64_t member);

}  // namespace liufa::vanguard
