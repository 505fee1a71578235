/// 四个一: which of a member's facts count for which of the four in a year. Knows no host.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::community {

/// The four, in the order in which they are named.
inline constexpr std::size_t ones_count = 4;
struct OneName {
  std::string_view id;  ///< fields ID_on and ID_by, setting ID_sources
  std::string_view zh;
  std::string_view en;
};
inline constexpr std::array<OneName, ones_count> ones_names{
    {{"post", "认领一个服务岗位", "a service post"},
     {"pair", "结成一个帮扶对子", "a helping pair"},
     {"activity", "参加一次公益活动", "a public-benefit activity"},
     {"suggestion", "提出一条合理化建议", "a suggestion"}}};

/// A fact about a member, as `host_fact` has it.
struct Fact {
  std::string source;  ///< "pairing.member_pair"
  std::string record;  ///< its record type
  std::int64_t id = 0;
  std::string held_on;
  std::string until_on;  ///< empty: none
  std::string grade;
};

/// Which facts count for which of the four: the settings of the district.
class OnesRule {
 public:
  /// `source` counts for the one of this index.
  void add(std::size_t one, std::string source) { ones_[std::move(source)][one] = true; }
  /// Facts of `source` count only with one of these grades.
  void limit(std::string source, std::vector<std::string> grades) { grades_[std::move(source)] = std::move(grades); }

  /// The first day of `year` on which the fact counts for the one of this index; nothing if it does not.
  /// A post and a pair hold from a day until another (without a last day: still); an activity and a suggestion without
  /// a last day happened on their day.
  [[nodiscard]] std::optional<std::string> counts_on(const Fact& fact, std::size_t one, int year) const;

  [[nodiscard]] bool knows(std::string_view source) const { return ones_.find(source) != ones_.end(); }
  [[nodiscard]] std::vector<std::string> sources() const;

 private:
  std::map<std::string, std::array<bool, ones_count>, std::less<>> ones_;
  std::map<std::string, std::vector<std::string>, std::less<>> grades_;
};

/// One of the four as it stands.
struct One {
  std::string on;  ///< empty: missing
  std::string by;  ///< "pairing.member_pair 12"
  bool operator==(const One&) const = default;
};

/// A member's four in a year.
struct Ones {
  std::array<One, ones_count> each;

  [[nodiscard]] int done() const;
  /// The day on which the last of them was done; empty while one is missing.
  [[nodiscard]] std::string completed_on() const;
  /// Those missing, in words; empty if none is.
  [[nodiscard]] std::string missing_zh() const;
  [[nodiscard]] std::string missing_en() const;
};

/// The earliest fact that counts for each; of several on a day the one that comes first by record type and id, so that
/// the order of the facts does not matter.
Ones ones_of(const std::vector<Fact>& facts, const OnesRule& rule, int year);

}  // namespace liufa::community
