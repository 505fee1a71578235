/// Two villages below a town, a guide in a third place, and the method `trips` whose records both own.
#pragma once

#include "people.hpp"

namespace liufa::host::test {

class TripsTest : public PeopleTest {
 protected:
  TripsTest() : PeopleTest({LIUFA_ROOT "/tests/unit/http/methods"}) {
    today("2026-03-02");
    host.district("d").enable("local", "trips");
    town = organisation("镇党委", "town", 0);
    village = organisation("北村", "village", town);
    other_village = organisation("南村", "village", town);
    organs = organisation("农业局", "branch", 0);
    guide = create("/records/directory/member",
                   {{"code", "M1"}, {"name", "李明"}, {"organisation", organs}, {"kind", "organ"}});
  }

  std::int64_t trip(const std::string& number, const Json& more = Json::object()) {
    Json fields{{"number", number}, {"village", village}, {"guide", guide}};
    fields.update(more);
    return create("/records/trips/trip", fields);
  }
  /// The answer of what must succeed.
  Json get(const Actor& who, const std::string& path) { return body(send(who, "GET", path), 200); }
  std::int64_t events() { return last_event(*host.district("d").store().read()); }

  std::int64_t town, village, other_village, organs, guide;
};

}  // namespace liufa::host::test
