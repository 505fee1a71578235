/// Observation visits to the best, and what others take over from them and from published examples.
#include <algorithm>

#include "fields.hpp"
#include "handlers.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

void plan(Change& change) {
  const std::int64_t best = integer_of(change.after(), "best_organisation");
  if (best != 0) {
    change.query("SELECT organisation, state FROM exemplar_best_organisation WHERE id = $1", {best},
                 [&](const Row& row) {
                   if (row.text(1) != "named")
                     Call::refuse("best_organisation", {"该组织尚未命名（或已撤销），不能作为十佳组织观摩",
                                                        "expected an organisation that is named; this one is not, or "
                                                        "no longer"});
                   derive(change, "organisation", row.integer(0),
                          {"观摩地点应为所选十佳组织。请留空，由系统自动填写",
                           "expected the best organisation that was chosen. Leave it empty: it is filled in"});
                 });
  } else if (!is_given(change.after(), "organisation")) {
    Call::refuse("organisation", {"请选择十佳组织，或填写观摩地点",
                                  "expected a best organisation or another host, found neither; choose one"});
  }
  change.set("year", std::stoll(text_of(change.after(), "planned_on").substr(0, 4)));
}

void postpone(Change& change) {
  const std::string planned = text_of(change.after(), "planned_on");
  if (planned == text_of(change.before(), "planned_on") || planned < change.today())
    Call::refuse("planned_on", {"改期应填写今天或以后的新日期，填报为 " + planned,
                                "expected a new date from today on; found " + planned});
  change.set("year", std::stoll(planned.substr(0, 4)));
}

void hold(Change& change) {
  const std::string held = text_of(change.after(), "held_on");
  if (held > change.today())
    Call::refuse("held_on", {"观摩日期 " + held + " 还没到，请在观摩之后登记",
                             "expected a visit that was made; " + held + " is yet to come"});
  const Json* visitors = find_given(change.after(), "visitors");
  const std::int64_t host = integer_of(change.after(), "organisation");
  if (visitors && std::find(visitors->begin(), visitors->end(), Json(host)) != visitors->end())
    Call::refuse("visitors", {"参加组织中不应有观摩地点自己（" + name_of(change, host) + "）",
                              "the host, " + name_of(change, host) + ", is no visitor; leave it out"});
}

void borrow(Change& change) {
  const std::int64_t example = integer_of(change.after(), "example");
  const std::int64_t observation = integer_of(change.after(), "observation");
  if ((example == 0) == (observation == 0))
    Call::refuse("example", {"请在案例与观摩中选择一项", "expected an example or an observation, one of the two"});
  const std::string held = text_of(change.after(), "held_on");
  if (held > change.today())
    Call::refuse("held_on", {"开展日期不能晚于今天 " + change.today(),
                             "expected a day up to today, " + change.today() + "; found " + held});
  const std::string sql = example != 0 ? "SELECT organisation, state, published_on FROM exemplar_example WHERE id = $1"
                                       : "SELECT organisation, state, held_on FROM exemplar_observation WHERE id = $1";
  const char* field = example != 0 ? "example" : "observation";
  change.query(sql, {example != 0 ? example : observation}, [&](const Row& row) {
    if (row.text(1) == "recalled" || row.text(1) == "planned" || row.text(1) == "cancelled")
      Call::refuse(field, {"该案例已撤下，或观摩尚未开展，不能借鉴",
                           "expected an example that is published or a visit that was made; this one is not"});
    if (row.integer(0) == integer_of(change.after(), "organisation"))
      Call::refuse("organisation",
                   {"这是本组织自己的做法，不算借鉴", "expected another organisation's example; this one is its own"});
    if (held < row.text(2))
      Call::refuse("held_on", {"借鉴应在公布或观摩（" + std::string(row.text(2)) + "）之后，填报为 " + held,
                               "expected a day from " + std::string(row.text(2)) + " on; found " + held});
  });
}

}  // namespace

void register_observations(Setup& at) {
  at.before("observation.create", plan);
  at.before("observation.postpone", postpone);
  at.before("observation.hold", hold);
  at.before("borrowing.create", borrow);
}

}  // namespace liufa::exemplar
