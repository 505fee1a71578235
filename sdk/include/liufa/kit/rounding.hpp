/// How a number that does not come out even is rounded; a setting of the method, never a constant in its code.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace liufa::kit {

/// `down` towards less (舍去: "at most 30 %"), `nearest` half up (四舍五入), `half_even` half to the
/// even neighbour (GB/T 8170-2008, 四舍六入五成双), `up` towards more (进一: "not fewer than 20 %").
enum class Rounding : std::uint8_t { down, nearest, half_even, up };

/// The words under which a setting names them, in the enumerators' order.
inline constexpr std::array<std::string_view, 4> rounding_words{"down", "nearest", "half_even", "up"};

/// The rounding of that name; nothing if it is none of `rounding_words`.
inline std::optional<Rounding> rounding_of(std::string_view word) {
  for (std::size_t at = 0; at < rounding_words.size(); ++at)
    if (rounding_words[at] == word) return static_cast<Rounding>(at);
  return std::nullopt;
}

}  // namespace liufa::kit
