#include "services/report/markdown.hpp"

#include <fmt/format.h>

namespace liufa::host {

namespace {

/// Characters that mean something within a line, wherever they stand.
bool is_markup(char character) {
  return std::string_view("\\`*_[]{}<>&|~#!$").find(character) != std::string_view::npos;
}

/// What begins a line of a list, or a rule or a table: "+" and the point after a number only before a blank.
bool begins_block(char character, bool before_blank) {
  return std::string_view("-=:").find(character) != std::string_view::npos || (character == '+' && before_blank);
}

bool is_blank(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

bool is_control(char character) {
  const auto code = static_cast<unsigned char>(character);
  return code < 0x20 || code == 0x7f;
}

}  // namespace

std::string markdown_text(std::string_view text) {
  std::string markdown;
  bool only_digits = true;  // so far: “1. ” begins a numbered list
  bool blank = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char each = text[i];
    if (is_blank(each)) {
      blank = !markdown.empty();
      continue;
    }
    if (is_control(each)) continue;
    if (blank) markdown += ' ';
    const bool before_blank = i + 1 == text.size() || is_blank(text[i + 1]) || is_control(text[i + 1]);
    const bool of_number = only_digits && !blank && before_blank && (each == '.' || each == ')');
    if (is_markup(each) || of_number || (markdown.empty() && begins_block(each, before_blank))) markdown += '\\';
    only_digits = only_digits && !blank && each >= '0' && each <= '9';
    blank = false;
    markdown += each;
  }
  return markdown;
}

std::string markdown_table(const std::vector<std::string>& heads, const std::vector<bool>& right,
                           const std::vector<std::vector<std::string>>& rows) {
  std::string table = fmt::format("| {} |\n|", fmt::join(heads, " | "));
  for (const bool each : right) table += each ? "--:|" : "---|";
  for (const auto& row : rows) table += fmt::format("\n| {} |", fmt::join(row, " | "));
  return table + "\n";
}

}  // namespace liufa::host
