/// The four criteria “四化”: which of them somebody meets by what is known. What is not known is said, not guessed.
#pragma once

#include <liufa/method.hpp>
#include <string>
#include <vector>

#include "people.hpp"

namespace liufa::cadre {

struct Criteria {
  std::vector<std::string> met;
  std::vector<std::string> unmet;
  std::vector<std::string> unknown;
  std::vector<Text> why;  ///< one for each of `unmet`
};

/// Those that the setting `criteria` asks for, as of today.
Criteria check_criteria(Call& call, const Member& member);

/// The position of a level of education, 0 the lowest; -1 if it is not known.
int education_rank(std::string_view level);

}  // namespace liufa::cadre
