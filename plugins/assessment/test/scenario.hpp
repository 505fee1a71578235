/// What the scenario tests share: a small district with a standard of every scoring kind.
#pragma once

#include <cstdint>
#include <liufa/testing.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::assessment {

using testing::Answer;
using testing::Json;

class Office {
 public:
  /// A working committee with departments and a branch below each, and the method enabled unless it comes later.
  explicit Office(int departments = 4, bool enabled = true);

  testing::District district;
  std::int64_t committee = 0;
  std::vector<std::int64_t> branches;  ///< codes B1, B2, …

  /// The draft of a standard with one item of each kind, 100 points; returns its id.
  std::int64_t draft(std::string_view code = "2026", int year = 2026, const Json& rules = Json::object());
  /// The same, published.
  std::int64_t standard(std::string_view code = "2026", int year = 2026, const Json& rules = Json::object());

  /// Opens 2026 for all branches; returns the campaign.
  std::int64_t open();
  std::int64_t sheet(std::int64_t branch);
  /// Scores every item of a branch with full points, but `judged` points for item 1.1.
  void score(std::int64_t branch, std::string_view stage, std::string_view judged, bool submit);
  /// Takes all branches to the end of the review; branch n gets judged points `judged[n]`.
  void review_all(const std::vector<std::string>& judged);
  Json compute();
  /// One branch's result.
  Json result(std::int64_t branch);

  Json run(std::string_view action, const Json& input) { return district.run("assessment", action, input); }
  /// What the API answers to a step, a new record, a change or an action that should be refused.
  Answer try_step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields = Json::object());
  Answer try_create(std::string_view record, const Json& fields);
  Answer try_update(std::string_view record, std::int64_t id, const Json& fields);
  /// The text with which an action is refused; empty if it succeeds.
  std::string refusal(std::string_view action, const Json& input);

  std::int64_t campaign = 0;
};

}  // namespace liufa::assessment
