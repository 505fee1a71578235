/// One story: its scenes, its kept values and its draws. The steps are described in config/demo/README.md.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "cli/client.hpp"
#include "cli/story_values.hpp"

namespace liufa::host::cli {

/// Where stories are played: a district of the client's own process.
struct StoryPlace {
  Client& client;
  const std::string& district;
  const std::function<void(const std::string&)>& tell;
};

class StoryPlayer {
 public:
  /// Reads the story. Throws Problem story.step if its dates don't ascend, data.file if it can't be read.
  StoryPlayer(StoryPlace place, std::filesystem::path file);

  [[nodiscard]] bool ended() const { return next_ == scenes_.size(); }
  /// Of the next scene; empty for what stands before the first date. Not after the end.
  [[nodiscard]] const std::string& next_date() const { return scenes_[next_].date; }

  /// Plays the next scene and waits until every event has been handled. Throws Problem story.step.
  void play_scene();

 private:
  struct Scene {
    std::string date;
    std::vector<YAML::Node> steps;
  };

  void read_scenes(const YAML::Node& steps);
  [[noreturn]] void fail(const YAML::Node& step, const std::string& reason) const;

  /// False if one that may be refused was: what follows it is then left out.
  bool step(const YAML::Node& step);
  bool after_refusal(const YAML::Node& step, const Problem& problem) const;
  void steps(const YAML::Node& list);
  void take(const YAML::Node& step);
  void take_inner(const YAML::Node& step);

  void import(const YAML::Node& step);
  void members(const YAML::Node& plan);
  void upload(const YAML::Node& step);
  void run(const YAML::Node& step);
  void list(const YAML::Node& step);
  void each(const YAML::Node& step);

  void request(const YAML::Node& step, const std::string& method, const std::string& path);
  /// The value under a key of the step, filled in; an empty object if it is not there.
  Json with(const YAML::Node& step, const char* key = "with");
  [[nodiscard]] std::string id_of(const YAML::Node& step);
  void keep(const YAML::Node& step, Json value);
  void settle() const;

  StoryPlace place_;
  std::filesystem::path file_;
  std::vector<Scene> scenes_;
  std::size_t next_ = 0;
  StoryValues values_{0};
};

}  // namespace liufa::host::cli
