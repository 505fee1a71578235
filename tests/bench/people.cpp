/// What the limits of a person's posts add to a list, and how long a secretary waits for their to-do list.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "parts.hpp"

namespace liufa::bench {

namespace {

constexpr const char* district = "hechuan";
constexpr std::size_t lists_at_once = 20;  // one alone is too short for the clock

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// As `./dev up` makes it.
void make_demo(const fs::path& data) {
  const std::string command =
      fmt::format("'{}/bin/liufa' demo {} --data '{}' --json >/dev/null", LIUFA_BUILD, district, data.string());
  if (std::system(command.c_str()) != 0) throw std::runtime_error("the demonstration district could not be made");
}

std::int64_t id_of(Bed& bed, const std::string& path) {
  const Json items = bed.ask_json(district, "GET", path).at("items");
  if (items.empty()) throw std::runtime_error("nothing at " + path);
  return items.at(0).at("id").get<std::int64_t>();
}

host::Actor holder(std::string_view role, std::int64_t organisation) {
  host::Actor actor = host::actor_with(std::string(role), {std::string(role)});
  actor.account = 1;  // a person, not this machine
  actor.posts.front().organisation = organisation;
  return actor;
}

/// Of this thread, which answers by itself: others at work on the machine don't count.
template <class Work>
double cpu_seconds_of(Work&& work) {
  const auto now = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  const double begun = now();
  work();
  return now() - begun;
}

struct List {
  const char* name;
  host::Actor narrow;  ///< asks `path`
  std::string path;
  std::string wide_path;  ///< what an office over the whole district asks to see the same
};

/// The same page for somebody who reaches a part of the tree and for an office that reaches all of it.
void measure_list(const Options& options, Bed& bed, const List& list, Report& report) {
  const host::Actor office = holder("office", 0);
  if (bed.ask_as(list.narrow, district, "GET", list.path) != bed.ask_as(office, district, "GET", list.wide_path))
    throw std::runtime_error(fmt::format("{}: the two don't see the same", list.name));
  Comparison comparison{fmt::format("list {}", list.name), "CPU µs", {}, {}, Bound{1.1, false}};
  const auto microseconds = [&](const host::Actor& actor, const std::string& path) {
    return 1e6 / lists_at_once * cpu_seconds_of([&] {
             for (std::size_t i = 0; i < lists_at_once; ++i) (void)bed.ask_as(actor, district, "GET", path);
           });
  };
  for (std::size_t i = 0; i < std::max<std::size_t>(options.repetitions, 3) * 9; ++i) {
    comparison.ours.push_back(microseconds(list.narrow, list.path));
    comparison.bare.push_back(microseconds(office, list.wide_path));
  }
  report.add(std::move(comparison));
}

void measure_lists(const Options& options, Bed& bed, Report& report) {
  const auto organisation = [&](const std::string& filter) {
    return id_of(bed, "/records/directory/organisation?" + filter);
  };
  const std::int64_t top = organisation("kind=working_committee");
  const std::int64_t village = organisation("kind=village&sort=-code");
  const std::string members = "/records/directory/member?limit=100";
  const host::Actor all_branches = holder("secretary", top);
  const host::Actor one_village = holder("secretary", village);
  for (const List& each :
       {List{"100 members, scope of 254 organisations", all_branches, members, members},
        List{"100 members by name, the same scope", all_branches, members + "&kind=organ&sort=name",
             members + "&kind=organ&sort=name"},
        List{"100 branches, the same scope", all_branches, "/records/directory/organisation?limit=100&kind=branch",
             "/records/directory/organisation?limit=100&kind=branch"},
        List{"a village's members, scope of one", one_village, members,
             fmt::format("{}&organisation={}", members, village)}})
    measure_list(options, bed, each, report);
}

/// Work is due: everybody's self-check of a new year, the quarterly meeting, and a pair that came back.
std::int64_t make_work(Bed& bed) {
  const auto made = [&](const std::string& path, const Json& fields) {
    return bed.ask_json(district, "POST", path, fields.dump());
  };
  const auto day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 16};
  bed.host().district(district).clock().set(day + std::chrono::hours{2});
  bed.ask(district, "POST", "/methods/meetings/enable");
  const Json standard =
      made("/records/assessment/standard", {{"code", "2026"}, {"year", 2026}, {"name", "2026"}, {"bonus_cap", 5}});
  std::string items = text_of(fs::path(LIUFA_ROOT) / "config/demo/hechuan/assessment_items.csv");
  for (std::size_t at = 0; (at = items.find("\n2025,", at)) != std::string::npos;) items.replace(at, 6, "\n2026,");
  bed.ask(district, "POST", "/records/assessment/item/import", items);
  bed.ask(district, "POST",
          fmt::format("/records/assessment/standard/{}/transitions/publish", standard.at("id").get<std::int64_t>()));
  Json run = made("/actions/assessment/open_year", {{"year", 2026}, {"self_check_until", "2026-11-30"}});
  while (run.at("state") == "running")
    run = bed.ask_json(district, "GET", fmt::format("/runs/{}", run.at("id").get<std::string>()));
  if (run.at("state") != "done") throw std::runtime_error("the year was not opened: " + run.dump());
  const std::int64_t branch = id_of(bed, "/records/directory/organisation?kind=branch&sort=code");
  const std::int64_t village = id_of(bed, "/records/directory/organisation?kind=village&sort=-code");
  const Json pair = made("/records/pairing/pair", {{"urban", branch}, {"rural", village}});
  made(fmt::format("/records/pairing/pair/{}/transitions/return", pair.at("id").get<std::int64_t>()), {{"note", "-"}});
  return branch;
}

void measure_todo(const Options& options, Bed& bed, Report& report) {
  const host::Actor secretary = holder("secretary", make_work(bed));
  const host::Actor office = holder("office", 0);
  const std::size_t items = Json::parse(bed.ask_as(secretary, district, "GET", "/todo")).at("items").size();
  if (items < 3) throw std::runtime_error(fmt::format("the secretary has {} things to do", items));
  std::vector<double> milliseconds;
  Comparison comparison{"a secretary's to-do list ÷ a list of 100", "µs", {}, {}, std::nullopt};
  for (std::size_t i = 0; i < std::max<std::size_t>(options.repetitions, 3) * 9; ++i) {
    comparison.ours.push_back(1e6 * seconds_of([&] { (void)bed.ask_as(secretary, district, "GET", "/todo"); }));
    comparison.bare.push_back(
        1e6 * seconds_of([&] { (void)bed.ask_as(office, district, "GET", "/records/directory/member?limit=100"); }));
  }
  report.add(Measurement{fmt::format("to-do list of a secretary ({} items), all methods", items), "ms",
                         median(comparison.ours) / 1000, Bound{20, false}});
  report.add(std::move(comparison));
}

}  // namespace

void measure_people(const Options& options, Report& report) {
  const fs::path data = options.folder / "people";
  make_demo(data);
  Bed bed(data, {fs::path(LIUFA_BUILD) / "methods", fs::path(LIUFA_ROOT) / "tests/unit/http/methods"});
  measure_lists(options, bed, report);
  measure_todo(options, bed, report);
}

}  // namespace liufa::bench
