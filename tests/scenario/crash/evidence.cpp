#include "evidence.hpp"

#include <fmt/format.h>

#include <functional>

#include "broken.hpp"

namespace liufa::crash {

namespace {

std::string_view text(sqlite3_stmt* row, int column) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column)))
               : std::string_view();
}

void each_row(sqlite3* connection, const std::string& sql, const std::function<void(sqlite3_stmt*)>& each) {
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v2(connection, sql.c_str(), -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(prepared, sqlite3_finalize);
  while (code == SQLITE_OK && (code = sqlite3_step(prepared)) == SQLITE_ROW) {
    each(prepared);
    code = SQLITE_OK;
  }
  if (code != SQLITE_DONE) throw Broken(fmt::format("{}: {}", sql, sqlite3_errmsg(connection)));
}

/// A ticket's fields in the form of its events.
Json json_of(const Ticket& ticket) {
  return {{"state", ticket.state},
          {"code", ticket.code},
          {"subject", ticket.subject},
          {"amount", ticket.amount},
          {"reason", ticket.reason.empty() ? Json(nullptr) : Json(ticket.reason)}};
}

void change(Ticket& ticket, const Json& after) {
  const auto take = [&](const char* name, auto& field) {
    if (const auto found = after.find(name); found != after.end()) found->get_to(field);
  };
  take("state", ticket.state);
  take("code", ticket.code);
  take("subject", ticket.subject);
  take("amount", ticket.amount);
  take("reason", ticket.reason);
}

std::string described(const Ticket& ticket) {
  return fmt::format("ticket {} version {} {}", ticket.id, ticket.version, json_of(ticket).dump());
}

}  // namespace

Evidence::Connection Evidence::open() const {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(file_.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  Connection connection(opened);
  if (code != SQLITE_OK) throw Broken(fmt::format("{} can't be opened: {}", file_, sqlite3_errstr(code)));
  sqlite3_busy_timeout(opened, 10000);
  return connection;
}

void Evidence::check(const std::vector<std::unique_ptr<Writer>>& writers) {
  const Connection connection = open();
  // All of it from one moment, while the host goes on.
  each_row(connection.get(), "BEGIN", [](sqlite3_stmt*) {});
  read_events(connection.get());
  check_tickets(connection.get(), writers);
  check_sightings(connection.get());
}

void Evidence::check_database() const {
  each_row(open().get(), "PRAGMA integrity_check(1)", [](sqlite3_stmt* row) {
    if (text(row, 0) != "ok") throw Broken(std::string(text(row, 0)));
  });
}

void Evidence::read_events(sqlite3* connection) {
  each_row(connection,
           fmt::format("SELECT id, topic, record, subject, before, after FROM core_event WHERE id > {} ORDER BY id",
                       last_event_),
           [&](sqlite3_stmt* row) {
             const std::int64_t offset = sqlite3_column_int64(row, 0);
             if (offset != last_event_ + 1) throw Broken(fmt::format("event {} is missing", last_event_ + 1));
             last_event_ = offset;
             if (text(row, 2) != "witness.ticket") return;
             events_.emplace_back(offset, text(row, 1));
             const std::int64_t id = sqlite3_column_int64(row, 3);
             const bool is_new = text(row, 1) == "witness.ticket.created";
             if (is_new == from_events_.contains(id))
               throw Broken(fmt::format("event {} ({}): ticket {} is {} before", offset, text(row, 1), id,
                                        is_new ? "there" : "not there"));
             Ticket& ticket = from_events_[id];
             if (!is_new) {
               const Json known = json_of(ticket);
               const Json before = Json::parse(text(row, 4));
               for (auto each = before.begin(); each != before.end(); ++each)
                 if (known.at(each.key()) != each.value())
                   throw Broken(fmt::format("event {} says that {} was {}, which it was not: {}", offset, each.key(),
                                            each.value().dump(), described(ticket)));
             }
             ticket.id = id;
             ++ticket.version;
             change(ticket, Json::parse(text(row, 5)));
           });
}

void Evidence::check_tickets(sqlite3* connection, const std::vector<std::unique_ptr<Writer>>& writers) const {
  std::map<std::int64_t, Ticket> promised;
  std::map<std::int64_t, Ticket> doubtful;     // by id: what a change makes of a ticket
  std::map<std::string, Ticket> doubtful_new;  // by code
  for (const auto& writer : writers) {
    for (const Ticket& ticket : writer->tickets()) promised.emplace(ticket.id, ticket);
    if (!writer->doubt()) continue;
    const Ticket& wanted = writer->doubt()->wanted;
    if (wanted.id == 0)
      doubtful_new.emplace(wanted.code, wanted);
    else
      doubtful.emplace(wanted.id, wanted);
  }
  std::size_t stored = 0;
  each_row(connection, "SELECT id, version, state, code, subject, amount, reason FROM witness_ticket ORDER BY id",
           [&](sqlite3_stmt* row) {
             ++stored;
             const Ticket ticket{sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
                                 std::string(text(row, 2)),    std::string(text(row, 3)),
                                 std::string(text(row, 4)),    sqlite3_column_int64(row, 5),
                                 std::string(text(row, 6))};
             const auto told = from_events_.find(ticket.id);
             if (told == from_events_.end() || told->second != ticket)
               throw Broken(fmt::format("{}, but its events say: {}", described(ticket),
                                        told == from_events_.end() ? "nothing" : described(told->second)));
             const auto known = promised.find(ticket.id);
             if (known == promised.end()) {
               const auto may_be = doubtful_new.find(ticket.code);
               if (may_be == doubtful_new.end()) throw Broken(described(ticket) + ", which nobody has asked for");
               Ticket wanted = may_be->second;
               wanted.id = ticket.id;
               if (ticket != wanted)
                 throw Broken(fmt::format("{} instead of {}", described(ticket), described(wanted)));
               doubtful_new.erase(may_be);  // a second one would be one too many
               return;
             }
             const auto may_be = doubtful.find(ticket.id);
             if (ticket != known->second && (may_be == doubtful.end() || ticket != may_be->second))
               throw Broken(fmt::format("{}, but acknowledged was {}", described(ticket), described(known->second)));
             promised.erase(known);
           });
  if (!promised.empty())
    throw Broken(fmt::format("{} acknowledged tickets are lost, the first: {}", promised.size(),
                             described(promised.begin()->second)));
  if (stored != from_events_.size())
    throw Broken(fmt::format("{} tickets are stored, {} have events", stored, from_events_.size()));
}

void Evidence::check_sightings(sqlite3* connection) {
  sightings_ = 0;
  each_row(connection, "SELECT event, topic FROM witness_sighting ORDER BY id", [&](sqlite3_stmt* row) {
    const std::pair<std::int64_t, std::string> seen{sqlite3_column_int64(row, 0), text(row, 1)};
    if (sightings_ == events_.size())
      throw Broken(fmt::format("the method saw event {} ({}) again after the last one", seen.first, seen.second));
    if (seen != events_[sightings_])
      throw Broken(fmt::format("the method saw event {} ({}) where event {} was next: {}", seen.first, seen.second,
                               events_[sightings_].first,
                               seen.first < events_[sightings_].first ? "seen twice" : "one was left out"));
    ++sightings_;
  });
}

}  // namespace liufa::crash
