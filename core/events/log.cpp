#include "events/log.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "base/digest.hpp"

namespace liufa::host {

namespace {

/// What an event's hash covers: each part with its length, so that no two events have the same text.
void describe(std::string& out, std::string_view previous_hash, std::int64_t offset, const Event& event) {
  out.clear();
  out += previous_hash;
  fmt::format_to(std::back_inserter(out), " {} {} ", offset, event.subject);
  for (const std::string_view part :
       {event.at, event.actor, event.method, event.topic, event.record, event.before, event.after}) {
    fmt::format_to(std::back_inserter(out), "{}:", part.size());
    out += part;
  }
}

ValueView or_null(std::string_view text) { return text.empty() ? ValueView{} : ValueView{text}; }

constexpr std::string_view event_columns = "id, at, actor, method, topic, record, subject, before, after";

Event event_in(const Rows& row) {
  return {row.integer(0), row.text(1),    row.text(2), row.text(3), row.text(4),
          row.text(5),    row.integer(6), row.text(7), row.text(8)};
}

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
  describe(buffer_, hash_, offset, event);
  std::string hash = hexadecimal(bytes(sha256({buffer_})));
  const std::array<ValueView, 10> values{offset,
                                         event.at,
                                         event.actor,
                                         event.method,
                                         event.topic,
                                         or_null(event.record),
                                         event.subject == 0 ? ValueView{} : ValueView{event.subject},
                                         or_null(event.before),
                                         or_null(event.after),
                                         std::string_view(hash)};
  session.execute(
      "INSERT INTO core_event (id, at, actor, method, topic, record, subject, before, after, hash) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
  const auto rows = session.query(fmt::format("SELECT {}, hash FROM core_event ORDER BY id", event_columns));
  while (rows->next()) {
    const Event event = event_in(*rows);
    const std::int64_t expected = result.events + 1;
    if (event.offset != expected) {
      bad(expected, "此事件缺失", "this event is missing");
      return result;
    }
    describe(buffer, expected_hash, event.offset, event);
    expected_hash = hexadecimal(bytes(sha256({buffer})));
    const auto seal = seals.find(event.offset);
    const bool sealed = event.offset % events_per_seal != 0 || (seal != seals.end() && seal->second == expected_hash);
    if (rows->text(9) != expected_hash || !sealed) {
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
  result.head = expected_hash;
  return result;
}

}  // namespace liufa::host
