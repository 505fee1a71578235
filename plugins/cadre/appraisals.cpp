/// The yearly appraisal of cadres: what others have established already is taken, not asked again; a part that is
/// missing leaves its weight to the others.
#include <liufa/kit/appraisal.hpp>
#include <liufa/kit/decimal.hpp>
#include <map>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

constexpr const char* grades[] = {"excellent", "competent", "basic", "incompetent"};

struct Part {
  Text name;
  std::int64_t weight = 0;            ///< hundredths
  std::optional<std::int64_t> score;  ///< hundredths
};

struct Appraisal {
  std::int64_t id = 0;
  std::int64_t member = 0;
  std::int64_t organisation = 0;
  bool open = true;  ///< may be computed anew
  std::optional<std::int64_t> superior;
  std::optional<std::int64_t> organisation_score;
  std::optional<std::int64_t> index;
  std::optional<std::int64_t> training;
  std::optional<std::int64_t> score;
  std::string decided;  ///< by people, or already told to the person

  [[nodiscard]] std::vector<Part> parts(const Json& settings) const {
    const auto weight = [&](const char* name) { return hundredths_of(settings, name).value_or(0); };
    return {{{"上级评分", "superior"}, weight("weight_superior"), superior},
            {{"组织考核", "organisation"}, weight("weight_organisation"), organisation_score},
            {{"先锋指数", "index"}, weight("weight_index"), index},
            {{"培训", "training"}, weight("weight_training"), training}};
  }
};

/// Results of the year that became final by the middle of the next (setting).
struct Window {
  std::string from;
  std::string until;
};

Window window_of(const Json& settings, std::int64_t year) {
  const auto month = static_cast<int>(integer_of(settings, "results_until_month"));
  const std::string next = std::to_string(year + 1) + (month < 10 ? "-0" : "-") + std::to_string(month) + "-01";
  const std::string after = add_months(next, 1);
  return {add_months(after, -12), add_days(after, -1)};
}

/// The latest fact in the window: of members, or of organisations by path.
std::map<std::int64_t, std::int64_t> facts_of_members(Call& call, const std::string& source, const Window& window) {
  std::map<std::int64_t, std::int64_t> found;
  call.query(
      "SELECT member, quantity FROM host_fact WHERE source = $1 AND held_on >= $2 AND held_on <= $3 AND member IS "
      "NOT NULL ORDER BY held_on, id",
      {source, window.from, window.until}, [&](const Row& row) { found[row.integer(0)] = row.integer(1); });
  return found;
}

std::map<std::string, std::int64_t> facts_of_organisations(Call& call, const std::string& source,
                                                           const Window& window) {
  std::map<std::string, std::int64_t> found;
  call.query(
      "SELECT o.path, f.quantity FROM host_fact f JOIN directory_organisation o ON o.id = f.organisation WHERE "
      "f.source = "
      "$1 AND f.held_on >= $2 AND f.held_on <= $3 ORDER BY f.held_on, f.id",
      {source, window.from, window.until}, [&](const Row& row) { found[std::string(row.text(0))] = row.integer(1); });
  return found;
}

/// Of the organisation itself, else of the nearest above that was assessed.
std::optional<std::int64_t> nearest(const std::map<std::string, std::int64_t>& by_path, std::string path) {
  while (path.size() > 1) {
    if (const auto found = by_path.find(path); found != by_path.end()) return found->second;
    path.resize(path.rfind('/', path.size() - 2) + 1);
  }
  return std::nullopt;
}

