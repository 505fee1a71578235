#include "scores_text.hpp"

#include "fields.hpp"

namespace liufa::assessment {
namespace {

/// Splits CSV (RFC 4180) into rows of cells; empty lines are left out.
std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row{""};
  bool quoted = false;
  const auto end_row = [&] {
    if (row.size() > 1 || !row.front().empty()) rows.push_back(row);
    row = {""};
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char each = text[at];
    if (quoted) {
      const bool doubled = each == '"' && at + 1 < text.size() && text[at + 1] == '"';
      if (each == '"' && !doubled)
        quoted = false;
      else
        row.back() += each;
      if (doubled) ++at;
    } else if (each == '"') {
      quoted = true;
    } else if (each == ',') {
      row.emplace_back();
    } else if (each == '\n') {
      end_row();
    } else if (each != '\r') {
      row.back() += each;
    }
  }
  end_row();
  return rows;
}

constexpr std::string_view known[] = {"organisation", "item",     "points", "instances",
                                      "measure",      "occasion", "note",   "evidence_place"};

void check_column(std::string_view name) {
  for (const std::string_view each : known)
    if (each == name) return;
  Call::refuse("scores",
               {fmt::format("评分表不认识“{}”一栏；可用的有 {}", name, fmt::join(known, "、")),
                fmt::format("the scores have an unknown column “{}”; known are {}", name, fmt::join(known, ", "))});
}

std::vector<Json> from_csv(std::string_view text) {
  const auto rows = csv_rows(text);
  std::vector<Json> objects;
  if (rows.empty()) return objects;
  for (const std::string& name : rows.front()) check_column(name);
  for (std::size_t line = 1; line < rows.size(); ++line) {
    if (rows[line].size() > rows.front().size())
      Call::refuse("scores", {fmt::format("评分表第 {} 行有 {} 栏，表头只有 {} 栏", line + 1, rows[line].size(),
                                          rows.front().size()),
                              fmt::format("row {} of the scores has {} cells but the header has {}", line + 1,
                                          rows[line].size(), rows.front().size())});
    Json object = Json::object();
    for (std::size_t at = 0; at < rows[line].size(); ++at)
      if (!rows[line][at].empty()) object[rows.front()[at]] = rows[line][at];
    objects.push_back(std::move(object));
  }
  return objects;
}

std::vector<Json> from_json(const Json& list) {
  std::vector<Json> objects;
  for (const Json& each : list) {
    if (!each.is_object())
      Call::refuse("scores", {"每条评分应为对象，如 {\"item\": \"1.1\", \"points\": 9.5}",
                              "each score must be an object such as {\"item\": \"1.1\", \"points\": 9.5}"});
    Json object = Json::object();
    for (const auto& [name, value] : each.items()) {
      check_column(name);
      if (!value.is_null()) object[name] = value;
    }
    objects.push_back(std::move(object));
  }
  return objects;
}

}  // namespace

std::vector<Json> score_rows(const Json& scores) {
  if (scores.is_array()) return from_json(scores);
  const std::string text = scores.is_string() ? scores.get<std::string>() : std::string();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || text[first] != '[') return from_csv(text);
  const Json list = Json::parse(text, nullptr, false);
  if (!list.is_array())
    Call::refuse("scores", {"评分以“[”开头但不是完整的 JSON 数组，请检查括号和引号",
                            "the scores begin with “[” but are no complete JSON array; check brackets and quotes"});
  return from_json(list);
}

}  // namespace liufa::assessment
