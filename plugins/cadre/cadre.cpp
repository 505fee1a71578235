/// 重人促事法: the method's entry. What is declared stands in method.yaml; here is what declarations can't say.
#include <liufa/method.hpp>

#include "handlers.hpp"
#include "rules.hpp"

namespace liufa::cadre {

class Cadre final : public Method {
  void start(Setup& at) override {
    register_rules(at);
    register_posts(at);
    register_holdings(at);
    register_take_over(at);
    register_departures(at);
    register_profiles(at);
    register_selections(at);
    register_candidates(at);
    register_appointments(at);
    register_objections(at);
    register_ballots(at);
    register_papers(at);
    register_exits(at);
    register_rotations(at);
    register_classes(at);
    register_trainings(at);
    register_results(at);
    register_differentiation(at);
    register_ledgers(at);
    register_appraisals(at);
    register_rewards(at);
    register_overview(at);
  }
};

}  // namespace liufa::cadre

LIUFA_METHOD(liufa::cadre::Cadre, "cadre", "1.0.0")
