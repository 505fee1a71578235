/// A host of our own in this process, on real disk, with the benchmarks' method; asked through the API like any other.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "http/api.hpp"
#include "methods/host.hpp"

namespace liufa::bench {

namespace fs = std::filesystem;
using host::Json;

/// How much is measured.
struct Options {
  std::size_t repetitions = 5;
  double seconds = 2;                                           ///< of load on a server, each time
  std::size_t records = 100'000;                                ///< of the imports, events and figures
  std::vector<std::size_t> growth{10'000, 100'000, 1'000'000};  ///< numbers of records
  std::size_t index_members = 20'000;                           ///< with 50 entries each
  bool country = true;                                          ///< the whole organisation tree
  fs::path folder = fs::path(LIUFA_BUILD) / "bench_data";       ///< emptied at the start
};

class Bed {
 public:
  /// Opens (or makes) the data folder. `methods`: folders of method packages.
  explicit Bed(const fs::path& folder, std::vector<fs::path> methods = {fs::path(LIUFA_BUILD) / "bench_methods"});

  /// A new district with the ledger and `organisations` villages in it; returns its token.
  std::string make_district(const std::string& id, std::size_t organisations = 500);

  /// A request to a district, as the local operator. Throws std::runtime_error unless it succeeds.
  std::string ask(std::string_view district, std::string_view method, std::string_view path, std::string body = {});
  Json ask_json(std::string_view district, std::string_view method, std::string_view path, std::string body = {});
  /// The same in somebody else's name.
  std::string ask_as(const host::Actor& actor, std::string_view district, std::string_view method,
                     std::string_view path, std::string body = {});

  /// Runs an action to its end, of the ledger unless it names its method (METHOD/ACTION); returns its answer.
  Json run(std::string_view district, std::string_view action, const Json& input = Json::object());

  void settle(std::string_view district);

  host::Host& host() { return *host_; }
  host::Api& api() { return *api_; }

 private:
  std::unique_ptr<host::Host> host_;
  std::unique_ptr<host::Api> api_;
};

/// Row `index` (from 0) of the benchmarks' entries: the same everywhere.
struct Entry {
  std::string code;
  std::string organisation;  ///< its code
  std::string subject;
  std::string_view kind;
  std::string held_on;
  std::int64_t amount = 0;  ///< in hundredths
  std::int64_t people = 0;
  std::string note;
};
Entry entry(std::size_t index, std::size_t organisations = 500);

/// Entries [first, first + count) as CSV with a header.
std::string entries_csv(std::size_t first, std::size_t count, std::size_t organisations = 500);

/// The code of organisation `index` (from 0) that make_district makes.
std::string organisation_code(std::size_t index);

template <class Work>
double seconds_of(Work&& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace liufa::bench
