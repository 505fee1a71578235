#include "criteria.hpp"

#include <array>
#include <liufa/kit/term.hpp>
#include <optional>

#include "fields.hpp"

namespace liufa::cadre {
namespace {

constexpr std::array<std::string_view, 4> levels{"secondary", "college", "bachelor", "master"};

/// Nothing where it is not known; an empty text where it is met; else what is missing.
using Finding = std::optional<Text>;
const Text met{};

/// The first fact of those the setting names that holds today.
std::optional<std::string> failing_fact(Call& call, std::int64_t member) {
  const std::string today = call.today();
  for (const std::string& source : words_of(call.settings(), "failing_facts"))
    if (call.query_integer("SELECT id FROM host_fact WHERE source = $1 AND member = $2 AND held_on <= $3 AND "
                           "(until_on IS NULL OR until_on >= $3)",
                           {source, member, today}))
      return source;
  return std::nullopt;
}

Finding revolutionary(Call& call, const Member& member) {
  if (member.status != "full") return Text{"不是正式党员", "not a full member"};
  if (const auto fact = failing_fact(call, member.id))
    return Text{"存在“" + *fact + "”所登记的情形", "“" + *fact + "” holds of this member"};
  if (member.joined_on.empty()) return std::nullopt;
  const std::int64_t months = integer_of(call.settings(), "party_months");
  const int found = kit::complete_months(member.joined_on, call.today());
  if (found >= months) return met;
  return Text{"入党应满 " + std::to_string(months) + " 个月，现 " + std::to_string(found) + " 个月",
              "expected " + std::to_string(months) + " months in the Party, found " + std::to_string(found)};
}

Finding younger(Call& call, const Member& member) {
  if (member.born_on.empty()) return std::nullopt;
  const std::int64_t most = integer_of(call.settings(), "nomination_age");
  const int age = kit::age_on(member.born_on, call.today());
  if (age <= most) return met;
  return Text{"提名年龄应不超过 " + std::to_string(most) + " 周岁，现 " + std::to_string(age) + " 周岁",
              "expected an age of at most " + std::to_string(most) + ", found " + std::to_string(age)};
}

Finding educated(Call& call, const Member& member) {
  const auto level = call.query_text("SELECT education FROM cadre_profile WHERE member = $1", {member.id});
  if (!level || level->empty()) return std::nullopt;
  const std::string least = text_of(call.settings(), "nomination_education");
  if (education_rank(*level) >= education_rank(least)) return met;
  return Text{"文化程度低于规定", "education below what is asked for (" + *level + ", expected " + least + ")"};
}

Finding professional(Call& call, const Member& member) {
  const auto qualification = call.query_text("SELECT qualification FROM cadre_profile WHERE member = $1", {member.id});
  if (qualification && !qualification->empty()) return met;
  if (call.query_integer(
          "SELECT id FROM cadre_training WHERE member = $1 AND kind = 'professional' AND state = 'passed'",
          {member.id}))
    return met;
  return std::nullopt;
}

}  // namespace

int education_rank(std::string_view level) {
  for (std::size_t at = 0; at < levels.size(); ++at)
    if (levels[at] == level) return static_cast<int>(at);
  return -1;
}

Criteria check_criteria(Call& call, const Member& member) {
  Criteria result;
  for (const std::string& each : words_of(call.settings(), "criteria")) {
    const Finding found = each == "revolutionary" ? revolutionary(call, member)
                          : each == "younger"     ? younger(call, member)
                          : each == "educated"    ? educated(call, member)
                                                  : professional(call, member);
    if (!found)
      result.unknown.push_back(each);
    else if (found->zh.empty())
      result.met.push_back(each);
    else {
      result.unmet.push_back(each);
      result.why.push_back(*found);
    }
  }
  return result;
}

}  // namespace liufa::cadre
