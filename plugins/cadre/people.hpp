/// What the directory and this method know of a member, an organisation and a post, read once per question.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::cadre {

struct Member {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string code;
  std::string name;
  std::string status;
  std::string cadre;  ///< full_time, part_time or empty
  std::string born_on;
  std::string joined_on;
};

struct Organisation {
  std::int64_t id = 0;
  std::string code;
  std::string name;
  std::string path;
  std::string closed_on;
};

struct Post {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string kind;
  std::string name;
  std::string state;
  std::string employment;
  bool rotates = false;
  int rotation_months = 0;  ///< 0 = by the rules
  std::string vacant_since;
  std::string fill_by;
  std::string vacancy_cause;
};

/// Each refuses on `field` if there is none.
Member require_member(Call& call, std::string_view field, std::int64_t id);
Organisation require_organisation(Call& call, std::string_view field, std::int64_t id);
Post require_post(Call& call, std::string_view field, std::int64_t id);

/// The same, but also refuses a member who has left, an organisation that is closed, a post that is abolished.
Member require_present(Call& call, std::string_view field, std::int64_t id);
Organisation require_open(Call& call, std::string_view field, std::int64_t id);
Post require_established(Call& call, std::string_view field, std::int64_t id);

/// Full members of an organisation and all below: who may vote (基层组织选举工作条例 2020, article 5).
std::int64_t full_members(Call& call, const Organisation& organisation);

/// The state of one of this method's records as it stands; empty if there is none.
std::string state_of(Call& call, std::string_view record, std::int64_t id);

/// The path from which and up to which (exclusive) an organisation and all below lie; all if `organisation` is 0.
struct Span {
  std::string from;
  std::string until;
};
Span span_of(Call& call, std::int64_t organisation);

/// What a kind of post is called.
Text kind_name(std::string_view kind);

}  // namespace liufa::cadre
