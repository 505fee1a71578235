/// A method that is enabled later takes over what has happened before: the events are handed to it from the first one
/// on, and what it derives from the others' records is what it would have derived had it been there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "played.hpp"

namespace liufa::test {
namespace {

/// What is derived: of the records that a query selects, these fields, in no order.
struct Derived {
  std::string record;
  std::string query;
  std::vector<std::string> fields;
};

struct Later {
  std::string method;
  std::vector<Derived> derived;
};

void PrintTo(const Later& later, std::ostream* out) { *out << later.method; }

std::multiset<std::string> shown(Played& district, const Derived& derived) {
  std::multiset<std::string> all;
  for (const Json& each : district.list(derived.record, derived.query)) {
    std::string line;
    for (const std::string& field : derived.fields) line += each.at(field).dump() + " ";
    all.insert(line);
  }
  return all;
}

std::string name_of(const ::testing::TestParamInfo<Later>& later) { return later.param.method; }

class EnabledLater : public ::testing::TestWithParam<Later> {};

TEST_P(EnabledLater, takes_over_what_happened_before) {
  const Later& later = GetParam();
  for (const std::string& id : six_methods())
    if (!is_built(id)) GTEST_SKIP() << id << " is not built";
  const auto whole = small_preset();
  Played from_the_start(whole);
  auto without = small_preset();
  auto others = six_methods();
  std::erase(others, later.method);
  without.limit_to(others);
  Played district(without);
  district.add(whole, later.method);

  EXPECT_EQ(district.get("/doctor").at("findings"), Json::array());
  for (const Derived& derived : later.derived) {
    const auto expected = shown(from_the_start, derived);
    EXPECT_FALSE(expected.empty()) << derived.record;
    EXPECT_EQ(shown(district, derived), expected) << derived.record;
  }
}

INSTANTIATE_TEST_SUITE_P(
    OfTheSix, EnabledLater,
    ::testing::Values(
        Later{"vanguard",
              {{"vanguard.entry",
                "fact.empty=false&state=recorded",
                {"fact", "member", "item", "held_on", "quantity", "grade", "counts_in"}}}},
        Later{"community",
              {{"community.four_ones", "", {"member", "year", "state", "pair_by", "post_on"}},
               // The first nomination was named before anybody could be asked about it.
               {"community.consultation",
                "gate=exemplar.naming&subject.gt=1",
                {"gate", "subject", "member", "community"}}}},
        Later{"assessment",
              {{"assessment.evidence", "withdrawn=false", {"fact", "organisation", "item_code", "held_on"}}}},
        Later{"exemplar",
              {{"exemplar.best_organisation", "source=assessment", {"year", "organisation", "rank", "total"}}}}),
    name_of);

}  // namespace
}  // namespace liufa::test
