#include "services/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/problem.hpp"
#include "base/text.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_words = 8;
constexpr std::size_t longest = 200;
/// A title that refers to a record whose title refers to a member: no further.
constexpr std::size_t deepest = 2;

using TypeOf = std::function<const RecordType*(std::string_view)>;

bool is_searched(const Field* field) {
  return field && field->type == FieldType::text && !field->list && !field->is_sensitive();
}

/// The word in one of these fields; empty if none of them is a text.
std::string in_texts(const RecordType& type, const std::vector<std::string>& fields) {
  std::string columns;
  for (const std::string& each : fields)
    if (is_searched(type.field(each))) columns += fmt::format(", {}.{}", type.table, each);
  return columns.empty() ? "" : fmt::format("liufa_has_word({{0}}{})", columns);
}

/// Looked up by a set that is gathered once, not row by row.
void add_references(std::vector<SearchPart>& parts, const RecordType& type, const TypeOf& type_of,
                    const std::string& frame, const std::vector<std::string>& before) {
  for (const std::string& name : type.title) {
    const Field* field = type.field(name);
    const RecordType* other = field && field->is_reference() && !field->list ? type_of(field->record) : nullptr;
    if (!other || before.size() == deepest) continue;
    std::vector<std::string> tables = before;
    tables.push_back(other->table);
    const std::string within = fmt::format(
        fmt::runtime(frame),
        fmt::format("{}.{} IN (SELECT {}.id FROM {} WHERE {{0}})", type.table, name, other->table, other->table));
    if (const std::string texts = in_texts(*other, other->title); !texts.empty())
      parts.push_back({tables, fmt::format(fmt::runtime(within), texts)});
    add_references(parts, *other, type_of, within, tables);
  }
}

}  // namespace

std::vector<SearchPart> search_parts(const RecordType& type, const TypeOf& type_of) {
  std::vector<std::string> own = type.title;
  for (const std::string& each : type.key)
    if (std::ranges::find(own, each) == own.end()) own.push_back(each);
  std::vector<SearchPart> parts;
  if (const std::string texts = in_texts(type, own); !texts.empty()) parts.push_back({{}, texts});
  add_references(parts, type, type_of, "{0}", {});
  return parts;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const std::string_view whole = text;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t character = next_character(text);
    // Chinese keyboards give a wide space.
    if (character > ' ' && character != 0x3000) {
      word += before.substr(0, before.size() - text.size());
      if (!text.empty()) continue;
    }
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  }
  if (words.size() > most_words || whole.size() > longest)
    throw Problem("list.search", {{"words", std::to_string(most_words)},
                                  {"length", std::to_string(longest)},
                                  {"found", whole.substr(0, longest)}})
        .at_field("q");
  return words;
}

}  // namespace liufa::host
