#include "merits.hpp"

#include <map>
#include <string>
#include <vector>

#include "fields.hpp"

namespace liufa::exemplar {
namespace {

/// What was found of one kind of fact. Quantities are in hundredths.
struct Found {
  std::int64_t ever = 0;
  std::int64_t in_year = 0;
  std::int64_t sum = 0;
  std::int64_t latest = 0;
};

std::vector<std::string> parts_of(const std::string& line) {
  std::vector<std::string> parts{""};
  for (const char each : line) {
    if (each == '|')
      parts.emplace_back();
    else
      parts.back() += each;
  }
  return parts;
}

std::map<std::string, Found, std::less<>> read_facts(Call& call, std::int64_t member, std::int64_t year) {
  std::map<std::string, Found, std::less<>> facts;
  const std::string of_year = std::to_string(year) + "-";
  call.query("SELECT source, held_on, quantity FROM host_fact WHERE member = $1 ORDER BY held_on, source, id", {member},
             [&](const Row& row) {
               Found& found = facts[std::string(row.text(0))];
               ++found.ever;
               found.latest = row.integer(2);
               if (!row.text(1).starts_with(of_year)) return;
               ++found.in_year;
               found.sum += row.integer(2);
             });
  return facts;
}

std::string value_of(const Found& found, const std::string& way) {
  if (way == "latest") return kit::decimal_text(found.latest);
  if (way == "sum") return found.in_year == 0 ? "" : kit::decimal_text(found.sum);
  const std::int64_t count = way == "ever" ? found.ever : found.in_year;
  return count == 0 ? "" : std::to_string(count);
}

}  // namespace

Text known_merits(Call& call, std::int64_t member, std::int64_t year) {
  const auto facts = read_facts(call, member, year);
  Text text;
  for (const std::string& line : words_of(call.settings(), "merit_facts")) {
    const auto parts = parts_of(line);
    const auto found = facts.find(parts.front());
    if (parts.size() != 4 || found == facts.end()) continue;
    const std::string value = value_of(found->second, parts[1]);
    if (value.empty()) continue;
    text.zh += (text.zh.empty() ? "" : "；") + parts[2] + " " + value;
    text.en += (text.en.empty() ? "" : "; ") + parts[3] + " " + value;
  }
  return text;
}

void note_merits(Change& change, std::int64_t member, std::int64_t year) {
  const Text known = known_merits(change, member, year);
  change.set("known", known.zh.empty() ? Json() : Json(known.zh));
  change.set("known_en", known.en.empty() ? Json() : Json(known.en));
}

}  // namespace liufa::exemplar
