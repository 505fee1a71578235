#include "events/log.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>
#include <set>

#include "base/digest.hpp"
#include "base/json.hpp"

namespace liufa::host {

namespace {

/// Each part with its length, so that no two events have the same text.
void add_part(std::string& out, std::string_view part) {
  fmt::format_to(std::back_inserter(out), "{}:", part.size());
  out += part;
}

/// What stands for an event's content in its hash.
std::string content_digest(std::string& buffer, std::string_view salt, const Event& event) {
  buffer.clear();
  for (const std::string_view part : {salt, event.before, event.after}) add_part(buffer, part);
  return hexadecimal(bytes(sha256({buffer})));
}

/// The hash of an event: of all of it, its content by `content`. Without (the first districts' logs) the content
/// itself.
std::string event_hash(std::string& buffer, std::string_view previous_hash, std::int64_t offset, const Event& event,
                       std::string_view content) {
  buffer.clear();
  buffer += previous_hash;
  fmt::format_to(std::back_inserter(buffer), " {} {} ", offset, event.subject);
  for (const std::string_view part : {event.at, event.actor, event.method, event.topic, event.record})
    add_part(buffer, part);
  if (content.empty()) {
    add_part(buffer, event.before);
    add_part(buffer, event.after);
  } else {
    add_part(buffer, content);
  }
  return hexadecimal(bytes(sha256({buffer})));
}

std::string random_salt() { return random_token().substr(0, 22); }

ValueView or_null(std::string_view text) { return text.empty() ? ValueView{} : ValueView{text}; }

constexpr std::string_view event_columns = "id, at, actor, method, topic, record, subject, before, after, content";

Event event_in(const Rows& row) {
  return {row.integer(0), row.text(1),    row.text(2), row.text(3), row.text(4),
          row.text(5),    row.integer(6), row.text(7), row.text(8), !row.text(9).empty()};
}

/// Which erased events no erasure on record covers yet.
class Uncovered {
 public:
  void add(const Event& event) {
    if (event.topic.starts_with("host."))
      others_.insert(event.offset);
    else
      records_.try_emplace({std::string(event.record), event.subject}, event.offset);
  }
  void cover(const Event& event) {
    if (event.topic == erasure_topic)
      records_.erase({std::string(event.record), event.subject});
    else if (event.topic == log_erasure_topic && !event.erased)
      others_.erase(others_.begin(), others_.upper_bound(Json::parse(event.after).value("until", std::int64_t{0})));
  }
  /// 0 if there is none.
  [[nodiscard]] std::int64_t first() const {
    std::int64_t found = others_.empty() ? 0 : *others_.begin();
    for (const auto& [record, offset] : records_)
      if (found == 0 || offset < found) found = offset;
    return found;
  }

