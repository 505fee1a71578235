#include "directory/sign_in_delay.hpp"

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "directory/accounts.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

/// Names that nobody has are counted too, so that the answer is the same; but not without limit.
constexpr std::size_t most_subjects = 100'000;

std::string of_account(std::string_view login) { return "account:" + folded_login(login.substr(0, 64)); }
std::string of_address(std::string_view address) { return "address:" + std::string(address); }

std::vector<std::string> subjects_of(std::string_view login, std::string_view address) {
  std::vector<std::string> subjects{of_address(address)};
  if (!login.empty()) subjects.push_back(of_account(login));
  return subjects;
}

}  // namespace

void SignInDelay::load(Session& session) {
  const std::lock_guard lock(mutex_);
  const auto rows = session.query("SELECT subject, failures, last_at, until_at FROM core_sign_in_delay");
  while (rows->next()) {
    const auto last = parse_instant(rows->text(2));
    const auto until = parse_instant(rows->text(3));
    if (last && until) counts_[std::string(rows->text(0))] = {static_cast<int>(rows->integer(1)), *last, *until};
  }
}

seconds SignInDelay::wait_of(const std::string& subject, Instant now) const {
  const auto found = counts_.find(subject);
  return found == counts_.end() || found->second.until <= now ? seconds{0} : ceil<seconds>(found->second.until - now);
}

seconds SignInDelay::wait(std::string_view login, std::string_view address, Instant now) const {
  const std::lock_guard lock(mutex_);
  return std::max(wait_of(of_account(login), now), wait_of(of_address(address), now));
}

bool SignInDelay::is_full(const std::string& subject, int free) const {
  const auto found = counts_.find(subject);
  return found != counts_.end() && found->second.under_way >= std::max(1, free - found->second.failures);
}

seconds SignInDelay::begin(std::string_view login, std::string_view address, Instant now) {
  const std::lock_guard lock(mutex_);
  const seconds wait = std::max(wait_of(of_account(login), now), wait_of(of_address(address), now));
  if (wait > seconds{0}) return wait;
  if (is_full(of_address(address), rule_.free_of_address) ||
      (!login.empty() && is_full(of_account(login), rule_.free_of_account)))
    return rule_.first;
  for (const std::string& subject : subjects_of(login, address)) ++counts_[subject].under_way;
  return seconds{0};
}

void SignInDelay::end(std::string_view login, std::string_view address) {
  const std::lock_guard lock(mutex_);
  for (const std::string& subject : subjects_of(login, address))
    if (const auto found = counts_.find(subject); found != counts_.end() && found->second.under_way > 0)
      --found->second.under_way;
}

void SignInDelay::count(Session& session, const std::string& subject, int free, Instant now) {
  if (counts_.size() >= most_subjects)
    std::erase_if(counts_, [&](const auto& each) {
      return each.second.under_way == 0 && now - each.second.last > rule_.forgotten;
    });
  Count& entry = counts_[subject];
  if (now - entry.last > rule_.forgotten) entry.failures = 0;
  ++entry.failures;
  entry.last = now;
  const int beyond = entry.failures - free;
  entry.until = beyond < 0 ? now
                           : now + std::min<std::chrono::seconds>(
                                       rule_.longest, rule_.first * (std::int64_t{1} << std::min(beyond, 20)));
  const std::string last = iso_instant(entry.last);
  const std::string until = iso_instant(entry.until);
  const ValueView name = std::string_view(subject);
  session.execute("DELETE FROM core_sign_in_delay WHERE subject = $1", {&name, 1});
  const std::array<ValueView, 4> values{name, std::int64_t{entry.failures}, std::string_view(last),
                                        std::string_view(until)};
  session.execute("INSERT INTO core_sign_in_delay (subject, failures, last_at, until_at) VALUES ($1, $2, $3, $4)",
                  values);
}

void SignInDelay::failed(Session& session, std::string_view login, std::string_view address, Instant now) {
  const std::lock_guard lock(mutex_);
  if (!login.empty()) count(session, of_account(login), rule_.free_of_account, now);
  count(session, of_address(address), rule_.free_of_address, now);
}

void SignInDelay::succeeded(Session& session, std::string_view login) {
  const std::string subject = of_account(login);
  const ValueView name = std::string_view(subject);
  session.execute("DELETE FROM core_sign_in_delay WHERE subject = $1", {&name, 1});
  const std::lock_guard lock(mutex_);
  if (const auto found = counts_.find(subject); found != counts_.end())
    found->second = {0, {}, {}, found->second.under_way};
}

int SignInDelay::failures(std::string_view login) const {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(of_account(login));
  return found == counts_.end() ? 0 : found->second.failures;
}

}  // namespace liufa::host
