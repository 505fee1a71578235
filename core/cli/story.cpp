#include "cli/story.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "cli/people.hpp"
#include "cli/story_values.hpp"

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

class Story {
 public:
  Story(Client& client, std::string district, std::filesystem::path file,
        const std::function<void(const std::string&)>& tell)
      : client_(client), district_(std::move(district)), file_(std::move(file)), tell_(tell) {}

  void play() {
    const YAML::Node root = YAML::Load(content_of(file_));
    values_ = StoryValues(root["seed"].as<std::uint64_t>());
    steps(root["steps"]);
    client_.host()->district(district_).clock().release();
  }

 private:
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
        fail(step, reason);
      } catch (const std::exception& error) {  // of the story's own YAML or values
        fail(step, error.what());
      }
    }
  }

  [[noreturn]] void fail(const YAML::Node& step, const std::string& reason) const {
    throw Problem("story.step",
                  {{"file", file_.string()}, {"line", std::to_string(step.Mark().line + 1)}, {"reason", reason}});
  }

  void take(const YAML::Node& step) {
    if (step["today"]) return set_today(step["today"].as<std::string>());
    if (step["import"]) return import(step);
    if (step["members"]) return members(step["members"]);
    if (step["enable"])
      return void(client_.call(district_, "POST", "/methods/" + step["enable"].as<std::string>() + "/enable"));
    if (step["configure"])
      return void(client_.call(district_, "PATCH", "/methods/" + step["configure"].as<std::string>() + "/settings",
                               values_.filled(json_of(step["with"]))));
    if (step["create"])
      return keep(step, client_.call(district_, "POST", record_path(step["create"].as<std::string>()),
                                     values_.filled(json_of(step["with"]))));
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
    client_.call_text(
        district_, "POST", "/records/directory/member/import",
        people_csv({organisations.begin(), organisations.end()}, people, plan["year"].as<int>(), values_.draw()));
  }

  void transition(const YAML::Node& step) {
    const std::string id = plain(values_.filled(json_of(step["of"])));
    keep(step, client_.call(district_, "POST",
                            fmt::format("{}/{}/transitions/{}", record_path(step["record"].as<std::string>()), id,
                                        step["transition"].as<std::string>()),
                            step["with"] ? values_.filled(json_of(step["with"])) : Json::object()));
  }

  void run(const YAML::Node& step) {
    std::string path = step["run"].as<std::string>();
    std::replace(path.begin(), path.end(), '.', '/');
    Json state =
        client_.call(district_, "POST", "/actions/" + path,
                     step["with"] ? values_.filled(json_of(step["with"])) : Json::object(), {{"prefer", "wait=60"}});
    while (state.at("state") == "running")
      state = client_.call(district_, "GET", "/runs/" + state.at("id").get<std::string>(), nullptr,
                           {{"prefer", "wait=60"}});
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
      const Json page = client_.call(
          district_, "GET",
          fmt::format("{}?limit=500&{}{}{}", record_path(record), query, cursor.empty() ? "" : "&cursor=", cursor));
      for (const Json& item : page.at("items")) items.push_back(item);
      cursor = plain(page.at("next"));
    } while (!cursor.empty());
    return items;
  }

  Json list(const YAML::Node& step) {
    Json items =
        all(step["list"].as<std::string>(), plain(values_.filled(step["where"] ? json_of(step["where"]) : Json(""))));
    if (step["first"]) {
      const auto most = step["first"].as<std::size_t>();
      if (items.size() > most) items.erase(items.begin() + static_cast<std::ptrdiff_t>(most), items.end());
    }
    return items;
  }

  void each(const YAML::Node& step) {
    const Json items = values_.kept(step["each"].as<std::string>());
    const std::string name = step["as"].as<std::string>();
    std::size_t position = 0;
    for (const Json& item : items) {
      values_.keep(name, item);
      values_.keep("position", position++);
      steps(step["do"]);
    }
  }

  void keep(const YAML::Node& step, Json value) {
    if (step["keep"]) values_.keep(step["keep"].as<std::string>(), std::move(value));
  }

  Client& client_;
  std::string district_;
  std::filesystem::path file_;
  const std::function<void(const std::string&)>& tell_;
  StoryValues values_{0};
};

}  // namespace

void play_story(Client& client, const std::string& district, const std::filesystem::path& file,
                const std::function<void(const std::string&)>& tell) {
  Story(client, district, file, tell).play();
}

}  // namespace liufa::host::cli
