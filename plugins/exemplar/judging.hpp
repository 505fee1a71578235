/// How the jurors' points become an entry's total. No host in here.
#pragma once

#include <cstdint>
#include <liufa/kit/rounding.hpp>
#include <vector>

namespace liufa::exemplar {

/// One juror's points for one entry, in hundredths.
struct Points {
  std::int64_t typicality = 0;
  std::int64_t effect = 0;
};

struct JudgingRules {
  std::int64_t typicality_weight = 5'000;  ///< hundredths of a percent; the two make up the whole
  std::int64_t effect_weight = 5'000;
  std::int64_t drop_from = 5;  ///< from so many jurors on the highest and the lowest are left out; 0: never
  int digits = 2;
  kit::Rounding rounding = kit::Rounding::nearest;
};

/// Means over the jurors that count, in hundredths; each rounded once from the exact number.
struct Verdict {
  std::int64_t typicality = 0;
  std::int64_t effect = 0;
  std::int64_t total = 0;
  std::int64_t scores = 0;  ///< jurors, those left out included
};

/// `points` must not be empty. Highest and lowest are those by weighted total; with fewer than three nobody is left
/// out.
Verdict judge(const JudgingRules& rules, const std::vector<Points>& points);

}  // namespace liufa::exemplar
