#include "model/reading/entry.hpp"

#include <algorithm>
#include <charconv>
#include <regex>
#include <set>

#include "model/reading/keys.hpp"
#include "model/reading/names.hpp"

namespace liufa::host::reading {

namespace {

// More help nobody, and an answer must stay of a readable size.
constexpr std::size_t most_parts = 200;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

/// What YAML's core schema resolves to a boolean or a number.
bool is_literal(const std::string& scalar) {
  static const std::regex literal(
      "true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|"
      "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  // The longest literal is far shorter; std::regex recurses once a character.
  return scalar.size() <= 100 && std::regex_match(scalar, literal);
}

template <typename Number>
std::optional<Number> whole(std::string_view digits) {
  Number number{};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// Unlike YAML's: without leading zeros, so that a number can go into JSON as it is written.
bool is_json_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return whole<std::uint64_t>(text) && (text.size() == 1 || text.front() != '0');
}

std::vector<std::string_view> names_of(const ManifestObject& object) {
  std::vector<std::string_view> names;
  for (const ManifestKey& key : object.keys) names.push_back(key.name);
  return names;
}

}  // namespace

std::size_t line_of(const YAML::Node& node) {
  const YAML::Mark mark = node.Mark();
  return mark.is_null() ? 1 : static_cast<std::size_t>(mark.line) + 1;
}

void Findings::raise(std::string_view file_name) {
  if (problems_.empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const Problem& left, const Problem& right) { return left.line() < right.line(); });
  Problem all("manifest.invalid", {{"file", file_name}, {"count", std::to_string(problems_.size())}});
  for (std::size_t i = 0; i < std::min(problems_.size(), most_parts); ++i) all.with(std::move(problems_[i]));
  throw all;
}

Entry::Entry(YAML::Node node, std::string path, std::size_t key_line, Findings& findings)
    : node_(std::move(node)),
      path_(std::move(path)),
      line_(node_.IsScalar() && !node_.Scalar().empty() ? line_of(node_) : key_line),
      findings_(&findings) {}

bool Entry::is_plain() const { return node_.IsScalar() && node_.Tag() == "?"; }

bool Entry::is_plain_null() const {
  if (!is_plain()) return false;
  const std::string& scalar = node_.Scalar();
  return scalar.empty() || scalar == "~" || scalar == "null" || scalar == "Null" || scalar == "NULL";
}

bool Entry::is_other_than_text() const { return is_null() || (is_plain() && is_literal(node_.Scalar())); }

bool Entry::is_empty_text() const { return node_.IsScalar() && !is_plain() && node_.Scalar().empty(); }

std::string Entry::found() const {
  if (node_.IsMap()) return "{…}";
  if (node_.IsSequence()) return "[…]";
  if (is_empty_text()) return "\"\"";
  return is_null() ? "~" : node_.Scalar();
}

void Entry::refuse(std::string_view code, const Argument& first, const Argument& second, const Argument& third) const {
  const std::string_view where = path_.empty() ? "/" : std::string_view(path_);
  findings_->add(Problem(code, {{"where", where}, first, second, third}).at_field(path_).at_line(line_));
}

std::optional<std::string> Entry::text() const {
  if (!node_.IsScalar() || is_other_than_text() || is_blank(node_.Scalar())) {
    refuse("manifest.expect_text", {"found", found()});
    return std::nullopt;
  }
  return node_.Scalar();
}

std::optional<bool> Entry::boolean() const {
  const std::string scalar = is_plain() ? node_.Scalar() : "";
  if (scalar == "true") return true;
  if (scalar == "false") return false;
  refuse("manifest.expect_boolean", {"found", found()});
  return std::nullopt;
}

std::optional<std::int64_t> Entry::integer() const {
  const auto number = is_plain() ? whole<std::int64_t>(node_.Scalar()) : std::nullopt;
  if (!number) refuse("manifest.expect_integer", {"found", found()});
  return number;
}

std::optional<std::int64_t> Entry::scaled(int scale) const {
  const std::string scalar = is_plain() ? node_.Scalar() : "";
  const std::size_t point = std::min(scalar.find('.'), scalar.size());
  std::string fraction = scalar.substr(std::min(point + 1, scalar.size()));
  const auto not_a_digit = [](char character) { return character < '0' || character > '9'; };
  if (point + 1 == scalar.size() || !is_json_integer(scalar.substr(0, point)) ||
      std::any_of(fraction.begin(), fraction.end(), not_a_digit)) {
    refuse("manifest.expect_number", {"found", found()});
    return std::nullopt;
  }
  if (fraction.size() > static_cast<std::size_t>(scale)) {
    refuse("manifest.scale", {"found", scalar}, {"scale", std::to_string(scale)});
    return std::nullopt;
  }
  fraction.resize(static_cast<std::size_t>(scale), '0');
  const auto number = whole<std::int64_t>(scalar.substr(0, point) + fraction);
  if (!number) refuse("manifest.expect_number", {"found", scalar});
  return number;
}

std::optional<std::string> Entry::identifier() const {
  const auto name = text();
  if (name && is_identifier(*name)) return name;
  if (name) refuse("manifest.identifier", {"found", *name});
  return std::nullopt;
}

std::optional<std::string> Entry::one_of(const std::vector<std::string_view>& words) const {
  const auto word = text();
  if (!word || std::find(words.begin(), words.end(), *word) != words.end()) return word;
  refuse("manifest.word", {"found", *word}, {"known", joined(words)});
  return std::nullopt;
}

Text Entry::texts() const {
  if (!node_.IsMap()) {
    refuse("manifest.expect_texts", {"found", found()});
    return {};
  }
  const Section section(*this, "text");
  return {section.text("zh"), section.text("en")};
}

std::vector<Entry> Entry::items() const {
  std::vector<Entry> items;
  if (!node_.IsSequence()) {
    refuse("manifest.expect_list", {"found", found()});
    return items;
  }
  for (const auto& item : node_) {
    const std::size_t line = item.Mark().is_null() ? line_ : line_of(item);
    items.emplace_back(item, path_ + "[" + std::to_string(items.size()) + "]", line, *findings_);
  }
  return items;
}

std::vector<Member> Entry::distinct_items() const {
  std::vector<Member> distinct;
  std::set<std::string> seen;
  for (const Entry& item : items()) {
    const auto text = item.text();
    if (!text) continue;
    if (seen.insert(*text).second)
      distinct.emplace_back(*text, item);
    else
      item.refuse("manifest.twice", {"found", *text});
  }
  return distinct;
}

std::vector<Member> Entry::some_items() const {
  if (is_list() && node_.size() == 0) refuse("manifest.empty");
  return distinct_items();
}

std::vector<Member> Entry::members() const {
  std::vector<Member> members;
  if (!node_.IsMap()) {
    refuse("manifest.expect_map", {"found", found()});
    return members;
  }
  for (const auto& member : node_) {
    const std::string& key = member.first.Scalar();
    members.emplace_back(
        key, Entry(member.second, path_.empty() ? key : path_ + "." + key, line_of(member.first), *findings_));
  }
  return members;
}

std::vector<Member> Entry::identified_members() const {
  auto all = members();
  for (const auto& [key, entry] : all)
    if (!is_identifier(key)) entry.refuse("manifest.identifier", {"found", key});
  return all;
}

std::optional<Entry> Entry::member(std::string_view key) const {
  if (!node_.IsMap()) return std::nullopt;
  for (const auto& each : node_) {
    const std::string& name = each.first.Scalar();
    if (name == key)
      return Entry(each.second, path_.empty() ? name : path_ + "." + name, line_of(each.first), *findings_);
  }
  return std::nullopt;
}

Section::Section(const Entry& entry, std::string_view kind) : entry_(entry) {
  if (entry.is_map())
    check_keys(object_of(kind));
  else
    entry.refuse("manifest.expect_map", {"found", entry.found()});
}

void Section::check_keys(const ManifestObject& object) const {
  const auto known = names_of(object);
  for (const auto& [key, entry] : entry_.members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (const std::string_view near = nearest(key, known); !near.empty())
      entry.refuse("manifest.unknown_key_near", {"nearest", near}, {"known", joined(known)});
    else
      entry.refuse("manifest.unknown_key", {"known", joined(known)});
  }
  for (const ManifestKey& key : object.keys)
    if (key.required && !entry_.member(key.name)) entry_.refuse("manifest.missing", {"key", key.name});
}

bool Section::flag(std::string_view key) const {
  const auto entry = find(key);
  return entry && entry->boolean().value_or(false);
}

Text Section::texts(std::string_view key) const {
  const auto entry = find(key);
  return entry ? entry->texts() : Text{};
}

std::string Section::text(std::string_view key) const {
  const auto entry = find(key);
  return entry ? entry->text().value_or("") : "";
}

}  // namespace liufa::host::reading
