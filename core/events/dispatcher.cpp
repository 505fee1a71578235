#include "events/dispatcher.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "base/problem.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr std::size_t events_per_batch = 4096;
/// Other writers wait for a batch.
constexpr milliseconds longest_batch{25};

void save_cursor(Session& session, const std::string& method, std::int64_t position) {
  const std::array<ValueView, 2> values{position, std::string_view(method)};
  if (session.execute("UPDATE core_cursor SET position = $1 WHERE method = $2", values) == 0)
    session.execute("INSERT INTO core_cursor (position, method) VALUES ($1, $2)", values);
}

Json problem_of(const std::exception& error) {
  if (const auto* problem = dynamic_cast<const Problem*>(&error)) return problem->to_json();
  return {{"code", "unknown"}, {"detail", error.what()}};
}

}  // namespace

Dispatcher::Dispatcher(Store& store, const Clock& clock,
                       std::function<std::shared_ptr<const Subscribers>()> subscribers, RetryRule rule)
    : store_(store), clock_(clock), subscribers_(std::move(subscribers)), rule_(rule), thread_([this] { run(); }) {
  notify();
}

Dispatcher::~Dispatcher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Dispatcher::notify() {
  const std::lock_guard lock(mutex_);
  ++notified_;
  changed_.notify_all();
}

bool Dispatcher::settle(milliseconds longest) {
  notify();
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = notified_;
  return changed_.wait_for(lock, longest, [&] { return finished_ >= mine || stopping_; });
}

DeliveryFigures Dispatcher::figures() const {
  const std::lock_guard lock(mutex_);
  return figures_;
}

void Dispatcher::run() {
  for (;;) {
    std::uint64_t round = 0;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      round = notified_;
    }
    bool more = false;
    auto wake = steady_clock::time_point::max();
    try {
      const std::int64_t last = last_event(*store_.read());
      const auto subscribers = subscribers_();
      for (const Subscriber& subscriber : *subscribers) {
        Progress& progress = progress_[subscriber.method];
        more = deliver(subscriber, progress, last) || more;
        if (progress.attempts > 0) wake = std::min(wake, progress.not_before);
        const std::lock_guard lock(mutex_);
        figures_.positions[subscriber.method] = progress.position;
      }
      // What the handlers of this round appended is nobody else's to announce.
      more = more || last_event(*store_.read()) > last;
      const std::lock_guard lock(mutex_);
      figures_.last_event = last;
    } catch (const std::exception& error) {
      spdlog::error("dispatcher: {}", error.what());
      wake = steady_clock::now() + seconds{1};
    }
    std::unique_lock lock(mutex_);
    if (more) continue;
    if (wake == steady_clock::time_point::max()) {
      finished_ = round;
      changed_.notify_all();
      changed_.wait(lock, [&] { return stopping_ || notified_ != round; });
    } else {
      changed_.wait_until(lock, wake, [&] { return stopping_ || notified_ != round; });
    }
    if (stopping_) return;
  }
}

/// Returns whether there is more to do at once.
bool Dispatcher::deliver(const Subscriber& subscriber, Progress& progress, std::int64_t last) {
  if (progress.position < 0) {
    const ValueView method = std::string_view(subscriber.method);
    progress.position =
        store_.read()->scalar_integer("SELECT position FROM core_cursor WHERE method = $1", {&method, 1});
    progress.saved = progress.position;
  }
  if (progress.attempts > 0 && steady_clock::now() < progress.not_before) return false;
  if (!skip_unwanted(subscriber, progress, last)) return false;
  try {
    handle_batch(subscriber, progress, last, progress.attempts > 0 ? 1 : events_per_batch);
    progress.attempts = 0;
  } catch (const std::exception& error) {
    after_failure(subscriber, progress, error);
  }
  return progress.attempts == 0 ? progress.position < last : steady_clock::now() >= progress.not_before;
}

/// Moves past events that nobody asked for, without occupying the writer. False when nothing is left.
bool Dispatcher::skip_unwanted(const Subscriber& subscriber, Progress& progress, std::int64_t last) {
  bool wanted = false;
  while (!wanted && progress.position < last) {
    const Reader session = store_.read();
    read_events(*session, progress.position, events_per_batch, {}, [&](const Event& event) {
      wanted = !event.erased && subscriber.wants(event.topic);
      if (!wanted) progress.position = event.offset;
      return !wanted;
    });
  }
  // Skipping is repeated after a restart unless it is saved; worth a write only now and then.
  if (!wanted && progress.position - progress.saved > static_cast<std::int64_t>(events_per_batch)) {
    store_.write([&](Session& session) { save_cursor(session, subscriber.method, progress.position); });
    progress.saved = progress.position;
  }
  return wanted;
}

