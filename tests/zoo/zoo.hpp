/// A district with the well-behaved method and one animal beside it, and the means to see that nothing has changed.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <liufa/testing.hpp>
#include <string>

namespace liufa::zoo {

using testing::Answer;
using ::testing::HasSubstr;
using testing::Json;

/// All that can be seen of a district: events, the records of every type, settings, states, figures.
inline Json everything(testing::District& district) {
  Json all{{"events", district.events()}};
  for (const Json& type : district.request("GET", "/records").body)
    all["records"][type.at("record").get<std::string>()] = district.list(type.at("record").get<std::string>());
  for (const Json& method : district.request("GET", "/methods").body) {
    const std::string id = method.at("id");
    all["methods"][id] = method;
    all["settings"][id] = district.request("GET", "/methods/" + id + "/settings").body;
  }
  all["figures"] = district.request("GET", "/figures").body;
  return all;
}

class Zoo : public ::testing::Test {
 protected:
  /// `more`: further folders in which methods are found.
  explicit Zoo(std::string animal, std::vector<std::string> more = {})
      : animal_(std::move(animal)), district(with_the_zoo(std::move(more))) {
    district.enable("behaved");
    first_note = note("the first note");
    district.create("behaved.secret", {{"text", "nobody else's business"}});
    district.settle();
  }

  std::int64_t note(const std::string& text) { return district.create("behaved.note", {{"text", text}}); }

  /// Runs the animal's action to its end and returns the problem it ended with; null if it went well.
  Json act(Json input) {
    Answer started = district.request("POST", "/actions/" + animal_ + "/act", input, {{"prefer", "wait=60"}});
    while (started.status == 202)
      started = district.request("GET", "/runs/" + started.body.at("id").get<std::string>(), nullptr,
                                 {{"prefer", "wait=60"}});
    EXPECT_EQ(started.status, 200) << started.body;
    return started.body.value("problem", Json());
  }
  Answer close(std::int64_t id) {
    return district.request("POST", "/records/behaved/note/" + std::to_string(id) + "/transitions/close");
  }
  Answer trace(const std::string& mode) {
    return district.request("POST", "/records/" + animal_ + "/trace", {{"mode", mode}});
  }
  /// The animal's open dead letters.
  Json dead_letters() { return district.request("GET", "/dead-letters").body.at("items"); }

  /// The other method works as before: records, workflow, actions, events, figures.
  void expect_others_go_on() {
    const std::size_t before = district.list("behaved.note").size();
    const auto id = note("they go on after all, number " + std::to_string(before));
    district.settle();
    EXPECT_EQ(district.list("behaved.echo", "note=" + std::to_string(id)).size(), 1U);
    EXPECT_EQ(close(id).status, 200);
    EXPECT_EQ(district.run("behaved", "count").at("notes"), before + 1);
    EXPECT_EQ(district.figure("behaved.notes"), static_cast<double>(before) + 1);
    EXPECT_TRUE(district.request("GET", "/verification").body.at("ok"));
  }

  static std::vector<std::string> with_the_zoo(std::vector<std::string> folders) {
    folders.insert(folders.begin(), ZOO_METHODS);
    return folders;
  }

  std::string animal_;
  testing::District district;
  std::int64_t first_note = 0;
};

/// That a problem is of this code and is explained in both languages.
inline void expect_problem(const Json& problem, const std::string& code, const std::string& english = "") {
  ASSERT_TRUE(problem.is_object() && problem.contains("text")) << "expected " << code << ", found " << problem;
  EXPECT_EQ(problem.value("code", ""), code) << problem;
  EXPECT_FALSE(problem["text"].value("zh", "").empty()) << problem;
  EXPECT_THAT(problem["text"].value("en", ""), HasSubstr(english));
}

}  // namespace liufa::zoo
