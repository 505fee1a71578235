#include "reading.hpp"

#include <fmt/format.h>

#include "fields.hpp"

namespace liufa::vanguard {

std::optional<Year> find_year(Call& call, std::int64_t year) {
  std::optional<Year> found;
  call.query(
      "SELECT id, state, publicity_from, publicity_until, recording_until, excellent_share, excellent_rounding, "
      "outdated, counted, rule_changes FROM vanguard_year WHERE year = $1",
      {year}, [&](const Row& row) {
        found = Year{row.integer(0),
                     year,
                     std::string(row.text(1)),
                     std::string(row.text(2)),
                     std::string(row.text(3)),
                     std::string(row.text(4)),
                     {row.integer(5), kit::rounding_of(row.text(6)).value_or(kit::Rounding::down)},
                     row.integer(7) != 0,
                     row.integer(8) != 0,
                     row.integer(9)};
      });
  return found;
}

Year read_year(Call& call, std::int64_t year) {
  if (auto found = find_year(call, year)) return *found;
  Call::refuse("year", {fmt::format("还没有建立 {} 考评年度，请先由工委建立并开始", year),
                        fmt::format("the year {} is not set up; have the office create and start it first", year)});
}

std::string derived_class(std::string_view service, std::string_view cadre) {
  if (service == "retired") return "retired";
  return cadre.empty() ? "ordinary" : "backbone";
}

std::string class_of(Call& call, std::int64_t year, std::int64_t member) {
  std::string found = "ordinary";
  call.query(
      "SELECT m.service, m.cadre, c.class FROM directory_member AS m LEFT JOIN vanguard_classification AS c "
      "ON c.year = $2 AND c.member = m.id AND c.state = 'decided' WHERE m.id = $1",
      {member, year}, [&](const Row& row) {
        found = row.is_null(2) ? derived_class(row.text(0), row.text(1)) : std::string(row.text(2));
      });
  return found;
}

std::int64_t organisation_of(Call& call, std::int64_t member, std::string_view field) {
  std::int64_t organisation = 0;
  call.query("SELECT organisation, status, name FROM directory_member WHERE id = $1", {member}, [&](const Row& row) {
    organisation = row.integer(0);
    if (row.text(1) == "left")
      Call::refuse(std::string(field),
                   {fmt::format("党员“{}”已转出或离党，请另选党员", row.text(2)),
                    fmt::format("a present member is expected; “{}” has moved away or left", row.text(2))});
  });
  return organisation;
}

std::string name_of(Call& call, std::int64_t member) {
  return call.query_text("SELECT name FROM directory_member WHERE id = $1", {member}).value_or("");
}

}  // namespace liufa::vanguard
