/// Democratic appraisal: who rates whom follows from who is signed in; one sheet for each rater and target.
#include <fmt/format.h>

#include <liufa/kit/appraisal.hpp>

#include "fields.hpp"
#include "gates.hpp"
#include "handlers.hpp"

namespace liufa::vanguard {
namespace {

bool is_notice(Change& change) { return is_given(change.after(), "comment_of"); }  // only code sets it

void require_appraisal(Change& change) {
  const std::int64_t number = integer_in(change.after(), "year");
  const Year year = read_year(change, number);
  if (year.state == "appraisal") return;
  Call::refuse("year",
               {fmt::format("{} 年度不在民主评议阶段，不能评议；请工委先开始（或退回）民主评议", number),
                fmt::format("the year {} is not in its appraisal; have the office start it, or take the year back "
                            "to it",
                            number)});
}

std::int64_t rater_of(Change& change, std::int64_t target, bool is_self) {
  if (flag_in(change.after(), "on_paper")) {
    const std::int64_t named = integer_in(change.after(), "rater");
    if (named != 0) return named;
    if (is_self) return target;
    Call::refuse("rater", {"代录纸质互评票须填写评议人", "a rater is expected for a mutual appraisal on paper"});
  }
  const auto rater = change.member();
  if (!rater)
    Call::refuse("rater",
                 {"评议人由登录身份确定，当前账号没有对应党员；请本人登录填写，代录纸质票的请勾选“代录纸质票”",
                  "the rater is who is signed in, but this account belongs to no member; sign in as the member, "
                  "or mark it as taken from paper"});
  if (const std::int64_t named = integer_in(change.after(), "rater"); named != 0 && named != *rater)
    Call::refuse("rater", {"评议人由登录身份确定，不能替他人评议", "the rater is who is signed in, nobody else"});
  return *rater;
}

void check_person_rates(Change& change, std::int64_t target, std::int64_t organisation, bool is_self) {
  const std::int64_t rater = rater_of(change, target, is_self);
  if (const auto refusal = kit::check_rating(rater, target, is_self ? kit::RatingPart::self : kit::RatingPart::others))
    Call::refuse("rater", *refusal);
  if (organisation_of(change, rater, "rater") != organisation)
    Call::refuse("rater", {"互评在同一党组织的党员之间进行，评议人与被评议人不在同一党组织",
                           "members of the same organisation appraise each other; these belong to different ones"});
  change.set("rater", rater);
}

/// What the masses or the organisation think stands on one sheet for each member.
void make_single(Change& change, std::int64_t target, const std::string& kind) {
  change.set("rater", nullptr);
  change.set("sheet", fmt::format("{}:{}:{}", integer_in(change.after(), "year"), target, kind));
}

void require_taking_part(Change& change, std::int64_t target) {
  if (!change.query_integer("SELECT id FROM vanguard_exclusion WHERE year = $1 AND member = $2 AND state = 'approved'",
                            {integer_in(change.after(), "year"), target}))
    return;
  Call::refuse("target", {fmt::format("“{}”本年度不参加考评，无须评议", name_of(change, target)),
                          fmt::format("“{}” takes no part this year and is not appraised", name_of(change, target))});
}

void create(Change& change) {
  if (is_notice(change)) {
    change.set("organisation", organisation_of(change, integer_in(change.after(), "target")));
    return;
  }
  require_appraisal(change);
  const std::string kind = text_in(change.after(), "kind");
  if (kind == "community")
    Call::refuse("kind", {"社区评价由社区年度通报自动取得，不必填报",
                          "the community's word comes from its yearly notice by itself"});
  const std::int64_t target = integer_in(change.after(), "target");
  const std::int64_t organisation = organisation_of(change, target, "target");
  require_taking_part(change, target);
  if (!is_given(change.after(), "score"))
    Call::refuse("score", {"请填写评分（0–100）", "a score from 0 to 100 is expected"});
  if (kind == "self" || kind == "mutual")
    check_person_rates(change, target, organisation, kind == "self");
  else
    make_single(change, target, kind);
  if (kind != "masses") change.set("ballots", 1);
  change.set("organisation", organisation);
  change.set("rated_on", change.today());
}

void update(Change& change) {
  if (is_notice(change)) return;
  require_appraisal(change);
  const std::int64_t rater = integer_in(change.after(), "rater");
  if (rater != 0 && !flag_in(change.after(), "on_paper") && change.member() != rater)
    Call::refuse("rater", {"评议票只能由评议人本人修改", "only the rater can change what they gave"});
  if (!is_given(change.after(), "score"))
    Call::refuse("score",
                 {"评分不能清空；作废请勾选“作废”", "the score can't be emptied; mark the sheet as void instead"});
  if (text_in(change.after(), "kind") != "masses") change.set("ballots", 1);
  change.set("rated_on", change.today());
}

/// The rater's list: themselves, and the others of their organisation, with what is given already.
void to_appraise(Call& call) {
  const std::int64_t rater = integer_in(call.input(), "member");
  const std::int64_t year = integer_in(call.input(), "year");
  read_year(call, year);
  Json list = Json::array();
  std::int64_t missing = 0;
  call.query(
      "SELECT m.id, m.name, a.id, a.score FROM directory_member AS m JOIN directory_member AS r "
      "ON r.id = $1 AND r.organisation = m.organisation LEFT JOIN vanguard_appraisal AS a ON a.year = $2 "
      "AND a.rater = $1 AND a.target = m.id AND a.withdrawn = 0 "
      "LEFT JOIN vanguard_exclusion AS x ON x.year = $2 AND x.member = m.id AND x.state = 'approved' "
      "WHERE m.status <> 'left' AND x.id IS NULL ORDER BY CASE WHEN m.id = $1 THEN 0 ELSE 1 END, m.code",
      {rater, year}, [&](const Row& row) {
        Json each{{"member", row.integer(0)},
                  {"name", row.text(1)},
                  {"kind", row.integer(0) == rater ? "self" : "mutual"},
                  {"appraisal", row.is_null(2) ? Json(nullptr) : Json(row.integer(2))}};
        if (!row.is_null(3)) each["score"] = kit::decimal_text(row.integer(3));
        if (row.is_null(2)) ++missing;
        list.push_back(std::move(each));
      });
  call.answer({{"member", rater}, {"year", year}, {"missing", missing}, {"targets", list}});
}

}  // namespace

void register_appraisals(Setup& at) {
  at.before("appraisal.create", create);
  at.before("appraisal.update", update);
  at.action("to_appraise", to_appraise);
}

}  // namespace liufa::vanguard
