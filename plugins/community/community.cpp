/// 岗外促进法: the method's entry. What is declared stands in method.yaml; here is what declarations can't say.
#include <liufa/method.hpp>

#include "handlers.hpp"

namespace liufa::community {

class Community final : public Method {
  void start(Setup& at) override {
    register_report_ins(at);
    register_needs(at);
    register_claims(at);
    register_matching(at);
    register_services(at);
    register_helping_pairs(at);
    register_activities(at);
    register_suggestions(at);
    register_years(at);
    register_four_ones(at);
    register_notices(at);
    register_consultations(at);
    register_gates(at);
    register_departures(at);
    register_post_kinds(at);
    register_papers(at);
  }
};

}  // namespace liufa::community

LIUFA_METHOD(liufa::community::Community, "community", "1.0.0")
