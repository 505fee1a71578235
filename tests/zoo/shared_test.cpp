/// Facts and gates: what one method declares and another lives on, neither knowing the other.
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

class Shared : public Zoo {
 protected:
  Shared() : Zoo("listener", {ZOO_DECLARED}) {
    branch = district.organisation("B1", "一支部", "branch");
    person = district.member("M1", "甲", branch);
  }

  std::int64_t honour(const char* level) {
    return district.create("honours.honour",
                           {{"title", "先进"}, {"member", person}, {"level", level}, {"secret", "x"}});
  }
  Answer step(std::int64_t id, const std::string& transition) {
    return district.request("POST", "/records/honours/honour/" + std::to_string(id) + "/transitions/" + transition);
  }
  Json heard(const std::string& source) {
    district.settle();
    return district.list("listener.heard", "source=" + source);
  }
  void agree() {
    district.settle();
    for (const Json& each : district.list("listener.asked"))
      district.update("listener.asked", each.at("id"), {{"agreed", true}});
  }

  std::int64_t branch = 0;
  std::int64_t person = 0;
};

TEST_F(Shared, FactsAreHeardWhileTheyHold) {
  district.enable("honours");
  district.enable("listener");
  const auto id = honour("district");
  EXPECT_TRUE(heard("honours.honour").empty()) << "only proposed";
  EXPECT_EQ(step(id, "give").status, 200);
  const Json given = heard("honours.honour");
  ASSERT_EQ(given.size(), 1U);
  EXPECT_EQ(given[0].at("subject"), id);
  EXPECT_EQ(given[0].at("member"), person);
  EXPECT_EQ(given[0].at("quantity"), 100);
  EXPECT_EQ(given[0].at("grade"), "district");
  EXPECT_TRUE(given[0].at("holds"));
  EXPECT_TRUE(heard("honours.big_honour").empty());
  EXPECT_EQ(step(id, "revoke").status, 200);
  EXPECT_FALSE(heard("honours.honour")[0].at("holds"));
}

TEST_F(Shared, OneRecordCanBeSeveralFacts) {
  district.enable("honours");
  district.enable("listener");
  const auto id = honour("city");
  agree();
  ASSERT_EQ(step(id, "give").status, 200);
  EXPECT_EQ(heard("honours.honour").size(), 1U);
  EXPECT_EQ(heard("honours.big_honour")[0].at("quantity"), 250);
}

TEST_F(Shared, WhoComesLaterHearsWhatWasBefore) {
  district.enable("honours");
  EXPECT_EQ(step(honour("district"), "give").status, 200);
  honour("city");
  district.enable("listener");
  EXPECT_EQ(heard("honours.honour").size(), 1U);
  EXPECT_EQ(district.list("listener.asked").size(), 1U);
}

TEST_F(Shared, WhoDeclaresMayComeLaterOrGo) {
  district.enable("listener");
  EXPECT_TRUE(district.run("listener", "act", {{"sql", "SELECT source FROM host_fact"}}).empty());
  district.enable("honours");
  EXPECT_EQ(step(honour("district"), "give").status, 200);
  EXPECT_EQ(heard("honours.honour").size(), 1U);
  district.disable("honours");
  EXPECT_EQ(district.run("listener", "act", {{"sql", "SELECT source FROM host_fact"}}).size(), 1U)
      << "what happened, happened";
  expect_others_go_on();
}

TEST_F(Shared, AGateWaitsWhereSomebodyListens) {
  district.enable("honours");
  EXPECT_EQ(step(honour("city"), "give").status, 200) << "nobody listens yet";
  district.enable("listener");
  const auto id = honour("city");
  district.settle();
  const Answer held = step(id, "give");
  EXPECT_EQ(held.code(), "method.refused");
  EXPECT_EQ(held.body.value("field", ""), "member");
  EXPECT_EQ(district.list("listener.asked").size(), 1U) << "the one that has passed is not asked about";
  agree();
  EXPECT_EQ(step(id, "give").status, 200);
  district.disable("listener");
  EXPECT_EQ(step(honour("city"), "give").status, 200) << "and vanishes with it";
}

TEST_F(Shared, AGateIsKnownFromTheFirstStateOn) {
  district.enable("honours");
  district.enable("listener");
  const auto id = honour("city");
  const auto waiting = [&] {
    district.settle();
    return district.list("listener.asked").at(0).at("waiting").get<bool>();
  };
  EXPECT_TRUE(waiting());
  EXPECT_EQ(step(id, "return").status, 200);
  EXPECT_FALSE(waiting()) << "returned: it may still come to it";
  EXPECT_EQ(step(id, "resubmit").status, 200);
  EXPECT_TRUE(waiting());
}

TEST_F(Shared, NothingBeneathTheViewsCanBeRead) {
  district.enable("honours");
  district.enable("listener");
  EXPECT_EQ(step(honour("district"), "give").status, 200);
  for (const char* sql : {"SELECT secret FROM honours_honour", "SELECT COUNT(*) FROM honours_honour",
                          "SELECT secret FROM (WITH host_fact AS (SELECT secret FROM honours_honour) "
                          "SELECT secret FROM host_fact)",
                          "SELECT (SELECT secret FROM honours_honour) FROM host_fact"})
    expect_problem(act({{"sql", sql}}), "storage.not_granted");
  expect_problem(act({{"sql", "WITH host_fact AS (SELECT secret FROM honours_honour) SELECT secret FROM host_fact"}}),
                 "storage.sql");
  for (const char* sql : {"SELECT text FROM host_fact", "SELECT CAST(COUNT(*) AS TEXT) FROM host_fact",
                          "SELECT 'x' FROM host_fact", "WITH f AS (SELECT text FROM host_fact) SELECT text FROM f",
                          "SELECT a.text FROM host_fact a JOIN host_fact b ON a.id = b.id"})
    EXPECT_EQ(act({{"sql", sql}}), Json()) << sql;
}

TEST_F(Shared, AFactThatDoesNotWorkIsRefusedWhenItsMethodIsEnabled) {
  district.enable("honours");
  district.enable("listener");
  EXPECT_EQ(step(honour("district"), "give").status, 200);
  for (const auto& [method, code] : {std::pair{"broken_fact", "storage.sql"}, {"prying_fact", "storage.not_granted"}}) {
    EXPECT_EQ(district.request("POST", std::string("/methods/") + method + "/enable").code(), code);
    EXPECT_EQ(district.run("listener", "act", {{"sql", "SELECT text FROM host_fact"}}).size(), 1U);
  }
}

TEST_F(Shared, WithoutDeclaringItNothingIsRead) {
  district.enable("trespasser");
  animal_ = "trespasser";
  expect_problem(act({{"mode", "query"}, {"sql", "SELECT text FROM host_fact"}}), "storage.sql");
}

}  // namespace
}  // namespace liufa::zoo
