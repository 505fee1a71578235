#include "cli/story_values.hpp"

#include <charconv>
#include <sstream>

#include "base/clock.hpp"
#include "base/problem.hpp"

namespace liufa::host::cli {

namespace {

/// Quoted where CSV asks for it.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char each : text) quoted += each == '"' ? std::string("\"\"") : std::string(1, each);
  return quoted + '"';
}

}  // namespace

std::string plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

const Json& StoryValues::kept(const std::string& name) const {
  const auto found = kept_.find(name);
  if (found == kept_.end()) throw Problem("story.value", {{"value", name}});
  return found->second;
}

Json StoryValues::kept_or_null(const std::string& name) const {
  const auto found = kept_.find(name);
  return found == kept_.end() ? Json(nullptr) : found->second;
}

const Json& StoryValues::at_path(const std::string& path) const {
  std::istringstream parts(path);
  std::string part;
  std::getline(parts, part, '.');
  const Json* value = &kept(part);
  while (std::getline(parts, part, '.')) {
    std::size_t position = 0;
    const bool number = std::from_chars(part.data(), part.data() + part.size(), position).ec == std::errc{};
    if (value->is_array() && number && position < value->size())
      value = &(*value)[position];
    else if (value->is_object() && value->contains(part))
      value = &value->at(part);
    else
      throw Problem("story.value", {{"value", path}});
  }
  return *value;
}

Json StoryValues::substituted(const std::string& text) const {
  if (text.starts_with("${") && text.find('}') == text.size() - 1) return at_path(text.substr(2, text.size() - 3));
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("${", at);
    result += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) throw Problem("story.value", {{"value", text}});
    result += plain(at_path(text.substr(open + 2, close - open - 2)));
    at = close + 1;
  }
  return result;
}

Json StoryValues::share(const Json& of) {
  const std::int64_t percent = draw_.between(of.at(1).get<std::int64_t>(), of.at(2).get<std::int64_t>());
  const auto whole = filled(of.at(0)).get<double>();
  return static_cast<double>(static_cast<std::int64_t>(whole * static_cast<double>(percent) / 50.0)) / 2.0;
}

Json StoryValues::when(const Json& cases) {
  const auto found = cases.at(1).find(plain(filled(cases.at(0))));
  return found == cases.at(1).end() ? Json(nullptr) : filled(*found);
}

Json StoryValues::date(const Json& of) {
  const auto first = parse_date(plain(filled(of.at(0))));
  const auto last = parse_date(plain(filled(of.at(1))));
  if (!first || !last || *last < *first) throw Problem("story.value", {{"value", of.dump()}});
  return iso_date(*first + std::chrono::days{draw_.between(0, (*last - *first).count())});
}

const Json& StoryValues::list_of(const Json& value, Json& made) {
  if (const auto* text = value.is_string() ? value.get_ptr<const std::string*>() : nullptr)
    if (text->starts_with("${") && text->find('}') == text->size() - 1)
      return at_path(text->substr(2, text->size() - 3));
  return made = filled(value);
}

Json StoryValues::some(const Json& of) {
  Json made;
  const Json& list = list_of(of.at(0), made);
  const auto count = filled(of.at(1)).get<std::size_t>();
  if (count > list.size()) throw Problem("story.value", {{"value", of.dump()}});
  Json taken = Json::array();
  // Each is taken with the chance that what is still wanted has among those still left (selection sampling).
  for (std::size_t i = 0; taken.size() < count; ++i) {
    const auto left = static_cast<std::int64_t>(list.size() - i);
    if (draw_.between(1, left) > static_cast<std::int64_t>(count - taken.size())) continue;
    taken.push_back(of.size() > 2 ? list[i].at(of.at(2).get<std::string>()) : list[i]);
  }
  return taken;
}

Json StoryValues::filled(const Json& value) {
  if (value.is_string()) return substituted(value.get<std::string>());
  if (value.is_array()) {
    Json array = Json::array();
    for (const Json& each : value) array.push_back(filled(each));
    return array;
  }
  if (!value.is_object()) return value;
  if (value.size() == 1) {
    const std::string& name = value.begin().key();
    const Json& of = value.begin().value();
    if (name == "$integer") return draw_.between(of.at(0).get<std::int64_t>(), of.at(1).get<std::int64_t>());
    if (name == "$choose")
      return filled(of.at(static_cast<std::size_t>(draw_.between(0, static_cast<std::int64_t>(of.size()) - 1))));
    if (name == "$at") {
      Json made;
      const Json& list = list_of(of.at(0), made);
      const Json& found = list.at(filled(of.at(1)).get<std::size_t>() % list.size());
      return of.size() > 2 ? found.at(of.at(2).get<std::string>()) : found;
    }
    if (name == "$date") return date(of);
    if (name == "$some") return some(of);
    if (name == "$share") return share(of);
    if (name == "$when") return when(of);
    if (name == "$csv") return csv(of);
  }
  Json object = Json::object();
  for (const auto& [name, each] : value.items()) object[name] = filled(each);
  return object;
}

std::string StoryValues::csv(const Json& table) {
  std::string text;
  for (const auto& [name, unused] : table.at("columns").items()) text += (text.empty() ? "" : ",") + name;
  text += "\n";
  Lists lists;
  for (const auto& [name, list] : table.at("for").items()) lists.emplace_back(name, kept(list.get<std::string>()));
  csv_rows(table.at("columns"), lists, 0, text);
  return text;
}

void StoryValues::csv_rows(const Json& columns, const Lists& lists, std::size_t depth, std::string& text) {
  if (depth < lists.size()) {
    for (const Json& item : lists[depth].second) {
      keep(lists[depth].first, item);
      csv_rows(columns, lists, depth + 1, text);
    }
    return;
  }
  bool first = true;
  for (const auto& [name, value] : columns.items()) {
    text += (first ? "" : ",") + cell(plain(filled(value)));
    first = false;
  }
  text += "\n";
}

}  // namespace liufa::host::cli
