/// The testing kit: a host with one district, in the test's own process and a temporary folder, driven through the same
/// API that people use. For GoogleTest, but not tied to it.
///
///     liufa::testing::District district;                    // methods from LIUFA_TEST_METHODS
///     district.enable("pairing");
///     const auto urban = district.organisation("D001", "区委办公室", "department");
///     const auto pair = district.create("pairing.pair", {{"urban", urban}, …});
///     district.transition("pairing.pair", pair, "confirm");
///     EXPECT_EQ(district.figure("pairing.department_pairs"), 1);
///
/// Used from one thread. Everything is removed with the object.
#pragma once

#include <liufa/abi.h>

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::testing {

using Json = nlohmann::ordered_json;

/// What the API answered.
struct Answer {
  int status = 0;
  Json body;
  /// Of a problem: its code ("record.required", a method's refusal "method.refused") and English detail.
  [[nodiscard]] std::string code() const { return body.is_object() ? body.value("code", "") : ""; }
  [[nodiscard]] std::string detail() const {
    return body.is_object() && body.contains("text") ? body["text"].value("en", "") : "";
  }
};

/// Thrown by the calls that expect success, with the whole answer in its text.
class Unexpected : public std::runtime_error {
 public:
  explicit Unexpected(Answer answer)
      : std::runtime_error(std::to_string(answer.status) + " " + answer.body.dump()), answer_(std::move(answer)) {}
  [[nodiscard]] const Answer& answer() const { return answer_; }

 private:
  Answer answer_;
};

class LIUFA_EXPORT District {
 public:
  /// `methods`: the folder that holds the method packages, a sub-folder each.
#ifdef LIUFA_TEST_METHODS
  explicit District(const std::string& methods = LIUFA_TEST_METHODS) : District(std::vector<std::string>{methods}) {}
#endif
  explicit District(const std::vector<std::string>& methods);
  District(const District&) = delete;
  District& operator=(const District&) = delete;
  ~District();

  /// Any request to the API; `path` is relative to /api/v1/districts/test, e.g. "/records/pairing/pair?state=active".
  Answer request(std::string_view method, std::string_view path, const Json& body = nullptr,
                 const std::map<std::string, std::string>& headers = {});

  // The rest throws Unexpected unless the API says yes.

  void enable(std::string_view method);
  void disable(std::string_view method);
  /// Sets the method's settings in this district (those named; the others stay).
  void configure(std::string_view method, const Json& settings);

  /// Creates an organisation below `parent` (0 = top) with further `fields` (sector, condition, …); returns its id.
  std::int64_t organisation(std::string_view code, std::string_view name, std::string_view kind,
                            std::int64_t parent = 0, const Json& fields = Json::object());
  /// Creates a member of an organisation; kind "organ", status "full", in service, unless `fields` say otherwise.
  std::int64_t member(std::string_view code, std::string_view name, std::int64_t organisation,
                      const Json& fields = Json::object());

  /// `record` is the full id, "pairing.pair".
  std::int64_t create(std::string_view record, const Json& fields);
  Json read(std::string_view record, std::int64_t id);
  /// All records that a query selects ("state=active&sort=-score"), through every page.
  std::vector<Json> list(std::string_view record, std::string_view query = "");
  void update(std::string_view record, std::int64_t id, const Json& fields);
  void transition(std::string_view record, std::int64_t id, std::string_view step, const Json& fields = Json::object());
  /// Imports CSV text (a header row of field ids); returns the import's report.
  Json import_csv(std::string_view record, std::string_view csv);

  /// Runs an action to its end and returns its answer.
  Json run(std::string_view method, std::string_view action, const Json& input = Json::object());

  /// A figure's value; `query` e.g. "period=2026&organisation=7".
  double figure(std::string_view key, std::string_view query = "");

  /// All events of the log so far, or those of one topic.
  std::vector<Json> events(std::string_view topic = "");

  /// Sets the district's clock to noon in China of this date; it stands still from then on. Starts at 2026-03-01.
  void set_today(std::string_view date);

  /// Waits until every enabled method has handled every event (or it is with the dead letters).
  void settle();

  /// From now on all requests come from the account with this login (created as access.account, with its posts as
  /// access.post); empty: again from whoever may do everything, as at the start.
  void act_as(std::string_view login);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace liufa::testing
