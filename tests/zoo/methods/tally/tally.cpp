#include <liufa/method.hpp>

namespace {

using liufa::Call;
using liufa::Derivation;
using liufa::Json;
using liufa::Row;

/// A cell as JSON gives it; a fraction is no stored form, and is sent on all the same.
liufa::Parameter cell(const Json& json) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  return {};
}

void recount(Call& call) {
  const auto year = call.input().at("year").get<std::int64_t>();
  const auto written = call.derive("standing", {"place", "year", "total", "note"}, [&](Derivation& to) {
    call.query("SELECT place, SUM(points) FROM tally_entry WHERE year = $1 GROUP BY place ORDER BY place", {year},
               [&](const Row& row) { to.row(row.integer(0), year, row.integer(1), "sum"); });
  });
  const auto removed = call.discard("standing", {{"year", year}});
  call.answer({{"written", written}, {"removed", removed}});
}

void write_rows(Call& call) {
  std::vector<std::vector<liufa::Parameter>> rows;
  for (const Json& each : Json::parse(call.input().at("rows").get<std::string>())) {
    rows.emplace_back();
    for (const Json& value : each) rows.back().push_back(cell(value));
  }
  call.answer({{"written", call.derive(call.input().at("record").get<std::string>(),
                                       call.input().at("fields").get<std::vector<std::string>>(), rows)}});
}

void count_up(Call& call) {
  const auto count = call.input().at("count").get<std::int64_t>();
  const auto fails_at = call.input().at("fails_at").get<std::int64_t>();
  const auto written = call.derive("number", {"number", "value"}, [&](Derivation& to) {
    for (std::int64_t i = 1; i <= count; ++i) {
      if (i == fails_at) throw std::runtime_error("the source has run dry");
      to.row(i, i % 7 == 0 ? std::nullopt : std::optional(i));
      if (i % 1000 == 0) call.progress(i, count);
    }
  });
  call.answer({{"written", written}});
}

/// Reads, row by row, what it writes meanwhile.
void double_values(Call& call) {
  const auto written = call.derive("number", {"number", "value"}, [&](Derivation& to) {
    call.query("SELECT number, COALESCE(value, 0) FROM tally_number ORDER BY number", {},
               [&](const Row& row) { to.row(row.integer(0), 2 * row.integer(1)); });
  });
  call.answer({{"written", written}});
}

/// What was undone does not count as written, whether a whole write was undone or a part.
void forgive(Call& call) {
  call.write([&] { call.derive("number", {"number", "value"}, {{std::int64_t{1}, std::int64_t{1}}}); });
  try {
    call.write([&] {
      call.derive("number", {"number"}, {{std::int64_t{2}}});
      throw std::runtime_error("given up");
    });
  } catch (const std::runtime_error&) {
  }
  call.write([&] {
    try {
      call.derive("number", {"number", "value"}, {{std::int64_t{3}, std::int64_t{3}}, {std::int64_t{4}, "four"}});
    } catch (const liufa::HostError&) {
    }
    call.derive("number", {"number"}, {{std::int64_t{5}}});
  });
  call.discard("number", {});
}

class Tally final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("recount", recount);
    at.action("write", write_rows);
    at.action("count_up", count_up);
    at.action("double", double_values);
    at.action("clear", [](Call& call) { call.answer({{"removed", call.discard("number", {})}}); });
    at.action("forgive", forgive);
    at.on("tally.entry.created", [](liufa::Event& event) {
      if (!event.after().value("at_once", false)) return;
      const auto place = event.after().at("place").get<std::int64_t>();
      const auto year = event.after().at("year").get<std::int64_t>();
      const auto total =
          event.query_integer("SELECT SUM(points) FROM tally_entry WHERE place = $1 AND year = $2", {place, year});
      event.derive("standing", {"place", "year", "total"}, {{place, year, *total}});
    });
    at.on("tally.standing.derived", [](liufa::Event& event) {
      event.create(
          "notice",
          {{"rows", event.after().at("rows")}, {"removed", event.after().at("removed")}, {"about", event.id()}});
    });
  }
};

}  // namespace

LIUFA_METHOD(Tally, "tally", "1.0.0")
