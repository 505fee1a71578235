#include <array>
#include <liufa/method.hpp>

namespace {

constexpr std::array<std::string_view, 4> kLastDayOfQuarter{"-03-31", "-06-30", "-09-30", "-12-31"};

class LecturePlan final : public liufa::Method {
  void start(liufa::Setup& at) override { at.action("open_year", open_year); }

  /// Gives every branch a lecture to hold in each quarter. Running it again fills in only what is missing, so that a
  /// branch founded in between gets its lectures too.
  static void open_year(liufa::Call& call) {
    const auto year = call.input().at("year").get<std::int64_t>();

    // An action reads one snapshot, outside any transaction: as long as it takes, nobody waits.
    std::vector<liufa::Json> missing;
    call.query(
        "SELECT branch.id, quarters.quarter FROM directory_organisation AS branch "
        "CROSS JOIN (SELECT 1 AS quarter UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) AS quarters "
        "LEFT JOIN lecture_plan_slot AS slot "
        "ON slot.branch = branch.id AND slot.year = $1 AND slot.quarter = quarters.quarter "
        "WHERE branch.kind = 'branch' AND branch.closed_on IS NULL AND slot.id IS NULL "
        "ORDER BY branch.id, quarters.quarter",
        {year}, [&](const liufa::Row& row) {
          const auto quarter = static_cast<std::size_t>(row.integer(1));
          missing.push_back({{"branch", row.integer(0)},
                             {"year", year},
                             {"quarter", quarter},
                             {"due_on", std::to_string(year) + std::string(kLastDayOfQuarter[quarter - 1])}});
        });
    call.progress(0, static_cast<std::int64_t>(missing.size()));

    // Everything is computed; the write is short. Either all of it is on disk afterwards or none.
    call.write([&] {
      for (const liufa::Json& slot : missing) call.create("slot", slot);
    });
    call.answer({{"created", missing.size()}});
  }
};

}  // namespace

LIUFA_METHOD(LecturePlan, "lecture_plan", "1.0.0")
