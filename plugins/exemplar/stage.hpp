/// The stages of a round or a contest, and the refusal of what is not possible in the present one.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::exemplar {

/// A state with its names, as in method.yaml.
struct Stage {
  std::string_view id;
  Text name;
};

/// Refuses on `field` unless `state` is one of `expected`. `whole` is the name of the round or contest, `what` what is
/// not possible now.
inline void require_stage(const std::string& field, const std::string& whole, std::string_view state,
                          const std::vector<Stage>& stages, std::initializer_list<std::string_view> expected,
                          const Text& what) {
  if (std::find(expected.begin(), expected.end(), state) != expected.end()) return;
  Text wanted;
  Text found;
  for (const Stage& each : stages) {
    if (each.id == state) found = each.name;
    if (std::find(expected.begin(), expected.end(), each.id) == expected.end()) continue;
    wanted.zh += (wanted.zh.empty() ? "" : "、") + each.name.zh;
    wanted.en += (wanted.en.empty() ? "" : ", ") + each.name.en;
  }
  Call::refuse(field,
               {"“" + whole + "”处于“" + found.zh + "”阶段，" + what.zh + "应在“" + wanted.zh + "”阶段",
                what.en + " is expected in the stage " + wanted.en + "; “" + whole + "” is in the stage " + found.en});
}

}  // namespace liufa::exemplar
