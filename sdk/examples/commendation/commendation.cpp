#include <liufa/method.hpp>

#include "liufa/kit/district_calendar.hpp"
#include "liufa/kit/fields.hpp"
#include "liufa/kit/publicity.hpp"
#include "liufa/kit/quota.hpp"
#include "liufa/kit/ranking.hpp"

namespace {

namespace kit = liufa::kit;

class Commendation final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("choose", choose);
    at.before("nomination.publish", set_window);
    at.before("nomination.name", require_publicity);
  }

  /// Publishes the best, as many as the share allows and at least one. Whose scores are equal at the cut are not chosen
  /// by the order of the rows: the answer names them, and the office decides.
  static void choose(liufa::Call& call) {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> scores;
    call.query("SELECT id, score FROM commendation_nomination WHERE state = 'nominated' ORDER BY id", {},
               [&](const liufa::Row& row) {
                 ids.push_back(row.integer(0));
                 scores.push_back(row.integer(1));  // hundredths, as the host keeps decimals
               });
    const auto share = kit::decimal_in(call.settings(), "share").value_or(0);
    const auto places = kit::quota(static_cast<std::int64_t>(ids.size()), share, kit::Rounding::down, 1);
    const kit::Choice choice = kit::choose_top(scores, places);

    call.write([&] {
      for (const std::size_t at : choice.taken) call.transition("nomination", ids[at], "publish");
    });
    liufa::Json tied = liufa::Json::array();
    for (const std::size_t at : choice.tied_at_cut) tied.push_back(ids[at]);
    call.answer({{"places", places}, {"published", choice.taken.size()}, {"tied", tied}});
  }

  /// The window is computed once and kept: a calendar corrected later moves nothing that has been published.
  static void set_window(liufa::Change& change) {
    kit::PublicityRule rule;
    rule.working_days = static_cast<int>(kit::integer_in(change.settings(), "publicity_days").value_or(5));
    const auto window = kit::publicity_window(change.today(), kit::working_days(change), rule);
    change.set("published_on", window.began);
    change.set("published_until", window.objections_until);
  }

  static void require_publicity(liufa::Change& change) {
    const kit::PublicityWindow window{kit::text_in(change.before(), "published_on"),
                                      kit::text_in(change.before(), "published_until"),
                                      kit::text_in(change.before(), "published_until")};
    const auto open = kit::integer_in(change.before(), "objections").value_or(0);
    if (const auto refusal = kit::check_freeze(window, change.today(), open))
      liufa::Change::refuse("published_until", *refusal);
  }
};

}  // namespace

LIUFA_METHOD(Commendation, "commendation", "1.0.0")
