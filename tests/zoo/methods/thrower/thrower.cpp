/// Throws and refuses from every kind of handler, through the veneer.
#include <liufa/method.hpp>

namespace {

void act(liufa::Call& call, const std::string& mode) {
  if (mode == "std") throw std::runtime_error("the beast roars");
  if (mode == "other") throw 42;
  if (mode == "refuse") liufa::Call::refuse("mode", {"不可以", "not like this"});
  if (mode == "host") (void)call.read("behaved.note", 999999);
  if (mode == "sink") call.query("SELECT id FROM behaved_note", {}, [](const liufa::Row&) { throw 42; });
}

class Thrower final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("act", [](liufa::Call& call) {
      const auto mode = call.input().at("mode").get<std::string>();
      call.write([&] {
        call.create("trace", {{"mode", "left by an action"}});
        call.emit("act.done", {{"mode", mode}});
        act(call, mode);
      });
    });
    at.before("trace.create", [](liufa::Change& change) { act(change, change.after().at("mode").get<std::string>()); });
    at.guard("behaved.note.close",
             [](liufa::Change& change) { act(change, change.after().at("text").get<std::string>()); });
    at.on("behaved.note.created", [](liufa::Event& event) {
      event.create("trace", {{"mode", "left by event " + std::to_string(event.offset())}});
      act(event, event.after().at("text").get<std::string>());
    });
  }
};

}  // namespace

LIUFA_METHOD(Thrower, "thrower", "1.0.0")
