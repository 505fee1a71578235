/// Libraries that are ill before they do anything: refused by the gate with none of their code run, or while they load
/// and start; the district is as before.
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

struct Flaw {
  const char* id;
  const char* code;
  const char* english;
  bool at_the_gate;  ///< else found, and refused when it is enabled
};

void PrintTo(const Flaw& each, std::ostream* out) { *out << each.id; }

class Flawed : public Zoo, public ::testing::WithParamInterface<Flaw> {
 protected:
  Flawed() : Zoo(GetParam().id, {ZOO_FLAWED}) {}

  Json state() { return district.request("GET", "/methods/" + animal_).body; }
};

TEST_P(Flawed, is_not_enabled_and_says_why) {
  const Json before = everything(district);
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Answer answer = district.request("POST", "/methods/" + animal_ + "/enable");
    EXPECT_GE(answer.status, 400);
    expect_problem(answer.body, GetParam().code, GetParam().english);
  }
  EXPECT_EQ(everything(district), before);
  EXPECT_EQ(state().at("state"), GetParam().at_the_gate ? "refused" : "found");
  if (GetParam().at_the_gate) expect_problem(state().at("reason"), GetParam().code, GetParam().english);
  expect_problem(district.request("GET", "/records/" + animal_ + "/trace").body, "record.no_type");
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(zoo, Flawed,
                         ::testing::Values(Flaw{"no_note", "method.no_note", "liufa_sdk_1", true},
                                           Flaw{"other_note", "method.no_note", "liufa_sdk_1", true},
                                           Flaw{"no_symbol", "method.no_symbol", "liufa_method", true},
                                           Flaw{"null_table", "method.descriptor", "null", false},
                                           Flaw{"other_sdk", "method.descriptor", "sdk “99”", false},
                                           Flaw{"other_id", "method.descriptor", "id “another”", false},
                                           Flaw{"other_version", "method.descriptor", "version “9.9.9”", false},
                                           Flaw{"small_table", "method.descriptor", "size “16”", false},
                                           Flaw{"no_functions", "method.descriptor", "create, start, destroy", false},
                                           Flaw{"create_null", "method.start_failed", "create returned null", false},
                                           Flaw{"create_throws", "method.start_failed", "exception", false},
                                           Flaw{"start_fails", "method.start_failed", "status 7", false},
                                           Flaw{"start_throws", "method.start_failed", "exception", false},
                                           Flaw{"start_status", "method.start_failed", "status 99", false},
                                           Flaw{"forgets_to_register", "method.not_registered", "act", false},
                                           Flaw{"registers_more", "method.start_failed", "status 3", false}),
                         [](const auto& each) { return each.param.id; });

class DestroyThrows : public Zoo {
 protected:
  DestroyThrows() : Zoo("destroy_throws", {ZOO_FLAWED}) {}
};

TEST_F(DestroyThrows, is_disabled_all_the_same) {
  district.enable(animal_);
  district.disable(animal_);
  EXPECT_EQ(district.request("GET", "/methods/" + animal_).body.at("state"), "disabled");
  district.enable(animal_);
  expect_others_go_on();
}

}  // namespace
}  // namespace liufa::zoo
