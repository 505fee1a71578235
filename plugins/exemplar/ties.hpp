/// Who has a place where equals compete for the last ones: the office decides among them and says why.
#pragma once

#include <cstdint>
#include <liufa/kit/ranking.hpp>
#include <liufa/method.hpp>
#include <string>
#include <vector>

namespace liufa::exemplar {

struct Contender {
  std::int64_t id = 0;
  std::string name;
  std::string decision;  ///< of the office, if there is one: "chosen", "passed"
};

/// The positions of those who have a place, best first. Refuses as long as one of those tied at the cut is undecided,
/// or when more are chosen than places are left.
std::vector<std::size_t> settle(const kit::Choice& choice, const std::vector<Contender>& contenders);

}  // namespace liufa::exemplar
