/// The append-only event log of a district: history, audit trail and bus in one. Every change of a record appends one
/// event in the same transaction. Events are chained by SHA-256: an event's hash covers the hash before it and all of
/// its own content, so that a changed or missing event is found, and which. What an event says (`before`, `after`) is
/// covered by a salted digest of its own: it can be erased when its time is over (PIPL art. 47) without breaking the
/// chain, and can't be guessed from the digest that remains.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace liufa::host {

/// One event. Texts are borrowed: valid during the call that got it.
struct Event {
  std::int64_t offset = 0;  ///< 1, 2, 3, … without a gap
  std::string_view at;      ///< instant, UTC
  std::string_view actor;
  std::string_view method;   ///< whose record changed, or who emitted it
  std::string_view topic;    ///< "pairing.pair.confirmed"
  std::string_view record;   ///< "pairing.pair"; empty for an emitted event
  std::int64_t subject = 0;  ///< the record's id; 0 for an emitted event
  std::string_view before;   ///< JSON object of the fields that changed, as they were; empty if none
  std::string_view after;    ///< the same as they became; of an emitted event the payload
  bool erased = false;       ///< `before` and `after` are no longer there
};

/// Events between two seals.
inline constexpr std::int64_t events_per_seal = 1024;

/// Appends to the log. One per district, used inside writes only (that is, on the writer's thread).
class EventLog {
 public:
  /// Gives the event the next offset and hash and stores it; returns the offset. `event.offset` is ignored.
  std::int64_t append(Session& session, const Event& event);

 private:
  void read_head(Session& session);

  std::uint64_t generation_ = 0;  ///< of the session when the head was read
  std::int64_t offset_ = 0;
  std::string hash_;
  std::string buffer_;  ///< what is hashed; kept for its capacity
};

/// Which events are wanted; what is empty or 0 does not restrict.
struct EventFilter {
  std::string record;
  std::int64_t subject = 0;  ///< with `record`
  std::string topic;
  std::vector<std::string> topics_like = {};  ///< patterns with "%" for any text; one of them has to fit
  std::string actor = {};
  std::string from = {};      ///< instant, the first that counts
  std::string until = {};     ///< instant, the first that no longer counts
  bool newest_first = false;  ///< and `position` is where to go back from; 0: from the end
};

/// Calls `each` with the events after `position` in order (before it, if the newest come first), at most `limit`;
/// returns how many. `each` returning false ends it.
std::size_t read_events(Session& session, std::int64_t position, std::size_t limit, const EventFilter& filter,
                        const std::function<bool(const Event&)>& each);

/// The topic of the event that says what a record's erasure erased: it has the record and its id. In the log before
/// anything is erased, without which `verify_events` reports the erased events.
inline constexpr std::string_view erasure_topic = "host.record.erased";

/// Takes away what the events of one record say, but for the host's own about it (who had what revealed); they stay in
/// their places. Returns how many. In a write, with an event `erasure_topic` of that record appended in the same.
std::int64_t erase_events(Session& session, std::string_view record, std::int64_t subject);

/// The same for the host's own events (sign-ins, refusals, reveals, exports): at most `limit` of those after `position`
/// and before an instant. What covers them is an event `log_erasure_topic` with the payload {"until": offset}.
inline constexpr std::string_view log_erasure_topic = "host.log.erased";
struct Erased {
  std::int64_t events = 0;
  std::int64_t until = 0;  ///< offset of the last of them
};
Erased erase_host_events(Session& session, std::int64_t position, std::string_view instant, std::int64_t limit);
/// How many those are.
std::int64_t count_host_events(Session& session, std::string_view instant);

/// The offset of the last event; 0 if there is none.
std::int64_t last_event(Session& session);

/// What `liufa verify` finds.
struct Verification {
  std::int64_t events = 0;
  std::string head;            ///< hash of the last event: note it elsewhere to prove later that nothing was cut off
  std::int64_t first_bad = 0;  ///< offset; 0 if all is well
  std::string reason_zh;
  std::string reason_en;
  std::string bad_topic;
  std::string bad_at;
};
/// Recomputes the whole chain and compares it with every hash and every seal.
Verification verify_events(Session& session);

}  // namespace liufa::host