 private:
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> records_;
  std::set<std::int64_t> others_;
};

/// Events whose content is dropped: their digests take its place.
Erased erase(Session& session, const std::string& condition, Parameters parameters) {
  struct Row {
    std::int64_t offset;
    std::string content;
  };
  std::vector<Row> found;
  std::string buffer;
  {
    const auto rows = session.query(
        fmt::format("SELECT {}, salt FROM core_event WHERE salt IS NOT NULL AND {}", event_columns, condition),
        parameters);
    while (rows->next()) {
      const Event event = event_in(*rows);
      found.push_back({event.offset, content_digest(buffer, rows->text(10), event)});
    }
  }
  for (const Row& each : found) {
    const std::array<ValueView, 2> values{each.offset, std::string_view(each.content)};
    session.execute("UPDATE core_event SET before = NULL, after = NULL, salt = NULL, content = $2 WHERE id = $1",
                    values);
  }
  return {static_cast<std::int64_t>(found.size()), found.empty() ? 0 : found.back().offset};
}

constexpr std::string_view old_host_events =
    "id > $1 AND at < $2 AND topic LIKE 'host.%' AND topic NOT IN ('host.record.erased', 'host.log.erased')";

}  // namespace

void EventLog::read_head(Session& session) {
  const auto rows = session.query("SELECT id, hash FROM core_event ORDER BY id DESC LIMIT 1");
  const bool any = rows->next();
  offset_ = any ? rows->integer(0) : 0;
  hash_ = any ? std::string(rows->text(1)) : std::string(64, '0');
  generation_ = session.generation();
}

std::int64_t EventLog::append(Session& session, const Event& event) {
  if (generation_ != session.generation()) read_head(session);
  const std::int64_t offset = offset_ + 1;
  const std::string salt = random_salt();
  const std::string content = content_digest(buffer_, salt, event);
  std::string hash = event_hash(buffer_, hash_, offset, event, content);
  const std::array<ValueView, 11> values{offset,
                                         event.at,
                                         event.actor,
                                         event.method,
                                         event.topic,
                                         or_null(event.record),
                                         event.subject == 0 ? ValueView{} : ValueView{event.subject},
                                         or_null(event.before),
                                         or_null(event.after),
                                         std::string_view(hash),
                                         std::string_view(salt)};
  session.execute(
      "INSERT INTO core_event (id, at, actor, method, topic, record, subject, before, after, hash, salt) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      values);
  offset_ = offset;
  hash_ = std::move(hash);
  if (offset % events_per_seal == 0) {
    const std::array<ValueView, 3> seal{offset, event.at, std::string_view(hash_)};
    session.execute("INSERT INTO core_seal (id, at, hash) VALUES ($1, $2, $3)", seal);
  }
  return offset;
}

std::size_t read_events(Session& session, std::int64_t position, std::size_t limit, const EventFilter& filter,
                        const std::function<bool(const Event&)>& each) {
  const bool back = filter.newest_first;
  const std::int64_t start = back && position == 0 ? std::numeric_limits<std::int64_t>::max() : position;
  std::vector<ValueView> values{start, static_cast<std::int64_t>(limit)};
  std::string sql = fmt::format("SELECT {} FROM core_event WHERE id {} $1", event_columns, back ? "<" : ">");
  const auto condition = [&](std::string_view column, std::string_view comparison, ValueView value) {
    values.push_back(value);
    return fmt::format("{} {} ${}", column, comparison, values.size());
  };
  const auto restrict_to = [&](std::string_view column, std::string_view comparison, const std::string& text) {
    if (!text.empty()) sql += " AND " + condition(column, comparison, std::string_view(text));
  };
  restrict_to("record", "=", filter.record);
  if (filter.subject != 0) sql += " AND " + condition("subject", "=", filter.subject);
  restrict_to("topic", "=", filter.topic);
  restrict_to("actor", "=", filter.actor);
  restrict_to("at", ">=", filter.from);
  restrict_to("at", "<", filter.until);
  std::string any;
  for (const std::string& pattern : filter.topics_like)
    any += (any.empty() ? "" : " OR ") + condition("topic", "LIKE", std::string_view(pattern));
  if (!any.empty()) sql += fmt::format(" AND ({})", any);
  const auto rows = session.query(sql + fmt::format(" ORDER BY id {} LIMIT $2", back ? "DESC" : "ASC"), values);
  std::size_t count = 0;
  while (rows->next()) {
    ++count;
    if (!each(event_in(*rows))) break;
  }
  return count;
}

std::int64_t erase_events(Session& session, std::string_view record, std::int64_t subject) {
  const std::array<ValueView, 2> values{record, subject};
  return erase(session, "record = $1 AND subject = $2 AND topic NOT LIKE 'host.%' ORDER BY id", values).events;
}

Erased erase_host_events(Session& session, std::int64_t position, std::string_view instant, std::int64_t limit) {
  const std::array<ValueView, 3> values{position, instant, limit};
  return erase(session, fmt::format("{} ORDER BY id LIMIT $3", old_host_events), values);
}

std::int64_t count_host_events(Session& session, std::string_view instant) {
  const std::array<ValueView, 2> values{std::int64_t{0}, instant};
  return session.scalar_integer(
      fmt::format("SELECT COUNT(*) FROM core_event WHERE salt IS NOT NULL AND {}", old_host_events), values);
}

std::int64_t last_event(Session& session) { return session.scalar_integer("SELECT MAX(id) FROM core_event"); }

Verification verify_events(Session& session) {
  Verification result;
  std::string expected_hash(64, '0');
  std::string buffer;
  std::map<std::int64_t, std::string> seals;
  {
    const auto rows = session.query("SELECT id, hash FROM core_seal ORDER BY id");
    while (rows->next()) seals.emplace(rows->integer(0), rows->text(1));
  }
  const auto bad = [&result](std::int64_t offset, std::string zh, std::string en) {
    result.first_bad = offset;
    result.reason_zh = std::move(zh);
    result.reason_en = std::move(en);
  };
  Uncovered uncovered;
  const auto rows = session.query(fmt::format("SELECT {}, salt, hash FROM core_event ORDER BY id", event_columns));
  while (rows->next()) {
    const Event event = event_in(*rows);
    const std::int64_t expected = result.events + 1;
    if (event.offset != expected) {
      bad(expected, "此事件缺失", "this event is missing");
      return result;
    }
    const std::string_view salt = rows->text(10);
    std::string content(rows->text(9));
    if (!salt.empty()) content = content_digest(buffer, salt, event);
    expected_hash = event_hash(buffer, expected_hash, event.offset, event, content);
    uncovered.cover(event);
    if (event.erased) uncovered.add(event);
    const auto seal = seals.find(event.offset);
    const bool sealed = event.offset % events_per_seal != 0 || (seal != seals.end() && seal->second == expected_hash);
    const bool whole = !event.erased || (salt.empty() && event.before.empty() && event.after.empty());
    if (rows->text(11) != expected_hash || !sealed || !whole) {
      if (sealed)
        bad(event.offset, "内容与其哈希不符", "its content does not match its hash");
      else
        bad(event.offset, "封印缺失或与内容不符", "its seal is missing or does not match its content");
      result.bad_topic = event.topic;
      result.bad_at = event.at;
      return result;
    }
    result.events = event.offset;
  }
  if (!seals.empty() && seals.rbegin()->first > result.events)
    bad(result.events + 1, "日志尾部被截断", "the end of the log has been cut off");
  if (uncovered.first() != 0)
    bad(uncovered.first(), "内容被清除，而日志中没有清除的记载", "its content was erased, and no erasure is on record");
  result.head = expected_hash;
  return result;
}

}  // namespace liufa::host
