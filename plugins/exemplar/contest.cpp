#include "contest.hpp"

#include "fields.hpp"
#include "stage.hpp"

namespace liufa::exemplar {
namespace {

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all{{"prepared", {"准备", "prepared"}},
                                      {"entries", {"征集", "entries"}},
                                      {"judging", {"评审", "judging"}},
                                      {"published", {"已公布", "published"}}};
  return all;
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

void require_stage(const Contest& contest, std::initializer_list<std::string_view> expected, const Text& what) {
  require_stage("contest", contest.name, contest.state, stages(), expected, what);
}

}  // namespace liufa::exemplar
