#include "directory/id_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "base/problem.hpp"

namespace liufa::host {

char id_number_check(std::string_view digits) {
  static constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  static constexpr std::string_view characters = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  return characters[static_cast<std::size_t>(sum % 11)];
}

IdNumber read_id_number(std::string_view text) {
  std::string number(text);
  if (!number.empty() && number.back() == 'x') number.back() = 'X';
  const bool digits = number.size() == 18 && std::all_of(number.begin(), number.end() - 1,
                                                         [](char each) { return each >= '0' && each <= '9'; });
  if (!digits) throw Problem("id_number.length", {{"found", std::to_string(text.size())}});
  const std::string born_on = fmt::format("{}-{}-{}", number.substr(6, 4), number.substr(10, 2), number.substr(12, 2));
  if (!parse_date(born_on)) throw Problem("id_number.date", {{"found", born_on}});
  if (number.back() != id_number_check(number)) throw Problem("id_number.check");
  return {number, born_on, (number[16] - '0') % 2 == 1 ? "1" : "2"};
}

}  // namespace liufa::host
