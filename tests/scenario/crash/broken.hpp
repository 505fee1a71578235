/// What the test throws when the host did not keep what it promised.
#pragma once

#include <stdexcept>

namespace liufa::crash {

class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace liufa::crash
