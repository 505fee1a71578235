/// A method that answers nonsense, or breaks the interface's rules: nothing of it reaches the data or the caller.
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

struct Babble {
  const char* mode;
  const char* code;
};

void PrintTo(const Babble& each, std::ostream* out) { *out << each.mode; }

std::string name_of(const ::testing::TestParamInfo<Babble>& each) {
  std::string name = each.param.mode;
  for (char& letter : name)
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  return name;
}

class BabblerBase : public Zoo {
 protected:
  BabblerBase() : Zoo("babbler") {
    district.enable("babbler");
    district.settle();
  }
};

/// What is wrong in whatever handler it is said.
class Babbler : public BabblerBase, public ::testing::WithParamInterface<Babble> {};

TEST_P(Babbler, fails_its_action) {
  const Json before = everything(district);
  expect_problem(act({{"mode", GetParam().mode}}), GetParam().code);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

TEST_P(Babbler, fails_the_change_that_it_looks_at) {
  const Json before = everything(district);
  expect_problem(trace(GetParam().mode).body, GetParam().code);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

TEST_P(Babbler, fails_the_transition_that_it_guards) {
  const auto id = district.create("behaved.note", {{"text", "x"}});
  district.update("behaved.note", id, {{"text", GetParam().mode}});
  district.settle();
  const Json before = everything(district);
  expect_problem(close(id).body, GetParam().code);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

TEST_P(Babbler, fails_the_event_and_no_other) {
  note(GetParam().mode);
  note("calm");
  district.settle();
  const Json letters = dead_letters();
  ASSERT_EQ(letters.size(), 1U) << letters;
  expect_problem(letters[0].at("problem"), GetParam().code);
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(
    zoo, Babbler,
    ::testing::Values(Babble{"throws std", "method.failed"}, Babble{"throws other", "method.failed"},
                      Babble{"throws in a row", "method.failed"}, Babble{"throws in a sink", "method.failed"},
                      Babble{"unknown status", "method.nonsense"}, Babble{"negative status", "method.nonsense"},
                      Babble{"refuses silently", "method.nonsense"}, Babble{"refuses and agrees", "method.refused"},
                      Babble{"no json", "method.nonsense"}, Babble{"empty", "method.nonsense"},
                      Babble{"not utf-8", "method.nonsense"}, Babble{"huge number", "method.nonsense"},
                      Babble{"nested", "method.nonsense"}, Babble{"cancels", "action.cancelled"}),
    name_of);

/// What is good JSON but no record.
class BadAnswer : public BabblerBase, public ::testing::WithParamInterface<Babble> {};

TEST_P(BadAnswer, of_a_hook_fails_the_change) {
  const Json before = everything(district);
  const Answer answer = trace(GetParam().mode);
  expect_problem(answer.body, GetParam().code);
  EXPECT_LT(answer.body.dump().size(), 10000U) << "what was found is quoted whole";
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(zoo, BadAnswer,
                         ::testing::Values(Babble{"array", "method.nonsense"},
                                           Babble{"unknown field", "method.nonsense"},
                                           Babble{"wrong type", "method.nonsense"},
                                           Babble{"out of range", "method.nonsense"},
                                           Babble{"no date", "method.nonsense"}, Babble{"too long", "method.nonsense"},
                                           Babble{"null for required", "record.required"}),
                         name_of);

/// What is wrong with a bulk write.
class BadSource : public BabblerBase, public ::testing::WithParamInterface<Babble> {};

TEST_P(BadSource, writes_nothing) {
  const Json before = everything(district);
  expect_problem(act({{"mode", GetParam().mode}}), GetParam().code);
  EXPECT_EQ(everything(district), before);
  expect_others_go_on();
}

INSTANTIATE_TEST_SUITE_P(zoo, BadSource,
                         ::testing::Values(Babble{"throws in a source", "method.failed"},
                                           Babble{"gives up in a source", "method.failed"},
                                           Babble{"strange value from a source", "record.required"},
                                           Babble{"number with a fraction from a source", "record.stored"},
                                           Babble{"derives outside a write", "method.not_here"},
                                           Babble{"discards outside a write", "method.not_here"}),
                         name_of);

class BabblerOnce : public BabblerBase {};

TEST_F(BabblerOnce, a_refusal_without_words_is_a_refusal) {
  EXPECT_EQ(trace("refuses without words").status, 409);
  EXPECT_TRUE(district.list("babbler.trace").empty());
}

TEST_F(BabblerOnce, an_answer_given_inside_a_write_is_the_answer) {
  EXPECT_EQ(district.run("babbler", "act", {{"mode", "answers in a write"}}), Json({{"given", "inside"}}));
}

TEST_F(BabblerOnce, what_it_does_after_start_is_over_is_refused) {
  EXPECT_EQ(district.run("babbler", "act", {{"mode", "registers late"}}), Json({{"status", 3}}));
  expect_others_go_on();
}

}  // namespace
}  // namespace liufa::zoo
