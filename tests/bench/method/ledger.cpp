/// The benchmarks' method: its handlers do as little as handlers can, so that the host's part is what is measured.
#include <liufa/method.hpp>

namespace {

class Ledger final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("derive", [](liufa::Call& call) {
      const auto count = call.input().at("count").get<std::int64_t>();
      const auto offset = call.input().at("offset").get<std::int64_t>();
      const auto written = call.derive(
          "score", {"number", "year", "organisation", "total", "grade", "counted_on"}, [&](liufa::Derivation& to) {
            for (std::int64_t i = 0; i < count; ++i)
              to.row(i, 2026, 2 + i % 500, i % 10'000 + offset, i % 3 == 0 ? "good" : "fair", "2026-03-01");
          });
      call.answer({{"written", written}});
    });
    at.action("scan", [](liufa::Call& call) {
      std::int64_t sum = 0;
      for (auto times = call.input().at("times").get<std::int64_t>(); times > 0; --times)
        call.query("SELECT id, organisation, kind, held_on, amount, people FROM ledger_entry", {},
                   [&](const liufa::Row& row) {
                     sum += row.integer(0) + row.integer(1) + row.integer(4) + row.integer(5);
                     sum += static_cast<std::int64_t>(row.text(2).size() + row.text(3).size());
                   });
      call.answer({{"sum", sum}});
    });
    at.on("ledger.entry.created", [this](liufa::Event&) { ++seen_; });
  }
  std::uint64_t seen_ = 0;
};

}  // namespace

LIUFA_METHOD(Ledger, "ledger", "1.0.0")
