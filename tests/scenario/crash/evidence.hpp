/// What lies in the district's database, read past the host, and whether it is what the writers were promised.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "writer.hpp"

namespace liufa::crash {

class Evidence {
 public:
  explicit Evidence(std::string file) : file_(std::move(file)) {}

  /// Every acknowledged ticket lies there as acknowledged, or as the one doubtful request of its writer made it; there
  /// is no other ticket; each is exactly what its own events say; and the method has seen the ticket events from the
  /// first on, in order, each once. Throws Broken.
  void check(const std::vector<std::unique_ptr<Writer>>& writers);

  /// The engine finds every page and index of the file sound. Throws Broken.
  void check_database() const;

  /// How many ticket events there are, and how many of them have been seen.
  [[nodiscard]] std::size_t events() const { return events_.size(); }
  [[nodiscard]] std::size_t sightings() const { return sightings_; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  using Connection = std::unique_ptr<sqlite3, Close>;

  [[nodiscard]] Connection open() const;
  void read_events(sqlite3* connection);
  void check_tickets(sqlite3* connection, const std::vector<std::unique_ptr<Writer>>& writers) const;
  void check_sightings(sqlite3* connection);

  std::string file_;
  /// What the events read so far add up to. The log only grows, so it is read on from where the last check ended.
  std::map<std::int64_t, Ticket> from_events_;
  std::int64_t last_event_ = 0;
  std::vector<std::pair<std::int64_t, std::string>> events_;  ///< of tickets: offset and topic
  std::size_t sightings_ = 0;
};

}  // namespace liufa::crash
