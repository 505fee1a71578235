#include "report.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "base/clock.hpp"

namespace liufa::bench {

namespace {

/// Timing of a few milliseconds scatters; growth is only called faster than linear beyond this.
constexpr double tolerated_excess = 1.25;

bool within(double value, const std::optional<Bound>& bound) {
  return !bound || (bound->at_least ? value >= bound->value : value <= bound->value);
}

std::string shown(double value) {
  if (value >= 1000) return fmt::format("{:.0f}", value);
  if (value >= 10) return fmt::format("{:.1f}", value);
  return fmt::format("{:.3f}", value);
}

std::string shown(const std::optional<Bound>& bound) {
  return bound ? fmt::format("{} {:g}", bound->at_least ? "≥" : "≤", bound->value) : "";
}

const char* verdict(bool holds) { return holds ? "ok" : "FAILED"; }

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

Json json_of(const std::optional<Bound>& bound) {
  return bound ? Json{{bound->at_least ? "at_least" : "at_most", bound->value}} : Json(nullptr);
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double Comparison::ratio() const {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(ours.size(), bare.size()); ++i) ratios.push_back(ours[i] / bare[i]);
  return median(ratios);
}

bool Comparison::holds() const { return within(ratio(), bound); }
bool Measurement::holds() const { return within(value, bound); }

double Growth::excess() const {
  if (cost.size() < 2) return 0;
  return cost.back().second / cost.front().second /
         (static_cast<double>(cost.back().first) / static_cast<double>(cost.front().first));
}

bool Growth::holds() const { return excess() <= tolerated_excess; }

void Report::add(Comparison comparison) {
  fmt::print(stderr, "  {}: {:.3f}\n", comparison.name, comparison.ratio());
  comparisons_.push_back(std::move(comparison));
}
void Report::add(Measurement measurement) { measurements_.push_back(std::move(measurement)); }
void Report::add(Growth growth) { growths_.push_back(std::move(growth)); }
void Report::note(std::string text) {
  fmt::print(stderr, "  {}\n", text);
  notes_.push_back(std::move(text));
}

bool Report::holds() const {
  const auto each_holds = [](const auto& list) {
    return std::all_of(list.begin(), list.end(), [](const auto& each) { return each.holds(); });
  };
  return each_holds(comparisons_) && each_holds(measurements_) && each_holds(growths_);
}

void Report::print() const {
  fmt::print("\n{:<52} {:>10} {:>10} {:>8} {:>8}  {}\n", "", "ours", "bare", "ratio", "bound", "");
  for (const Comparison& each : comparisons_)
    fmt::print("{:<52} {:>10} {:>10} {:>8.3f} {:>8}  {}\n", fmt::format("{}, {}", each.name, each.unit),
               shown(median(each.ours)), shown(median(each.bare)), each.ratio(), shown(each.bound),
               each.bound ? verdict(each.holds()) : "");
  for (const Measurement& each : measurements_)
    fmt::print("{:<52} {:>10} {:>10} {:>8} {:>8}  {}\n", fmt::format("{}, {}", each.name, each.unit), shown(each.value),
               "", "", shown(each.bound), each.bound ? verdict(each.holds()) : "");
  if (!growths_.empty()) {
    fmt::print("\n{:<40}", "growth: cost at so many records");
    for (const auto& [records, cost] : growths_.front().cost) fmt::print(" {:>11}", records);
    fmt::print(" {:>14}  \n", "÷ linear ≤ 1");
    for (const Growth& each : growths_) {
      fmt::print("{:<40}", fmt::format("{}, {}", each.name, each.unit));
      for (const auto& [records, cost] : each.cost) fmt::print(" {:>11}", shown(cost));
      fmt::print(" {:>14.3f}  {}\n", each.excess(), verdict(each.holds()));
    }
  }
  for (const std::string& note : notes_) fmt::print("{}\n", note);
}

Json Report::json() const {
  utsname system{};
  uname(&system);
  Json all{{"at", host::Clock().now()},
           {"machine",
            {{"cores", std::thread::hardware_concurrency()}, {"processor", processor()}, {"kernel", system.release}}},
           {"holds", holds()},
           {"comparisons", Json::array()},
           {"measurements", Json::array()},
           {"growth", Json::array()},
           {"notes", notes_}};
  for (const Comparison& each : comparisons_)
    all["comparisons"].push_back({{"name", each.name},
                                  {"unit", each.unit},
                                  {"ours", median(each.ours)},
                                  {"bare", median(each.bare)},
                                  {"ratio", each.ratio()},
                                  {"bound", json_of(each.bound)},
                                  {"holds", each.holds()},
                                  {"repetitions", {{"ours", each.ours}, {"bare", each.bare}}}});
  for (const Measurement& each : measurements_)
    all["measurements"].push_back({{"name", each.name},
                                   {"unit", each.unit},
                                   {"value", each.value},
                                   {"bound", json_of(each.bound)},
                                   {"holds", each.holds()}});
  for (const Growth& each : growths_) {
    Json cost = Json::object();
    for (const auto& [records, value] : each.cost) cost[std::to_string(records)] = value;
    all["growth"].push_back({{"name", each.name},
                             {"unit", each.unit},
                             {"cost", cost},
                             {"excess_over_linear", each.excess()},
                             {"holds", each.holds()}});
  }
  return all;
}

}  // namespace liufa::bench
