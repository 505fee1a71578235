#include "renewals.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace liufa::pairing {
namespace {

/// Where each kind of record with a term keeps what is asked of it.
struct Kind {
  const char* record;
  const char* organisation;  ///< by which the scope is asked
  const char* names;         ///< joins: who the two are
  const char* first;
  const char* second;
  const char* closed;    ///< not null when one of the two is gone
  const char* supports;  ///< how many confirmed activities; null where there is no ledger
  const char* score;     ///< sum and count of evaluations, in tenths
};

constexpr Kind organisations{
    "pair",
    "urban",
    " JOIN directory_organisation a ON a.id = t.urban JOIN directory_organisation b ON b.id = t.rural",
    "a.name",
    "b.name",
    "COALESCE(a.closed_on, b.closed_on)",
    "(SELECT COUNT(*) FROM pairing_support s WHERE s.pair = t.id AND s.state = 'confirmed')",
    "(SELECT CAST(SUM(e.score) AS BIGINT) FROM pairing_evaluation e WHERE e.pair = t.id),"
    " (SELECT COUNT(*) FROM pairing_evaluation e WHERE e.pair = t.id)"};
constexpr Kind members{
    "member_pair",
    "urban",
    " JOIN directory_member a ON a.id = t.urban_member JOIN directory_member b ON b.id = t.rural_member",
    "a.code",
    "b.code",
    "CASE WHEN a.status = 'left' OR b.status = 'left' THEN 'left' END",
    "(SELECT COUNT(*) FROM pairing_support s WHERE s.member_pair = t.id AND s.state = 'confirmed')",
    "NULL, 0"};
constexpr Kind instructors{"instructor",
                           "organisation",
                           " JOIN directory_member a ON a.id = t.member JOIN directory_organisation b ON b.id = t.site",
                           "a.code",
                           "b.name",
                           "CASE WHEN a.status = 'left' THEN 'left' ELSE b.closed_on END",
                           "NULL",
                           "NULL, 0"};

const Kind& kind_of(const Json& input) {
  const Json kind = input.value("kind", Json());
  return kind == "members" ? members : kind == "instructors" ? instructors : organisations;
}

struct Due {
  std::int64_t id = 0;
  std::string first;
  std::string second;
  std::string ends_on;
  std::int64_t renewals = 0;
  bool gone = false;
  std::optional<std::int64_t> supports;
  std::optional<std::int64_t> score_tenths;
  bool overdue = false;
  std::string proposal;  ///< renew, review or end
  Text why;
};

/// Renewal is proposed where the pair has worked; where it has not, somebody should look before the term goes on.
void propose(Due& due, std::int64_t least_score) {
  if (due.gone) {
    due.proposal = "end";
    due.why = {"一方组织已撤销或党员已转出，建议结束。", "One side has closed or left: better ended."};
  } else if (due.score_tenths && *due.score_tenths < least_score * 10) {
    due.proposal = "review";
    due.why = {"双方评价平均分低于 " + std::to_string(least_score) + "，建议先研究再定。",
               "The average evaluation is below " + std::to_string(least_score) + ": look at it before renewing."};
  } else if (due.supports && *due.supports == 0) {
    due.proposal = "review";
    due.why = {"期内没有经确认的帮扶活动，建议先研究再定。",
               "No confirmed support so far: look at it before renewing."};
  } else {
    due.proposal = "renew";
    due.why = {"开展正常，建议续签。", "It works: renewal proposed."};
  }
}

std::vector<Due> find_due(Call& call, const Kind& kind, const std::string& until, std::int64_t organisation) {
  std::string sql = std::string("SELECT t.id, ") + kind.first + ", " + kind.second + ", t.ends_on, t.renewals, " +
                    kind.closed + ", " + kind.supports + ", " + kind.score + " FROM pairing_" + kind.record + " t" +
                    kind.names + " WHERE t.state = 'active' AND t.ends_on <= $1";
  std::vector<Parameter> parameters{until};
  if (organisation != 0) {
    sql += std::string(" AND t.") + kind.organisation +
           " IN (SELECT o.id FROM directory_organisation o JOIN directory_organisation top ON top.id = $2"
           " WHERE substr(o.path, 1, length(top.path)) = top.path)";
    parameters.emplace_back(organisation);
  }
  const std::string today = call.today();
  std::vector<Due> found;
  call.query(sql + " ORDER BY t.ends_on, t.id", parameters, [&](const Row& row) {
    Due due;
    due.id = row.integer(0);
    due.first = row.text(1);
    due.second = row.text(2);
    due.ends_on = row.text(3);
    due.renewals = row.integer(4);
    due.gone = !row.is_null(5);
    if (!row.is_null(6)) due.supports = row.integer(6);
    if (row.integer(8) > 0) due.score_tenths = row.integer(7) / row.integer(8);
    due.overdue = due.ends_on < today;
    found.push_back(std::move(due));
  });
  return found;
}

Json json_of(const Due& due) {
  return {{"id", due.id},
          {"first", due.first},
          {"second", due.second},
          {"ends_on", due.ends_on},
          {"overdue", due.overdue},
          {"renewals", due.renewals},
          {"supports", due.supports ? Json(*due.supports) : Json()},
          {"score", due.score_tenths ? Json(static_cast<double>(*due.score_tenths) / 10) : Json()},
          {"proposal", due.proposal},
          {"why", {{"zh", due.why.zh}, {"en", due.why.en}}}};
}

bool is(const Json& input, const char* flag) { return input.value(flag, Json(false)) == true; }

void renewals(Call& call) {
  const Json& input = call.input();
  const Kind& kind = kind_of(input);
  const Json within = input.value("within_days", Json());
  const int days = within.is_number_integer() ? within.get<int>() : call.settings().value("renewal_days", 60);
  const Json scope = input.value("organisation", Json());
  std::vector<Due> due =
      find_due(call, kind, add_days(call.today(), days), scope.is_number_integer() ? scope.get<std::int64_t>() : 0);
  for (Due& one : due) propose(one, call.settings().value("renewal_score", std::int64_t{60}));

  std::int64_t renewed = 0;
  std::int64_t ended = 0;
  const bool renew = is(input, "renew");
  const bool end = is(input, "end_expired");
  if (renew || end)
    call.write([&] {
      renewed = ended = 0;
      for (const Due& one : due) {
        call.progress(renewed + ended, static_cast<std::int64_t>(due.size()));
        if (renew && one.proposal == "renew") {
          call.transition(kind.record, one.id, "renew");
          ++renewed;
        } else if (end && one.proposal != "renew" && (one.overdue || one.gone)) {
          call.transition(kind.record, one.id, "end", {{"end_reason", one.gone ? "closed" : "expired"}});
          ++ended;
        }
      }
    });
  Json list = Json::array();
  for (const Due& one : due) list.push_back(json_of(one));
  call.answer({{"within_days", days}, {"due", std::move(list)}, {"renewed", renewed}, {"ended", ended}});
}

}  // namespace

void register_renewals(Setup& at) { at.action("renewals", renewals); }

}  // namespace liufa::pairing
