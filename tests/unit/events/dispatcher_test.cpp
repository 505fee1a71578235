/// The dispatcher: each event to each method exactly once and in order, whatever fails in between.
#include <mutex>

#include "fixture.hpp"

namespace liufa::host::test {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class Dispatching : public LogTest {
 protected:
  /// A method that keeps what it hears in the table `thing`, in the transaction of the event.
  Subscriber listener(const std::string& method, std::function<void(const Event&)> before = {}) {
    return {method, [](std::string_view topic) { return topic != "m.r.unwanted"; },
            [method, before](Session& session, const Event& event) {
              insert(session, method + std::to_string(event.offset), event.offset);
              if (before) before(event);
            }};
  }
  void start(Subscribers now) {
    set(std::move(now));
    dispatcher = std::make_unique<Dispatcher>(
        *store, clock,
        [this] {
          const std::lock_guard lock(mutex);
          return subscribers;
        },
        RetryRule{3, 2ms, 10ms});
  }
  void set(Subscribers now) {
    const std::lock_guard lock(mutex);
    subscribers = std::make_shared<const Subscribers>(std::move(now));
  }
  void settle() { ASSERT_TRUE(dispatcher->settle(30s)); }
  /// The offsets that a method has handled, in the order in which it did.
  std::vector<std::int64_t> handled_by(const std::string& method) {
    std::vector<std::int64_t> all;
    const Reader reader = store->read();
    const std::string pattern = method + "%";
    const ValueView parameter = std::string_view(pattern);
    const auto rows = reader->query("SELECT size FROM thing WHERE name LIKE $1 ORDER BY id", {&parameter, 1});
    while (rows->next()) all.push_back(rows->integer(0));
    return all;
  }
  std::int64_t open_letters() {
    return store->read()->scalar_integer("SELECT COUNT(*) FROM core_dead_letter WHERE state = 'open'");
  }
  std::int64_t letter() { return store->read()->scalar_integer("SELECT MAX(id) FROM core_dead_letter"); }

  Clock clock;
  std::mutex mutex;
  std::shared_ptr<const Subscribers> subscribers;
  std::unique_ptr<Dispatcher> dispatcher;  ///< last: ends before what it uses
};

TEST_F(Dispatching, every_method_gets_every_event_it_wants_once_and_in_order) {
  append(2);
  start({listener("a"), listener("b")});
  append(1, "m.r.unwanted");
  append(1);
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 4));
  EXPECT_THAT(handled_by("b"), ElementsAre(1, 2, 4));
  EXPECT_EQ(dispatcher->figures().positions.at("a"), 4);
}

TEST_F(Dispatching, after_a_restart_nothing_is_handled_twice) {
  append(3);
  start({listener("a")});
  settle();
  dispatcher = nullptr;
  append(1);
  start({listener("a")});
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 3, 4));
}

TEST_F(Dispatching, what_handlers_append_is_handled_without_anybody_saying_so) {
  start({{"a", [](std::string_view) { return true; },
          [this](Session& session, const Event& event) {
            insert(session, "a" + std::to_string(event.offset), event.offset);
            if (event.offset < 8) log.append(session, {0, event.at, "a", "a", "a.next", {}, 0, {}, "{}"});
          }}});
  append(1);
  settle();  // the only notice that there is something
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST_F(Dispatching, a_failure_is_undone_and_tried_again_until_it_goes) {
  append(4);
  int failures = 2;
  start({listener("a", [&](const Event& event) {
    if (event.offset == 3 && failures-- > 0) throw Problem("storage.busy");
  })});
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(open_letters(), 0);
}

TEST_F(Dispatching, what_keeps_failing_goes_to_the_dead_letters_and_the_rest_goes_on) {
  append(4);
  start({listener("a",
                  [](const Event& event) {
                    if (event.offset == 2) throw Problem("record.nothing_to_change");
                  }),
         listener("b")});
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 3, 4));
  EXPECT_THAT(handled_by("b"), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(open_letters(), 1);
  const Reader reader = store->read();
  const auto rows = reader->query("SELECT method, event, problem, attempts FROM core_dead_letter");
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->text(0), "a");
  EXPECT_EQ(rows->integer(1), 2);
  EXPECT_THAT(std::string(rows->text(2)), ::testing::HasSubstr("record.nothing_to_change"));
  EXPECT_EQ(rows->integer(3), 3);
}

