/// Takes the process with it.
#include <csignal>
#include <cstdlib>
#include <liufa/method.hpp>

namespace {

/// Endless on purpose; `volatile` keeps the compiler from seeing it.
int deeper(volatile int* depth) {
  volatile char frame[4096] = {};
  *depth = *depth + 1;
  return *depth > 0 ? deeper(depth) + frame[0] : 0;
}

void roar() { throw 42; }
void roar_where_it_may_not() noexcept { roar(); }

void act(const std::string& mode) {
  if (mode == "segv") *static_cast<volatile int*>(nullptr) = 1;
  if (mode == "abort") std::abort();
  if (mode == "fpe") ::raise(SIGFPE);
  if (mode == "terminate") roar_where_it_may_not();
  if (mode == "overflow") {
    volatile int depth = 1;
    deeper(&depth);
  }
}

class Crasher final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("act", [](liufa::Call& call) {
      const auto mode = call.input().at("mode").get<std::string>();
      if (!mode.starts_with("derive")) return act(mode);
      call.derive("standing", {"place"}, [&](liufa::Derivation& to) {
        for (std::int64_t place = 1; place <= 15'000; ++place) to.row(place);
        if (mode == "derive and abort") std::abort();
      });
    });
    at.before("trace.create", [](liufa::Change& change) { act(change.after().at("mode").get<std::string>()); });
    at.guard("behaved.note.close", [](liufa::Change& change) { act(change.after().at("text").get<std::string>()); });
    at.on("behaved.note.created", [](liufa::Event& event) { act(event.after().at("text").get<std::string>()); });
  }
};

}  // namespace

LIUFA_METHOD(Crasher, "crasher", "1.0.0")
