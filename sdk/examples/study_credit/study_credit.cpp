#include <liufa/method.hpp>

namespace {

class StudyCredit final : public liufa::Method {
  void start(liufa::Setup& at) override {
    // In one transaction with this method's place in the log: whatever crashes, a lecture is credited exactly once.
    at.on("lecture.lecture.held", [](liufa::Event& event) {
      const auto lecture = event.read("lecture.lecture", event.id());
      event.create(
          "credit",
          {{"organisation", lecture.at("organisation")}, {"lecture", event.id()}, {"hours", lecture.at("hours")}});
    });

    // A guard only says no; the other method's code knows nothing of it, and without this method nobody asks.
    at.guard("lecture.lecture.cancel", [](liufa::Change& change) {
      const auto reported = change.query_integer(
          "SELECT id FROM study_credit_credit WHERE lecture = $1 AND state = 'reported'", {change.id().value()});
      if (reported)
        liufa::Change::refuse("", {"该党课的学时已上报，不能取消；请先更正上报",
                                   "the credits of this lecture have been reported: correct the report first"});
    });
  }
};

}  // namespace

LIUFA_METHOD(StudyCredit, "study_credit", "1.0.0")
