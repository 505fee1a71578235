#include "services/report/tag.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <sstream>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::array plain_words{"period",   "previous_period", "year",  "bracketed_year",
                                 "district", "organisation",    "today", "sections"};

Problem bad(const std::string& tag, const Text& expected) {
  return Problem("report.tag", {{"tag", tag}, {"expected", expected}});
}

std::optional<Tag::Kind> kind_of(const std::string& word) {
  static const std::map<std::string_view, Tag::Kind> kinds{
      {"figures", Tag::Kind::figures}, {"table", Tag::Kind::table}, {"list", Tag::Kind::list},
      {"names", Tag::Kind::names},     {"count", Tag::Kind::count}, {"section", Tag::Kind::section}};
  const auto found = kinds.find(word);
  return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

Tag::Part part_of(const std::string& tag, const std::string& word) {
  static const std::map<std::string_view, Tag::Part> parts{
      {"number", Tag::Part::number},         {"previous", Tag::Part::previous}, {"change", Tag::Part::change},
      {"difference", Tag::Part::difference}, {"percent", Tag::Part::percent},   {"name", Tag::Part::name}};
  const auto found = parts.find(word);
  if (found == parts.end())
    throw bad(tag, {"number、previous、change、difference、percent 或 name",
                    "number, previous, change, difference, percent or name"});
  return found->second;
}

Query filters_in(const std::string& tag, std::string_view text) {
  Query filters;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos)
      throw bad(tag, {"形如 state=active&limit=10 的筛选条件", "filters such as state=active&limit=10"});
    std::string value;
    try {
      Poco::URI::decode(std::string(pair.substr(equals + 1)), value);
    } catch (const Poco::Exception&) {
      throw bad(tag, {"百分号后两位十六进制数字", "two hexadecimal digits after a per cent sign"});
    }
    filters[std::string(pair.substr(0, equals))] = value;
  }
  return filters;
}

void take_source(Tag& tag, const std::string& text, const std::vector<std::string>& words) {
  const bool single = tag.kind == Tag::Kind::count;
  if (words.size() < (single ? 2U : 3U))
    throw bad(text, {"来源（指标或记录类型）和字段", "a source (figure or record type) and fields"});
  const std::size_t question = words[1].find('?');
  tag.name = words[1].substr(0, question);
  if (question != std::string::npos) tag.filters = filters_in(text, std::string_view(words[1]).substr(question + 1));
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    tag.columns.push_back({words[i].substr(0, equals), equals == std::string::npos ? "" : words[i].substr(equals + 1)});
  }
}

}  // namespace

Tag parse_tag(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(std::move(word));
  if (words.empty()) throw bad(text, {"标签内容", "something in the tag"});
  Tag tag;
  tag.name = words[0];
  if (const auto kind = kind_of(words[0])) {
    tag.kind = *kind;
    if (*kind == Tag::Kind::figures) {
      if (words.size() < 2) throw bad(text, {"至少一个指标", "one figure at least"});
      tag.names.assign(words.begin() + 1, words.end());
    } else if (*kind == Tag::Kind::section) {
      if (words.size() != 2) throw bad(text, {"一种工作法", "one method"});
      tag.name = words[1];
    } else {
      take_source(tag, text, words);
    }
    return tag;
  }
  if (words[0].find('.') != std::string::npos) {
    if (words.size() > 2) throw bad(text, {"指标后至多一个词", "one word at most after a figure"});
    tag.kind = Tag::Kind::figure;
    if (words.size() == 2) tag.part = part_of(text, words[1]);
    return tag;
  }
  const bool known = std::find(plain_words.begin(), plain_words.end(), words[0]) != plain_words.end();
  if (!known || words.size() > 1)
    throw bad(text, {"指标（方法.指标）或 figures、table、list、names、count、section、sections、period 等",
                     "a figure (METHOD.FIGURE), or figures, table, list, names, count, section, sections, period, …"});
  tag.kind = words[0] == "sections" ? Tag::Kind::sections : Tag::Kind::word;
  return tag;
}

}  // namespace liufa::host
