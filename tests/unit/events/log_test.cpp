/// The event log: without gaps, and whatever is altered in it is found, with the first event that is bad.
#include "fixture.hpp"

namespace liufa::host::test {
namespace {

class Log : public LogTest {};

TEST_F(Log, is_sound_when_empty_and_after_every_kind_of_event) {
  EXPECT_EQ(verify().events, 0);
  EXPECT_EQ(verify().first_bad, 0);
  append(3);
  store->write([&](Session& session) {
    log.append(session, {0, "2026-03-01T00:00:00.000Z", "office", "host", "host.method.enabled", {}, 0, {}, "{}"});
  });
  EXPECT_EQ(verify().events, 4);
  EXPECT_EQ(verify().first_bad, 0);
  EXPECT_EQ(verify().head.size(), 64U);
}

TEST_F(Log, has_no_gap_after_what_was_undone) {
  append(2);
  EXPECT_THROW(store->write([&](Session& session) {
    log.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 1, {}, "{}"});
    throw Problem("record.nothing_to_change");
  }),
               Problem);
  store->write([&](Session& session) {
    EXPECT_THROW(session.within_savepoint([&] {
      log.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 1, {}, "{}"});
      throw 42;
    }),
                 int);
    EXPECT_EQ(log.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 2, {}, "{}"}), 3);
  });
  append(1);
  EXPECT_EQ(verify().events, 4);
  EXPECT_EQ(verify().first_bad, 0);
}

TEST_F(Log, goes_on_where_it_ended_after_a_restart) {
  append(2);
  EventLog reopened;
  store->write([&](Session& session) {
    EXPECT_EQ(reopened.append(session, {0, "t", "a", "m", "m.r.created", "m.r", 1, {}, "{}"}), 3);
  });
  EXPECT_EQ(verify().first_bad, 0);
}

TEST_F(Log, tells_events_apart_whose_parts_run_together) {
  store->write([&](Session& session) {
    log.append(session, {0, "t", "ab", "c", "x.y", {}, 0, {}, {}});
    session.execute("UPDATE core_event SET actor = 'a', method = 'bc'");
  });
  EXPECT_EQ(verify().first_bad, 1);
}

TEST_F(Log, is_read_in_order_and_by_record_subject_and_topic) {
  append(3);
  append(2, "m.r.updated");
  const auto offsets = [&](std::int64_t after, std::size_t limit, const EventFilter& filter) {
    std::vector<std::int64_t> found;
    read_events(*store->read(), after, limit, filter, [&](const Event& event) {
      found.push_back(event.offset);
      return true;
    });
    return found;
  };
  using Offsets = std::vector<std::int64_t>;
  EXPECT_EQ(offsets(0, 100, {}), (Offsets{1, 2, 3, 4, 5}));
  EXPECT_EQ(offsets(2, 2, {}), (Offsets{3, 4}));
  EXPECT_EQ(offsets(0, 100, {"m.r", 4, ""}), (Offsets{4}));
  EXPECT_EQ(offsets(0, 100, {"", 0, "m.r.updated"}), (Offsets{4, 5}));
  EXPECT_EQ(offsets(0, 100, {"m.other", 0, ""}), (Offsets{}));
}

/// One way to falsify event 1030 of 2060; seals are at 1024 and 2048.
struct Fraud {
  const char* name;
  const char* sql;
  std::int64_t first_bad;
};

void PrintTo(const Fraud& each, std::ostream* out) { *out << each.sql; }

class Falsified : public LogTest, public ::testing::WithParamInterface<Fraud> {};

TEST_P(Falsified, is_found_and_the_first_bad_event_is_named) {
  append(2060);
  ASSERT_EQ(verify().first_bad, 0);
  execute(GetParam().sql);
  const Verification found = verify();
  EXPECT_EQ(found.first_bad, GetParam().first_bad);
  EXPECT_FALSE(found.reason_zh.empty());
  EXPECT_FALSE(found.reason_en.empty());
}

