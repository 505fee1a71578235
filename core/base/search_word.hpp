/// One word that somebody types to find a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

class SearchWord {
 public:
  explicit SearchWord(std::string_view word);

  /// Whether the word stands somewhere in a text, be its letters small or capital, wide or not; or, if it is one of
  /// Latin letters (and digits), whether these are the first letters of characters that follow one another: "dzb" is in
  /// 城北村党支部. Marks between the characters don't count. Any thread.
  [[nodiscard]] bool is_in(std::string_view text) const;

 private:
  std::u32string folded_;
  std::vector<std::uint64_t> initials_;  ///< empty if the word can't be any
};

}  // namespace liufa::host
