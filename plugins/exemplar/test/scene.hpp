/// A small district for the tests: a working committee, a window department and another one, a branch in each.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <liufa/testing.hpp>
#include <string>
#include <vector>

namespace liufa::exemplar {

using testing::District;
using testing::Json;

struct Scene {
  Scene();

  District district;
  std::int64_t office = 0;         ///< the working committee
  std::int64_t window = 0;         ///< department, window service
  std::int64_t economic = 0;       ///< department
  std::int64_t window_branch = 0;  ///< of the window department
  std::int64_t branch = 0;         ///< of the economic department

  /// So many full members in service of an organisation; codes continue.
  std::vector<std::int64_t> members(std::int64_t organisation, int count, const Json& fields = Json::object());

  /// A round of 2026, not yet open.
  std::int64_t round(const Json& fields = Json::object());
  std::int64_t open_round(const Json& fields = Json::object());
  std::int64_t nominate(std::int64_t round, std::int64_t member);
  /// Nominated, submitted and accepted.
  std::int64_t accepted(std::int64_t round, std::int64_t member, const Json& review = Json::object());
  /// Takes a round from nominating to publicity, after the last day of nominating.
  void publicise(std::int64_t round);
  /// A model post named in a round of its own; the clock stands on the day of naming.
  std::int64_t model_post(std::int64_t member);
  Json quota(std::int64_t round, std::int64_t organisation);

  Json read(const std::string& record, std::int64_t id) { return district.read("exemplar." + record, id); }
  std::int64_t create(const std::string& record, const Json& fields) {
    return district.create("exemplar." + record, fields);
  }
  void step(const std::string& record, std::int64_t id, const std::string& step, const Json& fields = Json::object()) {
    district.transition("exemplar." + record, id, step, fields);
  }
  std::string state(const std::string& record, std::int64_t id) { return read(record, id).value("state", ""); }
  Json run(const std::string& action, const Json& input) { return district.run("exemplar", action, input); }
  /// Whether a reminder stands in the to-do list of the district.
  bool is_due(const std::string& reminder);

 private:
  int made_ = 0;
};

/// A field of a record, wherever the API puts it.
inline Json field(const Json& record, const char* id) {
  return record.contains("fields") ? record["fields"].value(id, Json()) : record.value(id, Json());
}

/// That a call is refused, on this field, with an explanation that says so in both languages.
void expect_refused(const std::function<void()>& act, const std::string& on_field, const std::string& english);

}  // namespace liufa::exemplar
