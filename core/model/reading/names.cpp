#include "model/reading/names.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace liufa::host::reading {

namespace {

constexpr std::size_t longest_identifier = 40;

// Reserved in SQLite or in PostgreSQL, or both; see their lists of keywords. A field's column bears the field's name
// and method authors write it unquoted, so such a name would work in no query. The last are columns of PostgreSQL's
// own.
constexpr std::string_view sql_words =
    " "
    "add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between binary both "
    "case cast check collate collation column commit concurrently constraint create cross current_catalog "
    "current_date current_role current_schema current_time current_timestamp current_user default deferrable delete "
    "desc distinct do drop else end escape except exists false fetch for foreign freeze from full grant group "
    "having ilike in index initially inner insert intersect into is isnull join lateral leading left like limit "
    "localtime localtimestamp natural not nothing notnull null offset oid on only or order outer overlaps placing "
    "primary raise references returning right rowid select session_user set similar some symmetric table "
    "tablesample then to trailing transaction true union unique update user using values variadic verbose when "
    "where window with cmax cmin ctid tableoid xmax xmin ";

bool is_lower(char character) { return character >= 'a' && character <= 'z'; }
bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_identifier_character(char character) { return is_lower(character) || is_digit(character) || character == '_'; }

std::vector<std::string_view> split_at_points(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0;;) {
    const std::size_t point = text.find('.', from);
    parts.push_back(text.substr(from, point - from));
    if (point == std::string_view::npos) return parts;
    from = point + 1;
  }
}

/// Insertions, deletions and replacements that lead from one to the other (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

bool is_option_id(std::string_view text) {
  return !text.empty() && text.size() <= longest_identifier && text.front() != '_' &&
         std::all_of(text.begin(), text.end(), is_identifier_character);
}

bool is_identifier(std::string_view text) { return is_option_id(text) && is_lower(text.front()); }

bool is_dotted(std::string_view text, std::size_t count) {
  const auto parts = split_at_points(text);
  return parts.size() == count && std::all_of(parts.begin(), parts.end(), is_identifier);
}

bool is_version(std::string_view text) {
  const auto parts = split_at_points(text);
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && part.size() <= 9 && std::all_of(part.begin(), part.end(), is_digit) &&
                  (part.size() == 1 || part.front() != '0');
         });
}

bool is_reserved_field(std::string_view id) {
  // The last stands beside a record's fields in answers.
  constexpr std::array own = {"id", "version", "state", "created_at", "updated_at", "titles"};
  return std::find(own.begin(), own.end(), id) != own.end() ||
         sql_words.find(" " + std::string(id) + " ") != std::string_view::npos;
}

bool is_reserved_method(std::string_view id) {
  const std::string_view first = id.substr(0, id.find('_'));
  return first == "sqlite" || first == "pg" || first == "liufa" || first == "core" || id == "host";
}

const std::vector<std::string_view>& roles() {
  static const std::vector<std::string_view> all = {"office",  "secretary",  "member", "community",
                                                    "auditor", "discipline", "admin",  "security"};
  return all;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  if (word.size() > longest_identifier) return best;
  for (const std::string_view each : known) {
    if (const std::size_t steps = distance(word, each); steps < least) {
      least = steps;
      best = each;
    }
  }
  return best;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view each : words) {
    if (!text.empty()) text += ", ";
    text += each;
  }
  return text;
}

}  // namespace liufa::host::reading
