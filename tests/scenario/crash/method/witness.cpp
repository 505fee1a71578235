/// Leaves one record for every event that it sees.
#include <liufa/method.hpp>

namespace {

class Witness final : public liufa::Method {
  void start(liufa::Setup& at) override {
    for (const char* topic :
         {"witness.ticket.created", "witness.ticket.updated", "witness.ticket.closed", "witness.ticket.reopened"})
      at.on(topic, [](liufa::Event& event) {
        event.create("sighting", {{"event", event.offset()}, {"topic", event.topic()}});
      });
  }
};

}  // namespace

LIUFA_METHOD(Witness, "witness", "1.0.0")
