/// Computing the contest, and publishing the first places with their plans for others to borrow.
#include <liufa/kit/ranking.hpp>

#include "contest.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "judging.hpp"
#include "ties.hpp"

namespace liufa::exemplar {
namespace {

struct Judged {
  std::vector<Contender> contenders;
  std::vector<Verdict> verdicts;
  std::vector<std::int64_t> totals;
};

[[noreturn]] void refuse_too_few(const Contest& contest, const std::string& theme, std::size_t found) {
  const std::string least = std::to_string(contest.jurors_least);
  Call::refuse("contest", {"作品“" + theme + "”只有 " + std::to_string(found) + " 份评分，至少要 " + least +
                               " 份。请等待评委评分，或重新抽签补足评委",
                           "“" + theme + "” has " + std::to_string(found) + " scores of at least " + least +
                               "; wait for its jurors, or draw again to make up their number"});
}

/// Every entry with its verdict, in the order of entering. One query over all scores.
Judged judge_all(Call& call, const Contest& contest) {
  const JudgingRules rules{contest.typicality_weight, contest.effect_weight, contest.drop_from, contest.digits,
                           contest.rounding};
  Judged judged;
  std::vector<Points> points;
  const auto finish = [&] {
    if (judged.contenders.empty()) return;
    if (points.size() < static_cast<std::size_t>(contest.jurors_least))
      refuse_too_few(contest, judged.contenders.back().name, points.size());
    judged.verdicts.push_back(judge(rules, points));
    judged.totals.push_back(judged.verdicts.back().total);
    points.clear();
  };
  call.query(
      "SELECT e.id, e.theme, e.decision, s.typicality, s.effect_score FROM exemplar_entry e LEFT JOIN exemplar_score s "
      "ON s.entry = e.id AND s.state = 'given' WHERE e.contest = $1 AND e.state = 'accepted' ORDER BY e.id, s.id",
      {contest.id}, [&](const Row& row) {
        if (judged.contenders.empty() || judged.contenders.back().id != row.integer(0)) {
          finish();
          judged.contenders.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        }
        if (!row.is_null(3)) points.push_back({row.integer(3), row.integer(4)});
      });
  finish();
  return judged;
}

void require_all_given(Call& call, const Contest& contest) {
  const auto open =
      call.query_integer("SELECT COUNT(*) FROM exemplar_score WHERE contest = $1 AND state = 'assigned'", {contest.id});
  if (open.value_or(0) == 0) return;
  Call::refuse("contest",
               {"还有 " + std::to_string(*open) + " 份评分表没有评分。请催办，或将不再评分的作废",
                std::to_string(*open) + " score sheets are still open; urge their jurors, or drop those that "
                                        "will not be given"});
}

Json fields_of(const Judged& judged, const std::vector<std::int64_t>& ranks, std::size_t at) {
  const Verdict& verdict = judged.verdicts[at];
  return {{"scores", verdict.scores},
          {"typicality", kit::decimal_text(verdict.typicality)},
          {"effect_score", kit::decimal_text(verdict.effect)},
          {"total", kit::decimal_text(verdict.total)},
          {"rank", ranks[at]},
          {"tied_at_cut", false}};
}

/// Writes totals and ranks to the entries. In a write.
kit::Choice store(Call& call, const Contest& contest, const Judged& judged) {
  const auto ranks = kit::competition_ranks(judged.totals);
  kit::Choice choice = kit::choose_top(judged.totals, contest.places);
  std::vector<Json> fields;
  for (std::size_t at = 0; at < judged.contenders.size(); ++at) fields.push_back(fields_of(judged, ranks, at));
  for (const std::size_t at : choice.tied_at_cut) fields[at]["tied_at_cut"] = true;
  for (std::size_t at = 0; at < fields.size(); ++at) call.update("entry", judged.contenders[at].id, fields[at]);
  return choice;
}

void compute(Call& call) {
  const Contest contest = read_contest(call, integer_of(call.input(), "contest"));
  require_stage(contest, {"judging"}, {"计算评分", "computing"});
  const Judged judged = judge_all(call, contest);
  kit::Choice choice;
  call.write([&] {
    choice = store(call, contest, judged);
    call.update("contest", contest.id, {{"computed_on", call.today()}});
  });
  Json tied = Json::array();
  for (const std::size_t at : choice.tied_at_cut) tied.push_back(judged.contenders[at].id);
  call.answer({{"contest", contest.id},
               {"entries", judged.contenders.size()},
               {"chosen", choice.taken.size()},
               {"tied_at_cut", tied},
               {"places_left", choice.places_left}});
}

/// What others may borrow. The entry itself belongs to one organisation; this everybody may read.
void make_example(Change& change, const Contest& contest, std::int64_t entry, const std::string& today) {
  Json example{{"entry", entry}, {"contest", contest.id}, {"year", contest.year}, {"published_on", today}};
  change.query("SELECT organisation, rank, theme, plan, effect, files FROM exemplar_entry WHERE id = $1", {entry},
               [&](const Row& row) {
                 example["organisation"] = row.integer(0);
                 example["rank"] = row.integer(1);
                 example["theme"] = std::string(row.text(2));
                 example["plan"] = std::string(row.text(3));
                 example["effect"] = std::string(row.text(4));
                 const auto files = words_in(row.text(5));
                 if (!files.empty()) example["files"] = files;
               });
  change.create("example", example);
}

/// Computes once more, so that what is published is what the scores say now.
void publish(Change& change) {
  const Contest contest = read_contest(change, *change.id());
  require_all_given(change, contest);
  const Judged judged = judge_all(change, contest);
  if (judged.contenders.empty())
    Call::refuse("", {"没有参评的作品，不能公布", "no entry takes part, so there is nothing to publish"});
  const auto placed = settle(store(change, contest, judged), judged.contenders);
  const std::string today = change.today();
  std::vector<bool> has_place(judged.contenders.size(), false);
  for (const std::size_t at : placed) has_place[at] = true;
  for (std::size_t at = 0; at < judged.contenders.size(); ++at) {
    const std::int64_t entry = judged.contenders[at].id;
    change.transition("entry", entry, has_place[at] ? "award" : "pass_over", {{"published_on", today}});
    if (has_place[at]) make_example(change, contest, entry, today);
  }
  change.set("computed_on", today);
  change.set("published_on", today);
}

/// The next in rank takes the place of one who was disqualified after the publication.
void move_up(Change& change) {
  const Json& entry = change.after();
  const Contest contest = read_contest(change, integer_of(entry, "contest"));
  const auto awarded = change.query_integer(
      "SELECT COUNT(*) FROM exemplar_entry WHERE contest = $1 AND state = 'awarded'", {contest.id});
  if (awarded.value_or(0) >= contest.places)
    Call::refuse("contest", {"已评出 " + std::to_string(*awarded) + " 个，名额 " + std::to_string(contest.places) +
                                 " 个，没有空缺可以递补",
                             "all " + std::to_string(contest.places) + " places are taken (" +
                                 std::to_string(*awarded) + "), so nobody moves up"});
  const auto better = change.query_text(
      "SELECT theme FROM exemplar_entry WHERE contest = $1 AND state = 'not_awarded' AND rank < $2 ORDER BY rank, id",
      {contest.id, integer_of(entry, "rank")});
  if (better)
    Call::refuse("rank", {"应按名次递补，“" + *better + "”名次在前",
                          "entries move up by rank, and “" + *better + "” comes before this one"});
  make_example(change, contest, *change.id(), change.today());
}

}  // namespace

void register_results(Setup& at) {
  at.action("compute", compute);
  at.before("contest.publish", publish);
  at.before("entry.move_up", move_up);
}

}  // namespace liufa::exemplar
