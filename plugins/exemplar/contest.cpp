#include "contest.hpp"

#include <algorithm>

#include "fields.hpp"

namespace liufa::exemplar {
namespace {

/// What each stage is called, as in method.yaml.
Text stage_name(std::string_view state) {
  if (state == "prepared") return {"准备", "prepared"};
  if (state == "entries") return {"征集", "entries"};
  if (state == "judging") return {"评审", "judging"};
  return {"已公布", "published"};
}

}  // namespace

Contest read_contest(Call& call, std::int64_t id) {
  Contest contest;
  call.query(
      "SELECT year, name, state, entries_until, typicality_weight, effect_weight, places, jurors_least, drop_from, "
      "digits, rounding, entries_each FROM exemplar_contest WHERE id = $1",
      {id}, [&](const Row& row) {
        contest = {id,
                   row.integer(0),
                   std::string(row.text(1)),
                   std::string(row.text(2)),
                   std::string(row.text(3)),
                   row.integer(4),
                   row.integer(5),
                   row.integer(6),
                   row.integer(7),
                   row.integer(8),
                   static_cast<int>(row.integer(9)),
                   kit::rounding_of(row.text(10)).value_or(kit::Rounding::nearest),
                   row.integer(11)};
      });
  if (contest.id == 0) throw std::invalid_argument("there is no contest " + std::to_string(id));
  return contest;
}

void require_stage(const Contest& contest, std::initializer_list<std::string_view> stages, const Text& what) {
  if (std::find(stages.begin(), stages.end(), contest.state) != stages.end()) return;
  Text expected;
  for (const std::string_view each : stages) {
    const Text name = stage_name(each);
    expected.zh += (expected.zh.empty() ? "" : "、") + name.zh;
    expected.en += (expected.en.empty() ? "" : ", ") + name.en;
  }
  const Text found = stage_name(contest.state);
  Call::refuse(
      "contest",
      {"“" + contest.name + "”处于“" + found.zh + "”阶段，" + what.zh + "应在“" + expected.zh + "”阶段",
       what.en + " is expected in the stage " + expected.en + "; “" + contest.name + "” is in the stage " + found.en});
}

}  // namespace liufa::exemplar