/// Everybody with a ledger of the year, with the appraisal they have already.
std::vector<Appraisal> read_appraisals(Call& call, std::int64_t year) {
  const Window window = window_of(call.settings(), year);
  const auto indexes = facts_of_members(call, text_of(call.settings(), "index_fact"), window);
  const auto results = facts_of_organisations(call, text_of(call.settings(), "organisation_fact"), window);
  std::vector<Appraisal> found;
  call.query(
      "SELECT l.member, l.organisation, o.path, l.hours_required, l.hours_exempted, l.hours_done, a.id, a.state, "
      "a.superior_score, a.organisation_score, a.index_score, a.training_score, a.score, a.decided_grade, a.grade FROM "
      "cadre_ledger l JOIN directory_organisation o ON o.id = l.organisation LEFT JOIN cadre_appraisal a ON a.member = "
      "l.member AND a.year = l.year WHERE l.year = $1 ORDER BY l.member",
      {year}, [&](const Row& row) {
        const auto number = [&](std::size_t column) {
          return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
        };
        Appraisal one;
        one.member = row.integer(0);
        one.organisation = row.integer(1);
        one.id = row.integer(6);
        one.open = row.is_null(7) || row.text(7) == "computed";
        one.superior = number(8);
        one.decided = row.text(13);
        if (one.open) {
          one.organisation_score = nearest(results, std::string(row.text(2)));
          if (const auto index = indexes.find(one.member); index != indexes.end()) one.index = index->second;
          const std::int64_t required = row.integer(3) - row.integer(4);
          if (required > 0)
            one.training = std::min<std::int64_t>(
                10'000, kit::round_half_up(kit::Exact(row.integer(5)) * 100 / kit::Exact(required)));
        } else {
          one.score = number(12);
          if (one.decided.empty()) one.decided = row.text(14);
        }
        found.push_back(std::move(one));
      });
  return found;
}

std::optional<std::int64_t> score_of(const std::vector<Part>& parts) {
  std::vector<kit::WeightedPart> weighted;
  for (const Part& each : parts) {
    std::optional<kit::Exact> score;
    if (each.score) score = kit::exact(*each.score);
    weighted.push_back({kit::exact(each.weight), score});
  }
  const auto mean = kit::renormalised(weighted);
  return mean ? std::optional(kit::round_half_up(*mean)) : std::nullopt;
}

Text explanation(const std::vector<Part>& parts) {
  Text text;
  for (const Part& each : parts) {
    const std::string weight = kit::decimal_text(each.weight);
    text.zh += (text.zh.empty() ? "" : "；") + each.name.zh + "（" + weight + "）" +
               (each.score ? kit::decimal_text(*each.score) : "缺，权重由其余项分担");
    text.en += (text.en.empty() ? "" : "; ") + each.name.en + " (" + weight + ") " +
               (each.score ? kit::decimal_text(*each.score) : "missing, the others share its weight");
  }
  return text;
}

kit::GradeScale scale_of(const Json& settings) {
  const auto hundredths = [&](const char* name) { return hundredths_of(settings, name).value_or(0); };
  return {{hundredths("excellent_from"), hundredths("competent_from"), hundredths("basic_from")},
          hundredths("excellent_share"),
          kit::Rounding::down};
}

Json optional_decimal(std::optional<std::int64_t> value) { return value ? decimal_json(*value) : Json(); }

void write_appraisal(Call& call, std::int64_t year, const Appraisal& one, const kit::Graded* graded) {
  const std::vector<Part> parts = one.parts(call.settings());
  const Text why = explanation(parts);
  Json fields{{"organisation_score", optional_decimal(one.organisation_score)},
              {"index_score", optional_decimal(one.index)},
              {"training_score", optional_decimal(one.training)},
              {"score", optional_decimal(one.score)},
              {"explanation", why.zh},
              {"explanation_en", why.en},
              {"grade", graded ? Json(grades[graded->grade]) : Json()},
              {"tied", graded && graded->tied_at_cut}};
  if (one.id != 0) return call.update("appraisal", one.id, fields);
  fields["member"] = one.member;
  fields["year"] = year;
  call.create("appraisal", fields);
}

std::optional<std::size_t> grade_index(const std::string& grade) {
  for (std::size_t at = 0; at < 4; ++at)
    if (grade == grades[at]) return at;
  return std::nullopt;
}

/// Scores whoever is open and grades everybody together; nothing for whom there is no score.
struct Graduation {
  kit::Grading grading;
  std::map<std::size_t, const kit::Graded*> of;  ///< by position; points into `grading`
  std::int64_t tied = 0;
};

void grade_year(const Json& settings, std::vector<Appraisal>& all, Graduation& graduation) {
  const bool superior_needed = boolean_of(settings, "superior_needed");
  std::vector<kit::Appraised> people;
  std::vector<std::size_t> scored;
  for (std::size_t at = 0; at < all.size(); ++at) {
    Appraisal& one = all[at];
    if (one.open && (one.superior || !superior_needed)) one.score = score_of(one.parts(settings));
    if (!one.score) continue;
    people.push_back({*one.score, grade_index(one.decided)});
    scored.push_back(at);
  }
  graduation.grading = kit::grade_all(scale_of(settings), people, static_cast<std::int64_t>(all.size()));
  for (std::size_t at = 0; at < scored.size(); ++at) {
    const kit::Graded& one = graduation.grading.people[at];
    graduation.of[scored[at]] = &one;
    graduation.tied += one.tied_at_cut && all[scored[at]].decided.empty() ? 1 : 0;
  }
}

/// All within the write: what is graded together must not change meanwhile.
void appraise_year(Call& call, std::int64_t year) {
  std::vector<Appraisal> all = read_appraisals(call, year);
  if (all.empty())
    Call::refuse("year", {std::to_string(year) + " 年没有年度台账。请先“建立年度台账”。",
                          "Expected ledgers of " + std::to_string(year) + ", found none. Open the year first."});
  Graduation graduation;
  grade_year(call.settings(), all, graduation);
  std::int64_t computed = 0;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (!all[at].open) continue;
    ++computed;
    const auto found = graduation.of.find(at);
    write_appraisal(call, year, all[at], found == graduation.of.end() ? nullptr : found->second);
  }
  call.answer({{"year", year},
               {"computed", computed},
               {"excellent_places", graduation.grading.best_places},
               {"tied", graduation.tied},
               {"decided_above_share", graduation.grading.decided_above}});
}

