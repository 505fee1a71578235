/// The method 定标考核法: a standard of the year, three stages, one result. See README.md.
#include <liufa/method.hpp>

#include "handlers.hpp"

namespace {

class Assessment final : public liufa::Method {
  void start(liufa::Setup& at) override {
    liufa::assessment::register_standard(at);
    liufa::assessment::register_campaign(at);
    liufa::assessment::register_opening(at);
    liufa::assessment::register_sheets(at);
    liufa::assessment::register_teams(at);
    liufa::assessment::register_scores(at);
    liufa::assessment::register_recording(at);
    liufa::assessment::register_evidence(at);
    liufa::assessment::register_taking(at);
    liufa::assessment::register_visits(at);
    liufa::assessment::register_results(at);
    liufa::assessment::register_explaining(at);
    liufa::assessment::register_objections(at);
  }
};

}  // namespace

LIUFA_METHOD(Assessment, "assessment", "1.0.0")
