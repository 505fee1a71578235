#include "events/recent_events.hpp"

#include "events/log.hpp"

namespace liufa::host {

namespace {

std::vector<std::shared_ptr<const EventNotice>> read_changes(Session& session, std::int64_t position) {
  std::vector<std::shared_ptr<const EventNotice>> changes;
  read_events(session, position, static_cast<std::size_t>(RecentEvents::most), {}, [&](const Event& event) {
    changes.push_back(std::make_shared<const EventNotice>(
        EventNotice{event.offset, std::string(event.topic), std::string(event.record), event.subject}));
    return true;
  });
  return changes;
}

}  // namespace

void RecentEvents::committed() {
  {
    const std::lock_guard lock(waiting_mutex_);
    turn_.fetch_add(1);
  }
  changed_.notify_all();
}

void RecentEvents::wait(std::uint64_t seen, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(waiting_mutex_);
  changed_.wait_until(lock, until, [&] { return turn_.load() != seen; });
}

std::int64_t RecentEvents::last(Store& store) {
  const std::lock_guard lock(mutex_);
  catch_up(store);
  return last_;
}

RecentEvents::Found RecentEvents::after(Store& store, std::int64_t position) {
  const std::lock_guard lock(mutex_);
  catch_up(store);
  Found found{{}, last_, position > last_ || last_ - position > most};
  if (found.too_many || position == last_) return found;
  if (kept_.empty() || position + 1 < kept_.front()->offset) {
    found.changes = read_changes(*store.read(), position);
    while (!found.changes.empty() && found.changes.back()->offset > last_) found.changes.pop_back();
  } else {
    found.changes.assign(kept_.begin() + (position + 1 - kept_.front()->offset), kept_.end());
  }
  return found;
}

/// The turn is noted before the log is read: what is committed meanwhile is read again next time, never left out.
void RecentEvents::catch_up(Store& store) {
  const std::uint64_t now = turn();
  if (now == read_at_) return;
  const Reader session = store.read();
  const std::int64_t last = last_event(*session);
  if (read_at_ == 0 || last - last_ > most) {
    kept_.clear();
    last_ = last;
  }
  for (auto& each : read_changes(*session, last_)) {
    last_ = each->offset;
    kept_.push_back(std::move(each));
  }
  while (static_cast<std::int64_t>(kept_.size()) > most) kept_.pop_front();
  read_at_ = now;
}

}  // namespace liufa::host
