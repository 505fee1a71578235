/// 典型带动法: the method's entry. What is declared stands in method.yaml; here is what declarations can't say.
#include <liufa/method.hpp>

#include "handlers.hpp"

namespace {

class Exemplar final : public liufa::Method {
  void start(liufa::Setup& at) override {
    liufa::exemplar::register_rounds(at);
    liufa::exemplar::register_nominations(at);
    liufa::exemplar::register_naming(at);
    liufa::exemplar::register_objections(at);
    liufa::exemplar::register_rechecks(at);
    liufa::exemplar::register_departures(at);
    liufa::exemplar::register_contests(at);
    liufa::exemplar::register_jurors(at);
    liufa::exemplar::register_drawing(at);
    liufa::exemplar::register_results(at);
    liufa::exemplar::register_best(at);
    liufa::exemplar::register_observations(at);
  }
};

}  // namespace

LIUFA_METHOD(Exemplar, "exemplar", "1.0.0")