void Dispatcher::handle_batch(const Subscriber& subscriber, Progress& progress, std::int64_t last, std::size_t most) {
  std::int64_t position = progress.position;
  std::uint64_t handled = 0;
  store_.write([&](Session& session) {
    const auto until = steady_clock::now() + longest_batch;
    position = progress.position;
    read_events(session, position, most, {}, [&](const Event& event) {
      if (event.offset > last) return false;  // appended by the handlers of this very batch
      if (!event.erased && subscriber.wants(event.topic)) {
        subscriber.handle(session, event);
        ++handled;
      }
      position = event.offset;
      return handled % 16 != 0 || steady_clock::now() < until;
    });
    save_cursor(session, subscriber.method, position);
  });
  progress.position = progress.saved = position;
  const std::lock_guard lock(mutex_);
  figures_.handled += handled;
}

void Dispatcher::after_failure(const Subscriber& subscriber, Progress& progress, const std::exception& error) {
  {
    const std::lock_guard lock(mutex_);
    ++figures_.failures;
  }
  if (progress.attempts == 0) {
    // Which event of the batch failed is found by taking them one by one.
    progress.attempts = 1;
    progress.not_before = steady_clock::now();
    return;
  }
  if (progress.attempts >= rule_.attempts) return give_up(subscriber, progress, problem_of(error));
  const auto delay = std::min(rule_.longest_delay, rule_.first_delay * (1 << std::min(progress.attempts - 1, 20)));
  spdlog::warn("{}: event {} failed (attempt {}), again in {} ms: {}", subscriber.method, progress.position + 1,
               progress.attempts, delay.count(), error.what());
  ++progress.attempts;
  progress.not_before = steady_clock::now() + delay;
}

void Dispatcher::give_up(const Subscriber& subscriber, Progress& progress, const Json& problem) {
  const std::int64_t event = progress.position + 1;
  const std::string text = problem.dump();
  const std::string now = clock_.now();
  store_.write([&](Session& session) {
    const std::array<ValueView, 5> values{std::string_view(subscriber.method), event, std::string_view(now),
                                          std::string_view(text), std::int64_t{progress.attempts}};
    session.execute(
        "INSERT INTO core_dead_letter (method, event, at, problem, attempts, state) "
        "VALUES ($1, $2, $3, $4, $5, 'open')",
        values);
    save_cursor(session, subscriber.method, event);
  });
  spdlog::error("{}: event {} put with the dead letters: {}", subscriber.method, event, text);
  progress.position = progress.saved = event;
  progress.attempts = 0;
}

void Dispatcher::retry(std::int64_t dead_letter) {
  const ValueView id = dead_letter;
  const auto subscribers = subscribers_();
  try {
    store_.write([&](Session& session) {
      std::string method;
      std::int64_t offset = 0;
      {
        const auto rows =
            session.query("SELECT method, event FROM core_dead_letter WHERE id = $1 AND state = 'open'", {&id, 1});
        if (!rows->next())
          throw Problem("record.not_found", {{"id", std::to_string(dead_letter)}, {"record", "dead letter"}});
        method = rows->text(0);
        offset = rows->integer(1);
      }
      const auto subscriber = std::find_if(subscribers->begin(), subscribers->end(),
                                           [&](const Subscriber& each) { return each.method == method; });
      if (subscriber == subscribers->end()) throw Problem("method.not_enabled", {{"method", method}});
      read_events(session, offset - 1, 1, {}, [&](const Event& event) {
        if (!event.erased) subscriber->handle(session, event);
        return true;
      });
      session.execute("UPDATE core_dead_letter SET state = 'resolved', attempts = attempts + 1 WHERE id = $1",
                      {&id, 1});
    });
  } catch (const std::exception& error) {
    const std::string text = problem_of(error).dump();
    store_.write([&](Session& session) {
      const std::array<ValueView, 2> values{std::string_view(text), dead_letter};
      session.execute("UPDATE core_dead_letter SET problem = $1, attempts = attempts + 1 WHERE id = $2", values);
    });
    throw;
  }
  notify();
}

}  // namespace liufa::host