TEST_F(Dispatching, an_error_of_any_kind_is_a_failure) {
  append(1);
  start({listener("a", [](const Event&) { throw std::runtime_error("no problem of ours"); })});
  settle();
  EXPECT_EQ(open_letters(), 1);
  EXPECT_TRUE(handled_by("a").empty());
}

TEST_F(Dispatching, a_dead_letter_is_handled_once_when_retried) {
  append(2);
  bool ill = true;
  start({listener("a", [&](const Event& event) {
    if (ill && event.offset == 1) throw Problem("storage.busy");
  })});
  settle();
  EXPECT_EQ(code_of([&] { dispatcher->retry(letter()); }), "storage.busy");
  EXPECT_EQ(open_letters(), 1);
  EXPECT_EQ(store->read()->scalar_integer("SELECT attempts FROM core_dead_letter"), 4);
  ill = false;
  dispatcher->retry(letter());
  EXPECT_THAT(handled_by("a"), ElementsAre(2, 1));
  EXPECT_EQ(open_letters(), 0);
  EXPECT_EQ(code_of([&] { dispatcher->retry(letter()); }), "record.not_found") << "it is resolved";
  EXPECT_EQ(code_of([&] { dispatcher->retry(404); }), "record.not_found");
}

TEST_F(Dispatching, a_dead_letter_of_a_method_that_is_gone_waits_for_it) {
  append(1);
  start({listener("a", [](const Event&) { throw Problem("storage.busy"); })});
  settle();
  set({});
  EXPECT_EQ(code_of([&] { dispatcher->retry(letter()); }), "method.not_enabled");
  EXPECT_EQ(open_letters(), 1);
}

TEST_F(Dispatching, a_method_that_was_away_catches_up) {
  append(2);
  start({listener("a"), listener("b")});
  settle();
  set({listener("b")});
  append(3);
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2));
  EXPECT_THAT(handled_by("b"), ElementsAre(1, 2, 3, 4, 5));
  set({listener("a"), listener("b")});
  dispatcher->notify();
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(Dispatching, what_a_handler_appends_is_handled_too) {
  start({{"a", [](std::string_view) { return true; },
          [this](Session& session, const Event& event) {
            insert(session, "a" + std::to_string(event.offset), event.offset);
            if (event.offset < 3) log.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 1, {}, "{}"});
          }}});
  append(1);
  dispatcher->notify();
  settle();
  while (last_event(*store->read()) < 3) settle();
  settle();
  EXPECT_THAT(handled_by("a"), ElementsAre(1, 2, 3));
}

class DispatcherThreads : public Dispatching {};

TEST_F(DispatcherThreads, methods_come_and_go_while_many_write_and_nothing_is_lost_or_doubled) {
  start({listener("a")});
  constexpr int writers = 4;
  constexpr int each = 60;
  std::vector<std::thread> running;
  for (int t = 0; t < writers; ++t)
    running.emplace_back([&] {
      for (int i = 0; i < each; ++i) {
        store->write([&](Session& session) {
          log.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 1, {}, "{}"});
        });
        dispatcher->notify();
      }
    });
  running.emplace_back([&] {
    for (int i = 0; i < 50; ++i) {
      set(i % 2 == 0 ? Subscribers{listener("b")} : Subscribers{listener("a"), listener("b")});
      dispatcher->notify();
      (void)dispatcher->figures();
    }
  });
  for (std::thread& thread : running) thread.join();
  set({listener("a"), listener("b")});
  settle();
  for (const char* method : {"a", "b"}) {
    const auto offsets = handled_by(method);
    ASSERT_EQ(offsets.size(), static_cast<std::size_t>(writers * each)) << method;
    EXPECT_TRUE(std::is_sorted(offsets.begin(), offsets.end()));
  }
  EXPECT_EQ(verify().first_bad, 0);
}

}  // namespace
}  // namespace liufa::host::test
