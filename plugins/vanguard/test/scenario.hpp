/// What the scenario tests share: a branch with members, a rule set with an indicator of every kind, a year.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <liufa/testing.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::vanguard {

using testing::Answer;
using testing::Json;

/// The bundled methods, and the one of a few lines beside these tests.
inline std::vector<std::string> folders() { return {LIUFA_TEST_METHODS, VANGUARD_TEST_METHODS}; }

/// Waits until all events are handled, and those that the handlers made.
void settle(testing::District& district);

class Office {
 public:
  /// Two branches, the first with so many members, the second with one; the method enabled, no rules yet.
  explicit Office(int members = 3);

  testing::District district;
  std::int64_t branch = 0;
  std::int64_t other_branch = 0;
  std::vector<std::int64_t> members;  ///< of the first branch, codes M1, M2, …
  std::int64_t stranger = 0;          ///< of the second

  /// A draft with groups and indicators; returns its id.
  std::int64_t draft(std::string_view code = "R1", const Json& changes = Json::object());
  /// The same, in force.
  std::int64_t rules(std::string_view code = "R1", const Json& changes = Json::object());
  void indicator(std::int64_t rules, std::string_view code, std::string_view group, const Json& more);
  /// Sets the year up and starts it, with rules if there are none; returns its id.
  std::int64_t start(int year = 2026, const Json& more = Json::object());
  /// Rules and the year 2026, started.
  static constexpr const char* today = "2026-06-01";

  /// Hands in an entry, today's date unless `more` says otherwise.
  std::int64_t hand_in(std::int64_t member, std::string_view item, const Json& more = Json::object());
  /// The same, accepted (or reviewed and approved).
  std::int64_t accepted(std::int64_t member, std::string_view item, const Json& more = Json::object());
  /// So many entries alike, accepted.
  void earn(std::int64_t member, std::string_view item, int times);
  void step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields = Json::object());
  Json run(std::string_view action, const Json& input) { return district.run("vanguard", action, input); }

  /// To the appraisal, and through closing and counting to publicity.
  void publish(int year = 2026);
  /// And past the publicity to the end.
  void freeze(int year = 2026);
  std::int64_t year_id(int year = 2026);

  void settle() { vanguard::settle(district); }
  /// A member's index once all events are handled; null if there is none.
  Json index(std::int64_t member, int year = 2026);
  double total(std::int64_t member, int year = 2026) { return index(member, year).at("total").get<double>(); }

  /// An account with one post; act_as it to ask as that person.
  void account(std::string_view login, std::string_view role, std::int64_t organisation, std::int64_t member = 0);

  /// What the API answers to what should be refused: the English text.
  std::string refused_create(std::string_view record, const Json& fields);
  std::string refused_step(std::string_view record, std::int64_t id, std::string_view step,
                           const Json& fields = Json::object());
  std::string refused_update(std::string_view record, std::int64_t id, const Json& fields);
  std::string refused_run(std::string_view action, const Json& input);
};

/// Whether a refusal says so; the refusal is shown if not.
::testing::AssertionResult says(const std::string& refusal, std::string_view text);

}  // namespace liufa::vanguard
