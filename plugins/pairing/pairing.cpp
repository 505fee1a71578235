/// 结对共建法: the method's entry. What is declared stands in method.yaml; here is what declarations can't say.
#include <liufa/method.hpp>

#include "departures.hpp"
#include "match.hpp"
#include "renewals.hpp"
#include "rules.hpp"
#include "support_from_facts.hpp"

namespace liufa::pairing {

class Pairing final : public Method {
  void start(Setup& at) override {
    register_pair_rules(at);
    register_member_pair_rules(at);
    register_instructor_rules(at);
    register_plan_rules(at);
    register_support_rules(at);
    register_evaluation_rules(at);
    register_departures(at);
    register_support_from_facts(at);
    register_match(at);
    register_renewals(at);
  }
};

}  // namespace liufa::pairing

LIUFA_METHOD(liufa::pairing::Pairing, "pairing", "1.0.0")
