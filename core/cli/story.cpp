#include "cli/story.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "cli/draw.hpp"
#include "cli/people.hpp"

namespace liufa::host::cli {

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be read"}});
  return text.str();
}

Json json_of(const YAML::Node& node) {
  if (node.IsMap()) {
    Json object = Json::object();
    for (const auto& each : node) object[each.first.as<std::string>()] = json_of(each.second);
    return object;
  }
  if (node.IsSequence()) {
    Json array = Json::array();
    for (const auto& each : node) array.push_back(json_of(each));
    return array;
  }
  if (!node.IsScalar()) return nullptr;
  const std::string text = node.Scalar();
  if (node.Tag() != "!") {  // not quoted
    const Json parsed = Json::parse(text, nullptr, false);
    if (parsed.is_number() || parsed.is_boolean() || parsed.is_null()) return parsed;
  }
  return text;
}

std::string record_path(std::string record) {
  std::replace(record.begin(), record.end(), '.', '/');
  return "/records/" + record;
}

std::string plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
}

class Story {
 public:
  Story(Client& client, std::string district, std::filesystem::path file,
        const std::function<void(const std::string&)>& tell)
      : client_(client), district_(std::move(district)), file_(std::move(file)), tell_(tell) {}

  void play() {
    const YAML::Node root = YAML::Load(content_of(file_));
    draw_ = Draw(root["seed"].as<std::uint64_t>());
    steps(root["steps"]);
    client_.host()->district(district_).clock().release();
  }

 private:
  using Values = std::map<std::string, Json>;

  void steps(const YAML::Node& list) {
    for (const YAML::Node& step : list) {
      try {
        if (step["say"]) tell_(step["say"].as<std::string>());
        take(step);
      } catch (const Problem& problem) {
        if (problem.code() == "story.step") throw;
        std::string reason = problem.text().en;
        for (const Problem& part : problem.parts())
          reason += fmt::format("; line {} {}: {}", part.line(), part.field(), part.text().en);
        throw Problem("story.step", {{"file", file_.string()},
                                     {"line", std::to_string(step.Mark().line + 1)},
                                     {"reason", reason}});
      }
    }
  }

  void take(const YAML::Node& step) {
    if (step["today"]) return set_today(step["today"].as<std::string>());
    if (step["import"]) return import(step);
    if (step["members"]) return members(step["members"]);
    if (step["enable"]) return void(client_.call(district_, "POST", "/methods/" + step["enable"].as<std::string>() + "/enable"));
    if (step["configure"])
      return void(client_.call(district_, "PATCH", "/methods/" + step["configure"].as<std::string>() + "/settings",
                               filled(json_of(step["with"]))));
    if (step["create"])
      return keep(step, client_.call(district_, "POST", record_path(step["create"].as<std::string>()),
                                     filled(json_of(step["with"]))));
    if (step["transition"]) return transition(step);
    if (step["run"]) return run(step);
    if (step["list"]) return keep(step, list(step));
    if (step["each"]) return each(step);
    if (!step["say"]) throw Problem("story.unknown");
  }

  void set_today(const std::string& date) {
    client_.host()->district(district_).clock().set(std::chrono::system_clock::time_point{*parse_date(date)} +
                                                    std::chrono::hours{2});
  }

  void import(const YAML::Node& step) {
    client_.call_text(district_, "POST", record_path(step["import"].as<std::string>()) + "/import",
                      content_of(file_.parent_path() / step["file"].as<std::string>()));
  }

  void members(const YAML::Node& plan) {
    const auto number = [&](const char* name) { return plan[name] ? plan[name].as<std::int64_t>() : 0; };
    const Json organisations = all("directory.organisation", plan["in"].as<std::string>() + "&sort=code");
    const PeoplePlan people{plan["kind"].as<std::string>(),
                            plan["prefix"].as<std::string>(),
                            static_cast<std::size_t>(number("count")),
                            static_cast<std::size_t>(number("cadres")),
                            number("well_off"),
                            number("poor"),
                            number("retired")};
    client_.call_text(district_, "POST", "/records/directory/member/import",
                      people_csv({organisations.begin(), organisations.end()}, people, 2026, draw_));
  }

  void transition(const YAML::Node& step) {
    const std::string id = plain(filled(json_of(step["of"])));
    keep(step, client_.call(district_, "POST",
                            fmt::format("{}/{}/transitions/{}", record_path(step["record"].as<std::string>()), id,
                                        step["transition"].as<std::string>()),
                            step["with"] ? filled(json_of(step["with"])) : Json::object()));
  }

  void run(const YAML::Node& step) {
    std::string path = step["run"].as<std::string>();
    std::replace(path.begin(), path.end(), '.', '/');
    Json state = client_.call(district_, "POST", "/actions/" + path,
                              step["with"] ? filled(json_of(step["with"])) : Json::object(), {{"prefer", "wait=60"}});
    while (state.at("state") == "running")
      state = client_.call(district_, "GET", "/runs/" + state.at("id").get<std::string>(), nullptr, {{"prefer", "wait=60"}});
    if (state.at("state") != "done") {
      const Json& text = state.at("problem").at("text");
      throw Problem(ProblemKind::refused, "action", {text.value("zh", ""), text.value("en", "")});
    }
    keep(step, state.at("result"));
  }

