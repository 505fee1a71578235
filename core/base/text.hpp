/// A text for people, in the two languages of the project: Chinese first, both complete.
#pragma once

#include <string>

namespace liufa::host {

struct Text {
  std::string zh;
  std::string en;

  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
};

}  // namespace liufa::host
