/// The corps as it stands today: who it is made of.
#include <liufa/kit/decimal.hpp>
#include <liufa/kit/term.hpp>
#include <map>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

std::string age_band(int age) {
  if (age <= 35) return "35岁及以下";
  if (age <= 45) return "36–45岁";
  return age <= 55 ? "46–55岁" : "56岁及以上";
}

std::string tenure_band(int months) {
  if (months < 12) return "不满1年";
  if (months < 36) return "1–3年";
  return months < 60 ? "3–5年" : "5年及以上";
}

/// Rounded to one digit; null if there is nobody.
Json average(std::int64_t sum, std::int64_t count) {
  if (count == 0) return {};
  return static_cast<double>(kit::round_half_up(kit::Exact(sum, count), 1, 1)) / 10;
}

Json json_of(const std::map<std::string, std::int64_t>& counts) {
  Json out = Json::object();
  for (const auto& [name, count] : counts) out[name] = count;
  return out;
}

void overview(Call& call) {
  const Span span = span_of(call, integer_of(call.input(), "organisation"));
  const std::string today = call.today();
  std::map<std::string, std::int64_t> ages, tenures, education, kinds, employment, sexes;
  std::set<std::int64_t> seen;
  std::int64_t age_sum = 0;
  std::int64_t age_count = 0;
  std::int64_t tenure_sum = 0;
  call.query(
      "SELECT h.member, m.born_on, m.sex, p.education, h.kind, h.employment, h.starts_on FROM cadre_holding h JOIN "
      "directory_member m ON m.id = h.member JOIN directory_organisation o ON o.id = h.organisation LEFT JOIN "
      "cadre_profile p ON p.member = h.member WHERE h.state = 'serving' AND o.path >= $1 AND o.path < $2 ORDER BY "
      "h.acting, h.starts_on, h.id",
      {span.from, span.until}, [&](const Row& row) {
        ++kinds[kind_name(row.text(4)).zh];
        if (!seen.insert(row.integer(0)).second) return;
        const int tenure = kit::complete_months(row.text(6), today);
        ++tenures[tenure_band(tenure)];
        tenure_sum += tenure;
        ++education[row.is_null(3) ? "unknown" : std::string(row.text(3))];
        ++employment[std::string(row.text(5))];
        ++sexes[row.text(2) == "1" ? "male" : row.text(2) == "2" ? "female" : "unknown"];
        if (row.is_null(1)) {
          ++ages["unknown"];
          return;
        }
        const int age = kit::age_on(row.text(1), today);
        ++ages[age_band(age)];
        age_sum += age;
        ++age_count;
      });
  const auto count = static_cast<std::int64_t>(seen.size());
  call.answer({{"on", today},
               {"cadres", count},
               {"average_age", average(age_sum, age_count)},
               {"average_tenure_months", average(tenure_sum, count)},
               {"age", json_of(ages)},
               {"tenure", json_of(tenures)},
               {"education", json_of(education)},
               {"kind_of_post", json_of(kinds)},
               {"employment", json_of(employment)},
               {"sex", json_of(sexes)}});
}

}  // namespace

void register_overview(Setup& at) { at.action("overview", overview); }

}  // namespace liufa::cadre
