#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "parts.hpp"
#include "services/table/csv_text.hpp"

namespace liufa::bench {

namespace {

constexpr const char* package = "china-division@2.7.0";

/// Where the package's tables lie after fetching it, once, into the build folder; empty if that is not possible.
fs::path fetch_tables() {
  const fs::path folder = fs::path(LIUFA_BUILD) / "country";
  const fs::path tables = folder / "package" / "dist";
  if (fs::exists(tables / "villages.csv")) return tables;
  fs::create_directories(folder);
  const std::string command = fmt::format(
      "cd '{}' && npm pack {} --silent >/dev/null 2>&1 && tar xzf china-division-2.7.0.tgz", folder.string(), package);
  return std::system(command.c_str()) == 0 && fs::exists(tables / "villages.csv") ? tables : fs::path();
}

std::string text_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Country {
  std::string csv = "code,name,kind,parent\n";
  std::size_t organisations = 0;
};

/// Code, name and the superior's code are the first three columns of each table; provinces have no superior.
Country read_country(const fs::path& tables) {
  Country country;
  constexpr std::array<std::pair<const char*, const char*>, 5> levels{{{"provinces", "region"},
                                                                       {"cities", "region"},
                                                                       {"areas", "region"},
                                                                       {"streets", "town"},
                                                                       {"villages", "village"}}};
  for (const auto& [level, usual_kind] : levels) {
    const auto rows = host::csv_rows(text_of_file(tables / fmt::format("{}.csv", level)));
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const auto& cells = rows[i].cells;
      const bool community = cells[1].text.ends_with("居委会") || cells[1].text.ends_with("社区");
      host::csv_append(country.csv, cells[0].text, false);
      host::csv_append(country.csv, cells[1].text, true);
      host::csv_append(country.csv, std::string_view(level) == "villages" && community ? "community" : usual_kind,
                       true);
      host::csv_append(country.csv, cells.size() > 2 ? cells[2].text : "", true);
      country.csv += '\n';
      ++country.organisations;
    }
  }
  return country;
}

}  // namespace

void measure_country(const Options& options, Report& report) {
  const fs::path tables = fetch_tables();
  if (tables.empty())
    return report.note(fmt::format("The country's tree was left out: {} can't be fetched with npm.", package));
  Bed bed(options.folder / "country");
  bed.host().create_district("country");
  const Country country = read_country(tables);
  const std::string name = fmt::format("{} organisations of the whole country", country.organisations);
  const double seconds =
      seconds_of([&] { bed.ask("country", "POST", "/records/directory/organisation/import", country.csv); });
  report.add(Measurement{"import of " + name, "s", seconds, Bound{120, false}});

  const auto id_of = [&](std::string_view code) {
    return bed
        .ask_json("country", "GET", fmt::format("/records/directory/organisation?code={}", code))["items"][0]["id"]
        .get<std::int64_t>();
  };
  const auto milliseconds = [&](const std::string& path) {
    std::vector<double> all;
    for (int i = 0; i < 5; ++i) all.push_back(1000 * seconds_of([&] { bed.ask("country", "GET", path); }));
    return median(all);
  };
  const std::int64_t chongqing = id_of("50");
  const std::int64_t hechuan = id_of("500117");
  report.add(Measurement{"villages below a district (Hechuan), figure", "ms",
                         milliseconds(fmt::format("/figures/directory.villages?organisation={}", hechuan)),
                         Bound{100, false}});
  report.add(Measurement{"villages below a province (Chongqing), figure", "ms",
                         milliseconds(fmt::format("/figures/directory.villages?organisation={}", chongqing)),
                         Bound{100, false}});
  report.add(Measurement{"first 50 below a province, list", "ms",
                         milliseconds(fmt::format("/records/directory/organisation?parent.within={}", chongqing)),
                         Bound{100, false}});
  report.add(Measurement{"villages of the whole country, figure", "ms", milliseconds("/figures/directory.villages"),
                         std::nullopt});
}

}  // namespace liufa::bench
