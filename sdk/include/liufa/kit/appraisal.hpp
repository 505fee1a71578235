/// Democratic appraisal (民主评议): from the parts to a score, from scores to grades by threshold, with at most a share
/// in the best grade and ties there reported.
///
/// Source: 中国共产党支部工作条例（试行） (2018) on the yearly 民主评议党员; parts, weights, thresholds and the share
/// of 优秀 vary by district and year (check): they are arguments, with no defaults. For the score from parts see
/// weighting.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "liufa/kit/quota.hpp"
#include "liufa/kit/ranking.hpp"
#include "liufa/kit/weighting.hpp"
#include "liufa/text.hpp"

namespace liufa::kit {

/// Grades with the least score of each, the best first; the last has no threshold: {优秀 90, 合格 75, 基本合格 60}
/// makes four grades 0…3. Scores and thresholds in the same unit (hundredths of a point, as published).
struct GradeScale {
  std::vector<std::int64_t> least;
  std::optional<std::int64_t> best_share;   ///< percent with two digits who may have the best grade; no limit if empty
  Rounding best_rounding = Rounding::down;  ///< "at most": of 23 members 30 % is 6
};

/// The grade of a score by threshold alone, 0 the best.
inline std::size_t grade_of(const GradeScale& scale, std::int64_t score) {
  const auto found =
      std::find_if(scale.least.begin(), scale.least.end(), [&](std::int64_t least) { return score >= least; });
  return static_cast<std::size_t>(found - scale.least.begin());
}

/// One person or organisation that is graded.
struct Appraised {
  std::int64_t score = 0;
  std::optional<std::size_t> decided;  ///< the grade that people decided on instead, with their reason, outside
};

struct Graded {
  std::size_t by_score = 0;  ///< by threshold alone
  std::size_t grade = 0;     ///< decided, or by threshold and share
  bool tied_at_cut = false;  ///< equal to others for whom the places in the best grade do not suffice: people decide
};

struct Grading {
  std::vector<Graded> people;      ///< in the order given
  std::int64_t best_places = 0;    ///< how many the share allows
  std::int64_t decided_above = 0;  ///< more were decided into the best grade than the share allows: so many
};

/// Grades all of one organisation or year together. Whom people decided on keeps that grade and takes a place in the
/// best one first; the other places go by score, equals only as a whole; who reached the threshold but has no place
/// gets the second grade. `entitled` is the count that the share is taken of, if not those given (members who were not
/// appraised).
inline Grading grade_all(const GradeScale& scale, const std::vector<Appraised>& people,
                         std::optional<std::int64_t> entitled = {}) {
  Grading grading;
  const std::int64_t count = entitled.value_or(static_cast<std::int64_t>(people.size()));
  grading.best_places = scale.best_share ? quota(count, *scale.best_share, scale.best_rounding) : count;
  std::vector<std::size_t> open;
  std::vector<std::int64_t> scores;
  std::int64_t taken = 0;
  for (std::size_t at = 0; at < people.size(); ++at) {
    const std::size_t by_score = grade_of(scale, people[at].score);
    grading.people.push_back({by_score, people[at].decided.value_or(by_score), false});
    if (grading.people[at].grade != 0) continue;
    if (people[at].decided) {
      ++taken;
      continue;
    }
    open.push_back(at);
    scores.push_back(people[at].score);
  }
  if (!scale.best_share) return grading;
  grading.decided_above = std::max<std::int64_t>(0, taken - grading.best_places);
  const Choice choice = choose_top(scores, grading.best_places - taken);
  for (const std::size_t at : open) grading.people[at].grade = 1;
  for (const std::size_t at : choice.taken) grading.people[open[at]].grade = 0;
  for (const std::size_t at : choice.tied_at_cut) grading.people[open[at]].tied_at_cut = true;
  return grading;
}

/// Whose part of an appraisal a rating is.
enum class RatingPart : std::uint8_t { self, others };

/// Refused if somebody rates themselves as one of the others, or others as themselves. Raters and targets are members'
/// ids; the rater comes from the session, never from the form.
inline std::optional<Text> check_rating(std::int64_t rater, std::int64_t target, RatingPart part) {
  if ((rater == target) == (part == RatingPart::self)) return std::nullopt;
  if (part == RatingPart::self)
    return Text{"自评只能由本人填写", "a self-appraisal is expected from the person appraised, nobody else"};
  return Text{"互评、测评不能评本人，请填写自评",
              "nobody rates themselves as one of the others: use the self-appraisal instead"};
}

}  // namespace liufa::kit
