#include <liufa/method.hpp>

namespace {

class Behaved final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("count", [](liufa::Call& call) {
      call.answer({{"notes", call.query_integer("SELECT COUNT(*) FROM behaved_note").value()}});
    });
    at.on("behaved.note.created", [](liufa::Event& event) { event.create("echo", {{"note", event.id()}}); });
  }
};

}  // namespace

LIUFA_METHOD(Behaved, "behaved", "1.0.0")
