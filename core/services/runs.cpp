#include "services/runs.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_running = 8;
constexpr std::size_t most_remembered = 200;

}  // namespace

Runs::~Runs() {
  std::list<std::shared_ptr<Run>> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& run : runs_) run->cancelled = true;
    all = runs_;
  }
  for (const auto& run : all)
    if (run->thread.joinable()) run->thread.join();
}

std::string Runs::start(std::string_view method, std::string_view action, std::string actor, Work work) {
  const std::lock_guard lock(mutex_);
  forget_old();
  const auto running =
      std::count_if(runs_.begin(), runs_.end(), [](const auto& run) { return run->state == "running"; });
  if (static_cast<std::size_t>(running) >= most_running)
    throw Problem("action.busy", {{"limit", std::to_string(most_running)}});
  auto run = std::make_shared<Run>();
  run->id = random_token().substr(0, 16);
  run->method = method;
  run->action = fmt::format("{}.{}", method, action);
  run->actor = std::move(actor);
  run->thread = std::thread([this, run, work = std::move(work)] { perform(run, work); });
  runs_.push_back(run);
  return run->id;
}

void Runs::perform(const std::shared_ptr<Run>& run, const Work& work) {
  const Progress progress = [&](std::int64_t done, std::int64_t total, std::string_view note) {
    const std::lock_guard lock(mutex_);
    run->done = done;
    run->total = total;
    run->note = note;
    return !run->cancelled;
  };
  std::string state = "done";
  Json outcome;
  try {
    outcome = work(progress, run->cancelled);
  } catch (const Problem& problem) {
    state = problem.kind() == ProblemKind::cancelled ? "cancelled" : "failed";
    outcome = problem.to_json();
  } catch (const std::exception& error) {
    state = "failed";
    const std::string reference = random_token().substr(0, 8);
    spdlog::error("[{}] action {}: {}", reference, run->action, error.what());
    outcome = Problem("request.failed", {{"reference", reference}}).to_json();
  }
  const std::lock_guard lock(mutex_);
  run->state = state;
  run->outcome = std::move(outcome);
  changed_.notify_all();
}

std::shared_ptr<Runs::Run> Runs::find(std::string_view id, std::string_view actor) {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const auto& run) { return run->id == id && run->actor == actor; });
  if (found == runs_.end()) throw Problem("action.no_run", {{"run", id}});
  return *found;
}

Json Runs::state(std::string_view id, std::string_view actor, std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  const auto run = find(id, actor);
  changed_.wait_for(lock, wait, [&] { return run->state != "running"; });
  Json json{{"id", run->id},     {"action", run->action}, {"state", run->state},
            {"done", run->done}, {"total", run->total},   {"note", run->note}};
  if (run->state == "done")
    json["result"] = run->outcome;
  else if (run->state != "running")
    json["problem"] = run->outcome;
  return json;
}

void Runs::cancel(std::string_view id, std::string_view actor) {
  const std::lock_guard lock(mutex_);
  find(id, actor)->cancelled = true;
}

void Runs::cancel_all(std::string_view method) {
  std::unique_lock lock(mutex_);
  const auto concerns = [&](const auto& run) { return run->method == method && run->state == "running"; };
  for (const auto& run : runs_)
    if (concerns(run)) run->cancelled = true;
  changed_.wait(lock, [&] { return std::none_of(runs_.begin(), runs_.end(), concerns); });
}

/// Called under the lock.
void Runs::forget_old() {
  for (auto each = runs_.begin(); each != runs_.end() && runs_.size() > most_remembered;) {
    if ((*each)->state == "running") {
      ++each;
      continue;
    }
    (*each)->thread.join();
    each = runs_.erase(each);
  }
}

}  // namespace liufa::host
