#include "liufa/kit/composite.hpp"

#include <gtest/gtest.h>

#include "liufa/kit/weighting.hpp"

namespace liufa::kit {
namespace {

using Scheme = CompositeScheme<>;
using Entry = CompositeEntry<>;
using Entries = std::vector<Entry>;

/// Meetings up to 12, deductions, and a bonus; 100 at most before the bonus.
Scheme scheme() {
  return {{{GroupKind::earns, Exact(12)}, {GroupKind::deducts, {}}, {GroupKind::bonus, Exact(10)}}, Exact(100), 0};
}

TEST(KitComposite, FifteenMeetingsTimes2Are30CappedAt12) {
  const auto score = compose(scheme(), Entries(15, Entry{0, 2}));
  EXPECT_EQ(score.groups[0].entries, 15);
  EXPECT_EQ(score.groups[0].given, 30);
  EXPECT_EQ(score.groups[0].counted, 12);
  EXPECT_EQ(score.total, 12);
  EXPECT_EQ(score.entries[5], 2) << "the sixth meeting fills the cap";
  EXPECT_EQ(score.entries[6], 0) << "the seventh adds nothing";
}

TEST(KitComposite, AnEntryAtTheCapCountsInPart) {
  const auto score = compose(scheme(), {{0, 10}, {0, 5}});
  EXPECT_EQ(score.entries[1], 2);
}

TEST(KitComposite, Base70OrBase0) {
  EXPECT_EQ(compose(scheme(), Entries{{0, 5}}, {70, "", false}).total, 75);
  EXPECT_EQ(compose(scheme(), Entries{{0, 5}}).total, 5);
}

TEST(KitComposite, AGroupThatOnlyDeducts) {
  const auto score = compose(scheme(), Entries{{1, 3}, {1, Exact(1, 2)}}, {70, "", false});
  EXPECT_EQ(score.groups[1].counted, Exact(7, 2));
  EXPECT_EQ(score.entries[0], -3);
  EXPECT_EQ(score.total, Exact(133, 2));
  Scheme capped = scheme();
  capped.groups[1].cap = Exact(2);
  EXPECT_EQ(compose(capped, Entries{{1, 3}}, {70, "", false}).total, 68);
}

TEST(KitComposite, NeverBelowTheLeast) { EXPECT_EQ(compose(scheme(), Entries{{1, 30}}, {20, "", false}).total, 0); }

TEST(KitComposite, BonusByLevelOutsideTheCap_8_6_4) {
  const PointsByWord levels{{"central", 800}, {"provincial", 600}, {"municipal", 400}};
  EXPECT_EQ(points_of(levels, "provincial"), 600);
  EXPECT_EQ(points_of(levels, "county"), std::nullopt);
  const auto score = compose(scheme(), Entries{{0, 12}, {2, exact(*points_of(levels, "central"))}}, {95, "", false});
  EXPECT_EQ(score.total, 108) << "107 capped at 100, and 8 beyond it";
  EXPECT_EQ(compose(scheme(), Entries{{2, 8}, {2, 6}}).total, 10) << "the bonus has a cap of its own";
}

TEST(KitComposite, TheBaseByClass) {
  const PointsByWord classes{{"backbone", 7'000}, {"ordinary", 6'000}, {"mobile", 5'000}};
  EXPECT_EQ(points_of(classes, "mobile"), 5'000);
}

TEST(KitComposite, AVetoLeavesNothingButShowsWhatWasThere) {
  const auto score = compose(scheme(), Entries{{0, 5}}, {70, "", true});
  EXPECT_TRUE(score.vetoed);
  EXPECT_EQ(score.before_veto, 75);
  EXPECT_EQ(score.total, 0);
}

TEST(KitComposite, AResetTakesBaseAndEverythingUpToItsDay) {
  const Entries entries{{0, 5, "2025-03-01"}, {1, 2, "2025-06-30"}, {0, 4, "2025-07-01"}};
  const auto score = compose(scheme(), entries, {70, "2025-06-30", false});
  EXPECT_EQ(score.base, 0);
  EXPECT_EQ(score.groups[0].given, 9);
  EXPECT_EQ(score.groups[0].counted, 4);
  EXPECT_EQ(score.total, 4);
}

TEST(KitComposite, CarryOverOf20PercentOf86Is17_2) {
  EXPECT_EQ(round_half_up(carried_over(86, 2'000)), 1'720);
  EXPECT_EQ(compose(scheme(), Entries{{0, 2}}, {carried_over(86, 2'000), "", false}).total, Exact(96, 5));
}

TEST(KitComposite, Daily80AndAppraisal20) {
  EXPECT_EQ(*renormalised({{80, Exact(90)}, {20, Exact(85)}}), 89);
  EXPECT_EQ(*renormalised({{80, Exact(90)}, {20, std::nullopt}}), 90) << "not appraised yet";
}

TEST(KitComposite, HundredthsForMillions) {
  const CompositeScheme<std::int64_t> fast{{{GroupKind::earns, 1'200}, {GroupKind::deducts, {}}}, 10'000, 0};
  const auto score = compose(fast, {{0, 3'000}, {1, 50}}, {7'000, "", false});
  EXPECT_EQ(score.total, 8'150);
}

TEST(KitComposite, RefusesWhatCannotBe) {
  EXPECT_THROW(compose(scheme(), Entries{{3, 1}}), std::invalid_argument);
  EXPECT_THROW(compose(scheme(), Entries{{0, -1}}), std::invalid_argument);
}

}  // namespace
}  // namespace liufa::kit
