/// A contest as it stands, and the checks that its stages impose on what belongs to it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <liufa/kit/rounding.hpp>
#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::exemplar {

struct Contest {
  std::int64_t id = 0;
  std::int64_t year = 0;
  std::string name;
  std::string state;
  std::string entries_until;
  std::int64_t typicality_weight = 0;  ///< hundredths of a percent; the two make up the whole
  std::int64_t effect_weight = 0;
  std::int64_t places = 0;
  std::int64_t jurors_least = 0;
  std::int64_t drop_from = 0;  ///< 0: the highest and the lowest count too
  int digits = 2;
  kit::Rounding rounding = kit::Rounding::nearest;
  std::int64_t entries_each = 0;
};

/// Throws std::invalid_argument if there is none: references are checked before.
Contest read_contest(Call& call, std::int64_t id);

/// Refuses unless the contest is in one of these stages. `what` names what is not possible now.
void require_stage(const Contest& contest, std::initializer_list<std::string_view> expected, const Text& what);

}  // namespace liufa::exemplar
