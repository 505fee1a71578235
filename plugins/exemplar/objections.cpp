/// Objections to a nomination in publicity: heard, then decided; one that is upheld ends the nomination.
#include <liufa/kit/publicity.hpp>

#include "fields.hpp"
#include "handlers.hpp"

namespace liufa::exemplar {
namespace {

void create(Change& change) {
  const std::string today = change.today();
  const std::string received = is_given(change.after(), "received_on") ? text_of(change.after(), "received_on") : today;
  if (received > today)
    Call::refuse("received_on", {"收到日期 " + received + " 不能晚于今天 " + today,
                                 "expected a day up to today, " + today + "; found " + received});
  change.query(
      "SELECT state, publicity_from, publicity_until, organisation, year FROM exemplar_nomination WHERE id = $1",
      {integer_of(change.after(), "nomination")}, [&](const Row& row) {
        if (row.text(0) != "publicity")
          Call::refuse("nomination", {"只能对公示中的推荐提出异议；对已命名的示范岗，请在复核中反映",
                                      "expected a nomination in publicity; of a model post that is named, say so in "
                                      "its re-check"});
        const std::string until(row.text(2));
        if (const auto no = kit::check_objection({std::string(row.text(1)), until, until}, received))
          Call::refuse("received_on", *no);
        change.set("organisation", row.integer(3));
        change.set("year", row.integer(4));
      });
  change.set("received_on", received);
}

void uphold(Change& change) {
  const std::int64_t nomination = integer_of(change.after(), "nomination");
  const auto state = change.query_text("SELECT state FROM exemplar_nomination WHERE id = $1", {nomination});
  if (state == "publicity")
    change.transition("nomination", nomination, "reject",
                      {{"reason", "公示异议成立：" + text_of(change.after(), "decision")}});
  change.set("decided_on", change.today());
}

}  // namespace

void register_objections(Setup& at) {
  at.before("objection.create", create);
  at.before("objection.hear", [](Change& change) { change.set("heard_on", change.today()); });
  at.before("objection.uphold", uphold);
  at.before("objection.dismiss", [](Change& change) { change.set("decided_on", change.today()); });
}

}  // namespace liufa::exemplar
