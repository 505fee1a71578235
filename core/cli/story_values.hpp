/// The values of a story: what its steps have kept, and the texts and templates that refer to them.
///
///   "${name.field.0}"                that part of a kept value; inside a longer text, as text
///   {$integer: [low, high]}          one of low … high
///   {$choose: [a, b, …]}             one of these
///   {$date: [first, last]}           a day from first to last
///   {$some: [list, count, field]}    so many different elements, or their field, in the list's order
///   {$at: [list, position, field]}   the element at that position (the list starts again at its end), or its field
///   {$share: [number, low, high]}    low … high percent of a number, down to half a point
///   {$when: [key, {a: …, b: …}]}     the value under that key; nothing if it is not there
///   {$csv: {columns: {name: value}, for: {name: kept list}}}
///                                    CSV text with a row for each combination of the lists' elements
///
/// Draws come from the story's seed: the same story makes the same values everywhere.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "cli/draw.hpp"

namespace liufa::host::cli {

/// As text in a path, a query or a cell: a string as it is, nothing for null, else its JSON.
std::string plain(const Json& value);

class StoryValues {
 public:
  explicit StoryValues(std::uint64_t seed) : draw_(seed) {}

  void keep(const std::string& name, Json value) { kept_[name] = std::move(value); }

  /// What was kept under a name; throws Problem story.value if nothing was.
  [[nodiscard]] const Json& kept(const std::string& name) const;

  /// The same, or null.
  [[nodiscard]] Json kept_or_null(const std::string& name) const;

  /// What stands at a path, "name.field.0". Throws Problem story.value.
  [[nodiscard]] const Json& kept_at(const std::string& path) const { return at_path(path); }

  /// The value with everything that refers to others replaced. Throws Problem story.value.
  Json filled(const Json& value);

  Draw& draw() { return draw_; }

 private:
  using Lists = std::vector<std::pair<std::string, Json>>;

  /// A kept list itself, not a copy of it; one that is given in place is made in `made`.
  const Json& list_of(const Json& value, Json& made);
  Json substituted(const std::string& text) const;
  [[nodiscard]] const Json& at_path(const std::string& path) const;
  Json share(const Json& of);
  Json when(const Json& cases);
  Json date(const Json& of);
  Json some(const Json& of);
  std::string csv(const Json& table);
  void csv_rows(const Json& columns, const Lists& lists, std::size_t depth, std::string& text);

  Draw draw_;
  std::map<std::string, Json> kept_;
};

}  // namespace liufa::host::cli
