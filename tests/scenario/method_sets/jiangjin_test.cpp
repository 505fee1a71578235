/// The demonstration district of the six methods.
#include <gtest/gtest.h>

#include "played.hpp"

namespace liufa::test {
namespace {

const std::vector<std::string> six{"cadre", "exemplar", "community", "pairing", "vanguard", "assessment"};

/// States that no record of a year can be left in, with the reason.
const std::map<std::string, std::string> passing{};

TEST(Jiangjin, shows_every_method_in_every_state) {
  Played district(host::cli::read_preset("jiangjin"));
  EXPECT_EQ(district.get("/doctor").dump(), R"({"ok":true,"findings":[]})");
  EXPECT_TRUE(district.get("/verification").at("ok").get<bool>());
  for (const std::string& id : six) {
    EXPECT_GE(district.figures(id).size(), 5U) << id;
    for (const host::RecordType* type : district.records_of(id)) {
      EXPECT_FALSE(district.list(type->full_id, "sort=id").empty()) << type->full_id << " has no record";
      if (!type->workflow) continue;
      for (const host::State& state : type->workflow->states) {
        const std::string name = type->full_id + " " + state.id;
        EXPECT_EQ(district.get("/records/" + id + "/" + type->id + "?limit=1&state=" + state.id).at("items").empty(),
                  passing.contains(name))
            << name;
      }
    }
  }
}

TEST(Jiangjin, is_the_same_each_time) {
  const auto figures = [] { return Played(host::cli::read_preset("jiangjin")).figures(); };
  EXPECT_EQ(figures(), figures());
}

}  // namespace
}  // namespace liufa::test
