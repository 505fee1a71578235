#include "cli/story_player.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

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

/// With all that is wrong in detail, as of an import.
std::string reason_of(const Problem& problem) {
  std::string reason = problem.text().en;
  for (const Problem& part : problem.parts())
    reason += fmt::format("; line {} {}: {}", part.line(), part.field(), part.text().en);
  return reason;
}

/// A person with a post, or a member, that no account needs to exist for.
Actor actor_of(const Json& by) {
  const auto number = [&](const char* name) {
    if (!by.contains(name)) return std::int64_t{0};
    if (!by.at(name).is_number_integer()) throw Problem("story.value", {{"value", fmt::format("by: {}", by.dump())}});
    return by.at(name).get<std::int64_t>();
  };
  const std::int64_t member = number("member");
  const std::string role = by.value("role", "member");
  Actor actor;
  actor.name = member != 0 ? fmt::format("{}.{}", role, member) : fmt::format("{}@{}", role, number("organisation"));
  actor.member = member;
  actor.posts.push_back({0, role, number("organisation")});
  if (member != 0 && role != "member") actor.posts.push_back({0, "member", 0});
  for (const Post& post : actor.posts) actor.roles.insert(post.role);
  return actor;
}

/// Of a list, the part that a step asks for.
Json part_of(Json list, const YAML::Node& step) {
  const auto count = [&](const char* name, std::size_t otherwise) {
    return step[name] ? std::min(step[name].as<std::size_t>(), otherwise) : otherwise;
  };
  if (!list.is_array()) throw Problem("story.list");
  if (step["skip"]) list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count("skip", list.size())));
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(count("first", list.size())), list.end());
  return list;
}

/// Speaks as somebody else until the end of its life.
class Speaking {
 public:
  Speaking(Client& client, Actor actor) : client_(client), before_(client.speaker()) {
    client_.speak_as(std::move(actor));
  }
  Speaking(const Speaking&) = delete;
  Speaking& operator=(const Speaking&) = delete;
  ~Speaking() { client_.speak_as(std::move(before_)); }

 private:
  Client& client_;
  std::optional<Actor> before_;
};

}  // namespace

StoryPlayer::StoryPlayer(StoryPlace place, std::filesystem::path file) : place_(place), file_(std::move(file)) {
  const YAML::Node root = YAML::Load(content_of(file_));
  if (!root["seed"] || !root["steps"].IsSequence()) fail(root, "expected seed: NUMBER and steps: […]");
  values_ = StoryValues(root["seed"].as<std::uint64_t>());
  read_scenes(root["steps"]);
}

void StoryPlayer::read_scenes(const YAML::Node& steps) {
  for (const YAML::Node& step : steps) {
    if (const YAML::Node today = step["today"]) {
      const std::string date = today.as<std::string>();
      if (!parse_date(date)) fail(step, "expected a date, YYYY-MM-DD; found " + date);
      if (!scenes_.empty() && date < scenes_.back().date)
        fail(step, fmt::format("{} comes before the scene above it, {}", date, scenes_.back().date));
      scenes_.push_back({date, {}});
    }
    if (scenes_.empty()) scenes_.emplace_back();
    scenes_.back().steps.push_back(step);
  }
}

void StoryPlayer::play_scene() {
  const Scene& scene = scenes_.at(next_++);
  if (!scene.date.empty()) {
    place_.client.host()
        ->district(place_.district)
        .clock()
        .set(std::chrono::system_clock::time_point{*parse_date(scene.date)} + std::chrono::hours{2});
    values_.keep("today", scene.date);
  }
  for (const YAML::Node& each : scene.steps) step(each);
  settle();
}

void StoryPlayer::fail(const YAML::Node& step, const std::string& reason) const {
  throw Problem("story.step",
                {{"file", file_.string()}, {"line", std::to_string(step.Mark().line + 1)}, {"reason", reason}});
}

void StoryPlayer::steps(const YAML::Node& list) {
  for (const YAML::Node& each : list) {
    if (each["today"]) fail(each, "today begins a scene and stands at the top level only");
    if (!step(each)) return;
  }
}

bool StoryPlayer::step(const YAML::Node& step) {
  try {
    if (step["say"]) {
      const std::string date = plain(values_.kept_or_null("today"));
      place_.tell(fmt::format("{}{}{}", date, date.empty() ? "" : "  ", step["say"].as<std::string>()));
    }
    take(step);
  } catch (const Problem& problem) {
    if (problem.code() == "story.step") throw;
    return after_refusal(step, problem);
  } catch (const std::exception& error) {  // of the story's own YAML or values
    fail(step, error.what());
  }
  if (step["refused"]) fail(step, "the step should have been refused, but was not");
  return true;
}

bool StoryPlayer::after_refusal(const YAML::Node& step, const Problem& problem) const {
  // What a story itself does wrong is never what it wanted to show.
  const bool own_fault = problem.code().starts_with("story.");
  if (step["refused"] && !own_fault) {
    const std::string expected = step["refused"].as<std::string>();
    if (expected == "true" || expected == problem.code()) return true;
    fail(step, fmt::format("refused as {}, not as {}: {}", problem.code(), expected, reason_of(problem)));
  }
  if (step["may_be_refused"] && !own_fault) return false;
  fail(step, reason_of(problem));
}

