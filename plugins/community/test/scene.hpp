/// A small district for the tests of community: an organ branch with members, two communities where they live.
#pragma once

#include <gtest/gtest.h>

#include <liufa/testing.hpp>
#include <string>
#include <string_view>

namespace liufa::community {

using testing::District;
using testing::Json;

struct Scene {
  /// `neighbour`: also the method with gates and a fact that lies beside the tests.
  explicit Scene(bool neighbour = false);

  District district;
  std::int64_t branch = 0;
  std::int64_t other_branch = 0;
  std::int64_t east = 0;     ///< community, code C1
  std::int64_t west = 0;     ///< community, code C2
  std::int64_t village = 0;  ///< code V1
  std::int64_t wang = 0;     ///< member M1
  std::int64_t li = 0;       ///< member M2
  std::int64_t zhao = 0;     ///< member M3

  /// Records that a member agrees to their data being handed to a community.
  void consent(std::int64_t member, std::int64_t community);
  /// A report-in that the community has confirmed.
  std::int64_t reported_in(std::int64_t member, std::int64_t community, const Json& more = Json::object());
  /// A kind of post by its code.
  std::int64_t kind(std::string_view code);
  std::int64_t need(std::int64_t community, std::string_view code, const Json& more = Json::object());
  std::int64_t opening_of(std::string_view record, std::int64_t id);
  std::int64_t claim(std::int64_t need, std::int64_t member);
  std::int64_t held_claim(std::int64_t need, std::int64_t member);
  std::int64_t service(std::int64_t member, std::string_view code, std::string_view day, double hours);

  /// Of this method.
  std::int64_t create(std::string_view record, const Json& fields);
  void step(std::string_view record, std::int64_t id, std::string_view step, const Json& fields = Json::object());
  std::string state(std::string_view record, std::int64_t id);
  /// A field of a record; null if it is empty.
  Json field(std::string_view record, std::int64_t id, std::string_view field);
  Json run(std::string_view action, const Json& input = Json::object());
  /// The one record that a query selects; null if there is none.
  Json one(std::string_view record, std::string_view query);
};

/// Expects a refusal of `act` at this field whose English text contains `text`.
template <class Act>
void expect_refused(Act&& act, std::string_view field, std::string_view text) {
  try {
    act();
    ADD_FAILURE() << "expected a refusal with “" << text << "”";
  } catch (const testing::Unexpected& unexpected) {
    const testing::Answer& answer = unexpected.answer();
    EXPECT_NE(answer.detail().find(text), std::string::npos) << answer.body.dump();
    if (!field.empty()) {
      EXPECT_EQ(answer.body.value("field", ""), field) << answer.body.dump();
    }
    EXPECT_FALSE(answer.body.at("text").value("zh", "").empty());
  }
}

}  // namespace liufa::community