void appraise(Call& call) {
  const std::int64_t given = integer_of(call.input(), "year");
  const std::int64_t year = given != 0 ? given : std::stoi(call.today().substr(0, 4));
  call.write([&] { appraise_year(call, year); });
}

/// A grade that people decide has its reason.
void check_decision(Change& change) {
  if (!is_given(change.after(), "decided_grade") || is_given(change.after(), "decision_reason")) return;
  Call::refuse("decision_reason", {"研究决定等次须写明理由。",
                                   "A reason is expected for a grade that was decided, found "
                                   "none. Enter it."});
}

void create_appraisal(Change& change) {
  const Member member = require_present(change, "member", integer_of(change.after(), "member"));
  change.set("organisation", member.organisation);
  check_decision(change);
}

void notify(Change& change) {
  check_decision(change);
  if (!is_given(change.after(), "score"))
    Call::refuse("", {"尚无得分。请填写上级评分后重新计算。",
                      "Expected a score, found none. Enter the superior's score and compute again."});
  if (boolean_of(change.after(), "tied") && !is_given(change.after(), "decided_grade"))
    Call::refuse("decided_grade",
                 {"与他人并列争优秀名额，系统不代为取舍。请研究决定等次并写明理由。",
                  "Equal to others for the last places of the best grade: a decision with its reason is "
                  "expected. Decide on the grade."});
  change.set("notified_on", change.today());
}

}  // namespace

void register_appraisals(Setup& at) {
  at.action("appraise", appraise);
  at.before("appraisal.create", create_appraisal);
  at.before("appraisal.update", check_decision);
  at.before("appraisal.notify", notify);
  at.before("appraisal.settle", check_decision);
  at.before("appraisal.confirm", [](Change& change) { change.set("confirmed_on", change.today()); });
}

}  // namespace liufa::cadre
