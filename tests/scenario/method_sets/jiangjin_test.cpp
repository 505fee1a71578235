/// The demonstration district of the six methods.
#include <gtest/gtest.h>

#include "played.hpp"

namespace liufa::test {
namespace {

constexpr const char* one_year = "a district has one year of the index under way, and the one told of has become final";
constexpr const char* settled = "no year becomes final while an objection is open";

/// States that no record can be left in at the end of the story, with the reason.
const std::map<std::string, std::string> passing{{"vanguard.year appraisal", one_year},
                                                 {"vanguard.year counting", one_year},
                                                 {"vanguard.year publicity", one_year},
                                                 {"vanguard.objection submitted", settled},
                                                 {"vanguard.objection accepted", settled}};

TEST(Jiangjin, shows_every_method_in_every_state_and_is_the_same_each_time) {
  Played district(host::cli::read_preset("jiangjin"));
  EXPECT_EQ(district.get("/doctor").at("findings"), Json::array());
  EXPECT_TRUE(district.get("/verification").at("ok").get<bool>());
  for (const std::string& id : six_methods()) {
    if (!is_built(id)) continue;
    EXPECT_GE(district.figures(id).size(), 5U) << id;
    for (const host::RecordType* type : district.records_of(id)) {
      const std::string path = "/records/" + id + "/" + type->id + "?limit=1";
      EXPECT_FALSE(district.get(path).at("items").empty()) << type->full_id << " has no record";
      if (!type->workflow) continue;
      for (const host::State& state : type->workflow->states)
        EXPECT_EQ(district.get(path + "&state=" + state.id).at("items").empty(),
                  passing.contains(type->full_id + " " + state.id))
            << type->full_id << " " << state.id;
    }
  }
  EXPECT_EQ(district.figures(), Played(host::cli::read_preset("jiangjin")).figures());
}

}  // namespace
}  // namespace liufa::test