  Json all(const std::string& record, const std::string& query) {
    Json items = Json::array();
    std::string cursor;
    do {
      const Json page = client_.call(district_, "GET",
                                     fmt::format("{}?limit=500&{}{}{}", record_path(record), query,
                                                 cursor.empty() ? "" : "&cursor=", cursor));
      for (const Json& item : page.at("items")) items.push_back(item);
      cursor = plain(page.at("next"));
    } while (!cursor.empty());
    return items;
  }

  Json list(const YAML::Node& step) {
    Json items = all(step["list"].as<std::string>(), plain(filled(step["where"] ? json_of(step["where"]) : Json(""))));
    if (step["first"]) {
      const auto most = step["first"].as<std::size_t>();
      if (items.size() > most) items.erase(items.begin() + static_cast<std::ptrdiff_t>(most), items.end());
    }
    return items;
  }

  void each(const YAML::Node& step) {
    const Json items = values_.at(step["each"].as<std::string>());
    const std::string name = step["as"].as<std::string>();
    std::size_t position = 0;
    for (const Json& item : items) {
      values_[name] = item;
      values_["position"] = position++;
      steps(step["do"]);
    }
  }

  void keep(const YAML::Node& step, Json value) {
    if (step["keep"]) values_[step["keep"].as<std::string>()] = std::move(value);
  }

  /// "${name.field}" becomes that value, inside a longer text its text.
  Json substituted(const std::string& text) {
    if (text.starts_with("${") && text.find('}') == text.size() - 1) return value_at(text.substr(2, text.size() - 3));
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t open = text.find("${", at);
      result += text.substr(at, open - at);
      if (open == std::string::npos) break;
      const std::size_t close = text.find('}', open);
      result += plain(value_at(text.substr(open + 2, close - open - 2)));
      at = close + 1;
    }
    return result;
  }

  Json value_at(const std::string& path) {
    Json value = values_;
    std::istringstream parts(path);
    for (std::string part; std::getline(parts, part, '.');) {
      if (value.is_array()) value = value.at(static_cast<std::size_t>(std::stoul(part)) % value.size());
      else if (value.is_object() && value.contains(part)) value = value.at(part);
      else throw Problem("story.value", {{"value", path}});
    }
    return value;
  }

  Json filled(const Json& value) {
    if (value.is_string()) return substituted(value.get<std::string>());
    if (value.is_array()) {
      Json array = Json::array();
      for (const Json& each : value) array.push_back(filled(each));
      return array;
    }
    if (!value.is_object()) return value;
    if (value.contains("$integer")) return draw_.between(value["$integer"][0].get<std::int64_t>(), value["$integer"][1].get<std::int64_t>());
    if (value.contains("$choose")) {
      const Json& from = value["$choose"];
      return from.at(static_cast<std::size_t>(draw_.between(0, static_cast<std::int64_t>(from.size()) - 1)));
    }
    if (value.contains("$at")) {  // the element of a list at a position
      const Json list = filled(value["$at"][0]);
      return list.at(filled(value["$at"][1]).get<std::size_t>() % list.size());
    }
    if (value.contains("$share")) {  // that many percent of a number, to half a point
      const std::int64_t percent = draw_.between(value["$share"][1].get<std::int64_t>(), value["$share"][2].get<std::int64_t>());
      const double whole = filled(value["$share"][0]).get<double>();
      return static_cast<double>(static_cast<std::int64_t>(whole * static_cast<double>(percent) / 50.0)) / 2.0;
    }
    if (value.contains("$csv")) return csv(value["$csv"]);
    Json object = Json::object();
    for (const auto& [name, each] : value.items()) object[name] = filled(each);
    return object;
  }

  /// A table as CSV text, one row for each combination of the lists under `for`.
  Json csv(const Json& table) {
    std::string text;
    for (const auto& [name, unused] : table["columns"].items()) text += (text.empty() ? "" : ",") + name;
    text += "\n";
    std::vector<std::pair<std::string, Json>> lists;
    for (const auto& [name, list] : table["for"].items()) lists.emplace_back(name, values_.at(list.get<std::string>()));
    csv_rows_of(table["columns"], lists, 0, text);
    return text;
  }

  void csv_rows_of(const Json& columns, const std::vector<std::pair<std::string, Json>>& lists, std::size_t depth,
                   std::string& text) {
    if (depth < lists.size()) {
      for (const Json& item : lists[depth].second) {
        values_[lists[depth].first] = item;
        csv_rows_of(columns, lists, depth + 1, text);
      }
      return;
    }
    bool first = true;
    for (const auto& [name, value] : columns.items()) {
      text += (first ? "" : ",") + plain(filled(value));
      first = false;
    }
    text += "\n";
  }

  Client& client_;
  std::string district_;
  std::filesystem::path file_;
  const std::function<void(const std::string&)>& tell_;
  Draw draw_{0};
  Values values_;
};

}  // namespace

void play_story(Client& client, const std::string& district, const std::filesystem::path& file,
                const std::function<void(const std::string&)>& tell) {
  Story(client, district, file, tell).play();
}

}  // namespace liufa::host::cli
