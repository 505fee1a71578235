#include "rules.hpp"

namespace liufa::pairing {

Organisation require_open(Call& call, std::string_view field, std::int64_t id, const Term& term) {
  const auto organisation = find_organisation(call, id);
  if (!organisation)
    Call::refuse(std::string(field),
                 {"找不到该组织，请重新选择。", "Expected an existing organisation; choose another."});
  if (!organisation->closed_on.empty() && organisation->closed_on < term.ends_on)
    Call::refuse(std::string(field),
                 {"“" + organisation->name + "”已于（或将于）" + organisation->closed_on + " 撤销，不能结对至 " +
                      term.ends_on + "。请另选组织，或把截止日期提前到撤销之日。",
                  "Expected an organisation that exists until " + term.ends_on + "; “" + organisation->name +
                      "” closes on " + organisation->closed_on + ". Choose another one or an earlier last day."});
  return *organisation;
}

Member require_member(Call& call, std::string_view field, std::int64_t id, std::string_view kind) {
  const auto member = find_member(call, id);
  if (!member)
    Call::refuse(std::string(field), {"找不到该党员，请重新选择。", "Expected an existing member; choose another."});
  if (member->status == "left")
    Call::refuse(std::string(field), {"该党员已转出或离党，不能参加。请另选党员，或先在党员名册中更正。",
                                      "Expected a present member; this one has moved away or left. Choose another, or "
                                      "correct the register first."});
  if (member->kind != kind) {
    const bool organ = kind == "organ";
    Call::refuse(std::string(field),
                 {std::string("此处应为") + (organ ? "机关党员" : "农民党员") + "，所选党员的类别不符。请另选党员。",
                  std::string("Expected ") + (organ ? "an organ member" : "a farmer member") +
                      "; the one chosen is of another kind. Choose another."});
  }
  return *member;
}

void derive(Change& change, std::string_view field, std::int64_t value) {
  const std::int64_t given = integer_of(change.after(), field);
  if (given == value) return;
  if (given != 0)
    Call::refuse(std::string(field), {"此项与所选结对或党员不一致。请留空，由系统自动填写。",
                                      "Expected what the chosen pair or member says, found something else. Leave it "
                                      "empty: it is filled in."});
  change.set(field, value);
}

void require_below(int found, int limit, std::string_view field, const Text& whom, const Text& setting) {
  if (found < limit) return;
  const std::string has = std::to_string(found);
  const std::string most = std::to_string(limit);
  Call::refuse(std::string(field), {whom.zh + "在此期间已有 " + has + " 个，最多 " + most +
                                        " 个。请先结束已有的，或在设置“" + setting.zh + "”中调整上限。",
                                    "Expected fewer than " + most + " for " + whom.en + " in this term; found " + has +
                                        ". End one of them first, or raise the setting “" + setting.en + "”."});
}

void require_single(Change& change, std::string_view record, std::string_view one, std::string_view other,
                    const Term& term) {
  const std::string sql = "SELECT id FROM pairing_" + std::string(record) +
                          " WHERE state IN ('proposed', 'returned', 'active') AND " + std::string(one) + " = $1 AND " +
                          std::string(other) + " = $2 AND id <> $3 AND starts_on <= $4 AND ends_on >= $5";
  const auto twin = change.query_integer(sql, {integer_of(change.after(), one), integer_of(change.after(), other),
                                               change.id().value_or(0), term.ends_on, term.starts_on});
  if (!twin) return;
  Call::refuse(std::string(other),
               {"双方在此期间已经结对（第 " + std::to_string(*twin) + " 号）。请使用或续签原有结对。",
                "Expected two that are not paired in this term; they are, by number " + std::to_string(*twin) +
                    ". Use or renew that one."});
}

}  // namespace liufa::pairing
