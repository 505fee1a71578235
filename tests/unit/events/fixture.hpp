/// A log in a store of its own.
#pragma once

#include "../storage/fixture.hpp"
#include "events/dispatcher.hpp"
#include "events/log.hpp"
#include "storage/schema.hpp"

namespace liufa::host::test {

class LogTest : public StoreTest {
 protected:
  LogTest() {
    store->write([](Session& session) { create_core_tables(session); });
  }

  /// Appends events of a record, in one transaction.
  void append(int count, const std::string& topic = "m.r.created") {
    store->write([&](Session& session) {
      for (int i = 0; i < count; ++i)
        log.append(session, {0, "2026-03-01T00:00:00.000Z", "office", "m", topic, "m.r", ++subject_,
                             R"({"name":"before"})", R"({"name":"after"})"});
    });
  }
  Verification verify() { return verify_events(*store->read()); }
  void execute(const std::string& sql) {
    store->write([&](Session& session) { session.execute(sql); });
  }

  EventLog log;

 private:
  std::int64_t subject_ = 0;
};

}  // namespace liufa::host::test
