#include "base/search_word.hpp"

#include <algorithm>

#include "base/pinyin.hpp"
#include "base/text.hpp"

namespace liufa::host {

namespace {

constexpr std::uint64_t nothing = 0;
constexpr std::uint64_t left_out = ~std::uint64_t{0};

constexpr bool is_between(char32_t character, char32_t first, char32_t last) {
  return character >= first && character <= last;
}

/// Small letters, and those of the width that Chinese characters have as the others.
char32_t folded(char32_t character) {
  if (is_between(character, 0xFF01, 0xFF5E)) character -= 0xFF01 - 0x21;
  if (is_between(character, 'A', 'Z')) character += 'a' - 'A';
  return character;
}

void fold(std::string_view text, std::u32string& out) {
  out.clear();
  while (!text.empty()) out.push_back(folded(next_character(text)));
}

/// By what a character may be typed, a bit each: 26 letters and 10 digits.
std::uint64_t keys_of(char32_t character) {
  if (is_between(character, 'a', 'z')) return std::uint64_t{1} << (character - 'a');
  if (is_between(character, '0', '9')) return std::uint64_t{1} << (26 + character - '0');
  if (const std::uint32_t initials = pinyin_initials(character)) return initials;
  const bool is_mark = character < 0x80 || character == 0xB7 || is_between(character, 0x2000, 0x206F) ||
                       is_between(character, 0x3000, 0x303F) || is_between(character, 0xFF00, 0xFF65);
  return is_mark ? left_out : nothing;
}

}  // namespace

SearchWord::SearchWord(std::string_view word) {
  fold(word, folded_);
  const auto is_letter = [](char32_t each) { return is_between(each, 'a', 'z'); };
  const auto is_key = [&](char32_t each) { return is_letter(each) || is_between(each, '0', '9'); };
  if (std::ranges::all_of(folded_, is_key) && std::ranges::any_of(folded_, is_letter))
    for (const char32_t each : folded_) initials_.push_back(keys_of(each));
}

bool SearchWord::is_in(std::string_view text) const {
  // Asked for every row of a table: kept for their capacity.
  thread_local std::u32string characters;
  thread_local std::vector<std::uint64_t> keys;
  fold(text, characters);
  if (characters.find(folded_) != std::u32string::npos) return true;
  if (initials_.empty() || characters.size() < initials_.size()) return false;
  keys.clear();
  for (const char32_t each : characters)
    if (const std::uint64_t key = keys_of(each); key != left_out) keys.push_back(key);
  const auto fits = [](std::uint64_t key, std::uint64_t typed) { return (key & typed) != 0; };
  return std::search(keys.begin(), keys.end(), initials_.begin(), initials_.end(), fits) != keys.end();
}

}  // namespace liufa::host
