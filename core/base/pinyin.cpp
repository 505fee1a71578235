#include "base/pinyin.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace liufa::host {

namespace {

/// The usual characters by position, the thousands of rare ones beyond by search.
class Initials {
 public:
  Initials() : usual_(last_usual - first_usual + 1) {
    std::string_view rest = pinyin_data("initials.txt");
    while (!rest.empty()) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (line.size() < 3 || line.front() == '#') continue;
      const std::uint32_t letter = 1U << (line.front() - 'a');
      for (line.remove_prefix(2); !line.empty();) add(next_character(line), letter);
    }
    std::ranges::sort(rare_);
    // A character with several letters stands there once for each.
    std::vector<Rare> merged;
    for (const Rare& each : rare_)
      if (!merged.empty() && merged.back().first == each.first)
        merged.back().second |= each.second;
      else
        merged.push_back(each);
    rare_ = std::move(merged);
  }

  [[nodiscard]] std::uint32_t of(char32_t character) const {
    if (character < first_usual) return 0;
    if (character <= last_usual) return usual_[character - first_usual];
    const auto found = std::ranges::lower_bound(rare_, character, {}, &Rare::first);
    return found != rare_.end() && found->first == character ? found->second : 0;
  }

 private:
  using Rare = std::pair<char32_t, std::uint32_t>;
  static constexpr char32_t first_usual = 0x3007;
  static constexpr char32_t last_usual = 0x9FFF;

  void add(char32_t character, std::uint32_t letter) {
    if (character >= first_usual && character <= last_usual)
      usual_[character - first_usual] |= letter;
    else
      rare_.emplace_back(character, letter);
  }

  std::vector<std::uint32_t> usual_;
  std::vector<Rare> rare_;
};

}  // namespace

std::uint32_t pinyin_initials(char32_t character) {
  static const Initials all;
  return all.of(character);
}

}  // namespace liufa::host
