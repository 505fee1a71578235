/// A text for people. Part of method.hpp; the kit uses it without a host.
#pragma once

#include <string>

namespace liufa {

/// A text for people: Chinese first, both always given.
struct Text {
  std::string zh;
  std::string en;
};

}  // namespace liufa
