/// Needs as claims see them.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>

namespace liufa::community {

struct Need {
  std::int64_t id = 0;
  std::string state;
  std::int64_t community = 0;
  std::int64_t kind = 0;
  std::int64_t people = 0;
  std::int64_t taken = 0;
  std::string ends_on;  ///< empty: a standing post
};

/// The need that an opening publishes; nothing if it publishes an activity.
std::optional<Need> need_of_opening(Call& call, std::int64_t opening);
Need need_of(Call& call, std::int64_t id);

/// Counts a need's people anew when one of its claims changes, and fills or vacates it. `own` is that claim, `counts`
/// whether it will count. In a write.
void recount_need(Call& call, std::int64_t need, std::int64_t own, bool counts);

/// Opens or closes what is published, if it is not so already. In a write.
void publish(Call& call, std::int64_t opening, bool open);

}  // namespace liufa::community
