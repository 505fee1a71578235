/// The method 载体推动法 “党员先锋指数”: entries, appraisal, an index, grades, and what follows. See README.md.
#include <liufa/method.hpp>

#include "handlers.hpp"

namespace {

class Vanguard final : public liufa::Method {
  void start(liufa::Setup& at) override {
    liufa::vanguard::register_rule_sets(at);
    liufa::vanguard::register_members(at);
    liufa::vanguard::register_years(at);
    liufa::vanguard::register_entries(at);
    liufa::vanguard::register_facts(at);
    liufa::vanguard::register_appraisals(at);
    liufa::vanguard::register_computing(at);
    liufa::vanguard::register_explaining(at);
    liufa::vanguard::register_what_if(at);
    liufa::vanguard::register_objections(at);
    liufa::vanguard::register_failing(at);
  }
};

}  // namespace

LIUFA_METHOD(Vanguard, "vanguard", "1.0.0")
