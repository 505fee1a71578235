/// Texts: for people, in the two languages of the project, and as bytes.
#pragma once

#include <string>
#include <string_view>

namespace liufa::host {

/// A text for people, Chinese first, both complete.
struct Text {
  std::string zh;
  std::string en;

  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
};

/// The length of the UTF-8 sequence that begins at `at`; 0 if it is none.
std::size_t sequence_length(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// Takes the first character off a text that is not empty; a byte that begins none is U+FFFD.
char32_t next_character(std::string_view& text);

}  // namespace liufa::host
