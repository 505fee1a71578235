/// The benchmarks' method: its handler does as little as a handler can, so that the host's part is what is measured.
#include <liufa/method.hpp>

namespace {

class Ledger final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.on("ledger.entry.created", [this](liufa::Event&) { ++seen_; });
  }
  std::uint64_t seen_ = 0;
};

}  // namespace

LIUFA_METHOD(Ledger, "ledger", "1.0.0")