INSTANTIATE_TEST_SUITE_P(
    log, Falsified,
    ::testing::Values(
        Fraud{"the_time", "UPDATE core_event SET at = '2026-03-01T00:00:00.001Z' WHERE id = 1030", 1030},
        Fraud{"the_actor", "UPDATE core_event SET actor = 'offiCe' WHERE id = 1030", 1030},
        Fraud{"the_method", "UPDATE core_event SET method = 'n' WHERE id = 1030", 1030},
        Fraud{"the_topic", "UPDATE core_event SET topic = 'm.r.createD' WHERE id = 1030", 1030},
        Fraud{"the_record", "UPDATE core_event SET record = 'm.s' WHERE id = 1030", 1030},
        Fraud{"the_record_taken_away", "UPDATE core_event SET record = NULL WHERE id = 1030", 1030},
        Fraud{"the_subject", "UPDATE core_event SET subject = 7 WHERE id = 1030", 1030},
        Fraud{"the_subject_taken_away", "UPDATE core_event SET subject = NULL WHERE id = 1030", 1030},
        Fraud{"what_was_before", "UPDATE core_event SET before = '{\"name\":\"Before\"}' WHERE id = 1030", 1030},
        Fraud{"what_was_before_taken_away", "UPDATE core_event SET before = NULL WHERE id = 1030", 1030},
        Fraud{"what_came_after", "UPDATE core_event SET after = '{\"name\":\"After\"}' WHERE id = 1030", 1030},
        Fraud{"the_hash", "UPDATE core_event SET hash = '0' || substr(hash, 2) || 'x' WHERE id = 1030", 1030},
        Fraud{"an_event_taken_out", "DELETE FROM core_event WHERE id = 1030", 1030},
        Fraud{"the_first_taken_out", "DELETE FROM core_event WHERE id = 1", 1},
        Fraud{"one_put_in_front",
              "INSERT INTO core_event (id, at, actor, method, topic, hash) VALUES (-5, 't', 'a', 'm', 'x', 'h')", 1},
        Fraud{"one_put_at_the_end",
              "INSERT INTO core_event (id, at, actor, method, topic, hash) VALUES (2061, 't', 'a', 'm', 'x', 'h')",
              2061},
        Fraud{"the_end_cut_off_before_a_seal", "DELETE FROM core_event WHERE id > 2040", 2041},
        Fraud{"a_seal", "UPDATE core_seal SET hash = 'x' WHERE id = 1024", 1024},
        Fraud{"a_seal_taken_away", "DELETE FROM core_seal WHERE id = 1024", 1024}),
    [](const auto& each) { return each.param.name; });

TEST_F(Log, a_chain_that_was_forged_to_its_end_differs_in_its_head) {
  append(5);
  const std::string head = verify().head;
  // Whoever can compute hashes can write another history; the head noted elsewhere gives it away.
  execute("DELETE FROM core_event WHERE id = 5");
  EXPECT_EQ(verify().first_bad, 0);
  EXPECT_NE(verify().head, head);
}

class ErasedLog : public LogTest {
 protected:
  /// Three events of record 2 and what erased them, between others.
  ErasedLog() {
    append(3);
    store->write([&](Session& session) {
      log.append(session, {0, "2026-03-02T00:00:00.000Z", "office", "m", "m.r.updated", "m.r", 2, {}, "{\"x\":1}"});
      log.append(session, {0, "2026-03-02T00:00:00.000Z", "office", "host", "host.field.revealed", "m.r", 2, {}, "{}"});
      EXPECT_EQ(erase_events(session, "m.r", 2), 2);
      log.append(session, {0, "2026-03-03T00:00:00.000Z", "system", "host", erasure_topic, "m.r", 2, {}, "{}"});
    });
  }
};

TEST_F(ErasedLog, is_still_whole_and_says_nothing_any_more) {
  EXPECT_EQ(verify().first_bad, 0) << verify().reason_en;
  std::vector<std::int64_t> erased;
  read_events(*store->read(), 0, 100, {}, [&](const Event& event) {
    if (event.erased) erased.push_back(event.offset);
    EXPECT_EQ(event.erased, event.before.empty() && event.after.empty());
    return true;
  });
  EXPECT_EQ(erased, (std::vector<std::int64_t>{2, 4}));
  append(1);
  EXPECT_EQ(verify().first_bad, 0);
}

TEST_F(ErasedLog, shows_what_was_taken_away_without_a_record_of_it) {
  store->write([&](Session& session) { erase_events(session, "m.r", 1); });
  EXPECT_EQ(verify().first_bad, 1);
  EXPECT_FALSE(verify().reason_zh.empty());
}

TEST_F(ErasedLog, shows_another_digest_and_words_put_in_again) {
  for (const char* fraud :
       {"UPDATE core_event SET content = 'x' WHERE id = 4", "UPDATE core_event SET after = '{}' WHERE id = 4",
        "UPDATE core_event SET content = 'x' WHERE id = 1", "UPDATE core_event SET salt = 'x' WHERE id = 1"}) {
    execute("CREATE TABLE kept AS SELECT * FROM core_event");
    execute(fraud);
    EXPECT_NE(verify().first_bad, 0) << fraud;
    execute("DELETE FROM core_event");
    execute("INSERT INTO core_event SELECT * FROM kept");
    execute("DROP TABLE kept");
    ASSERT_EQ(verify().first_bad, 0);
  }
}

TEST_F(ErasedLog, loses_old_words_of_the_host_by_offset) {
  const std::string limit = "2026-03-03T00:00:00.000Z";
  store->write([&](Session& session) {
    EXPECT_EQ(count_host_events(session, limit), 1);
    const Erased erased = erase_host_events(session, 0, limit, 100);
    EXPECT_EQ(erased.events, 1);
    EXPECT_EQ(erased.until, 5);
  });
  EXPECT_EQ(verify().first_bad, 5) << "not on record yet";
  store->write([&](Session& session) {
    log.append(session, {0, limit, "system", "host", log_erasure_topic, {}, 0, {}, R"({"until":5})"});
  });
  EXPECT_EQ(verify().first_bad, 0);
}

}  // namespace
}  // namespace liufa::host::test