void StoryPlayer::take(const YAML::Node& step) {
  if (!step["by"]) return take_inner(step);
  const Speaking as_somebody(place_.client, actor_of(values_.filled(json_of(step["by"]))));
  take_inner(step);
}

void StoryPlayer::take_inner(const YAML::Node& step) {
  if (step["import"]) return import(step);
  if (step["members"]) return members(step["members"]);
  if (step["upload"]) return upload(step);
  if (step["enable"]) return request(step, "POST", "/methods/" + step["enable"].as<std::string>() + "/enable");
  if (step["configure"]) return request(step, "PATCH", "/methods/" + step["configure"].as<std::string>() + "/settings");
  if (step["create"]) return request(step, "POST", record_path(step["create"].as<std::string>()));
  if (step["update"]) return request(step, "PATCH", record_path(step["update"].as<std::string>()) + "/" + id_of(step));
  if (step["transition"])
    return request(step, "POST",
                   fmt::format("{}/{}/transitions/{}", record_path(step["record"].as<std::string>()), id_of(step),
                               step["transition"].as<std::string>()));
  if (step["run"]) return run(step);
  if (step["list"]) return list(step);
  if (step["each"]) return each(step);
  if (step["do"]) return steps(step["do"]);
  if (!step["say"] && !step["today"]) throw Problem("story.unknown");
}

void StoryPlayer::request(const YAML::Node& step, const std::string& method, const std::string& path) {
  const std::map<std::string, std::string> headers =
      step["update"] ? std::map<std::string, std::string>{{"if-match", "*"}} : std::map<std::string, std::string>{};
  keep(step, place_.client.call(place_.district, method, path, step["enable"] ? Json(nullptr) : with(step), headers));
}

void StoryPlayer::import(const YAML::Node& step) {
  place_.client.call_text(
      place_.district, "POST", record_path(step["import"].as<std::string>()) + "/import",
      step["csv"] ? plain(with(step, "csv")) : content_of(file_.parent_path() / step["file"].as<std::string>()));
}

void StoryPlayer::members(const YAML::Node& plan) {
  const auto number = [&](const char* name) { return plan[name] ? plan[name].as<std::int64_t>() : 0; };
  const Json organisations =
      place_.client.all(place_.district, "directory.organisation", plan["in"].as<std::string>() + "&sort=code");
  const PeoplePlan people{plan["kind"].as<std::string>(),
                          plan["prefix"].as<std::string>(),
                          static_cast<std::size_t>(number("count")),
                          static_cast<std::size_t>(number("cadres")),
                          number("well_off"),
                          number("poor"),
                          number("retired")};
  place_.client.call_text(
      place_.district, "POST", "/records/directory/member/import",
      people_csv({organisations.begin(), organisations.end()}, people, plan["year"].as<int>(), values_.draw()));
}

void StoryPlayer::upload(const YAML::Node& step) {
  const YAML::Node file = step["upload"];
  const std::string name =
      file.IsMap() ? file["name"].as<std::string>() : std::filesystem::path(file.as<std::string>()).filename().string();
  const std::string content = file.IsMap() ? plain(values_.filled(json_of(file["text"])))
                                           : content_of(file_.parent_path() / file.as<std::string>());
  keep(step, Json::parse(place_.client.call_text(place_.district, "POST", "/files?name=" + name, content)));
}

void StoryPlayer::run(const YAML::Node& step) {
  settle();
  keep(step, place_.client.run(place_.district, step["run"].as<std::string>(), with(step)));
}

void StoryPlayer::list(const YAML::Node& step) {
  settle();
  const std::string where = step["where"] ? plain(values_.filled(json_of(step["where"]))) : "";
  keep(step, part_of(place_.client.all(place_.district, step["list"].as<std::string>(), where), step));
}

void StoryPlayer::each(const YAML::Node& step) {
  const Json whole = step["each"].IsSequence() ? values_.filled(json_of(step["each"]))
                                               : values_.kept_at(step["each"].as<std::string>());
  const Json items = part_of(whole, step);
  const std::string name = step["as"].as<std::string>();
  const Json outer = values_.kept_or_null("position");
  std::size_t position = 0;
  for (const Json& item : items) {
    values_.keep(name, item);
    values_.keep("position", position++);
    steps(step["do"]);
  }
  if (!outer.is_null()) values_.keep("position", outer);
}

Json StoryPlayer::with(const YAML::Node& step, const char* key) {
  return step[key] ? values_.filled(json_of(step[key])) : Json::object();
}

std::string StoryPlayer::id_of(const YAML::Node& step) { return plain(values_.filled(json_of(step["of"]))); }

void StoryPlayer::keep(const YAML::Node& step, Json value) {
  if (step["keep"]) values_.keep(step["keep"].as<std::string>(), std::move(value));
}

void StoryPlayer::settle() const {
  if (!place_.client.host()->district(place_.district).dispatcher().settle(std::chrono::minutes{5}))
    throw Problem("story.unsettled");
}

}  // namespace liufa::host::cli
