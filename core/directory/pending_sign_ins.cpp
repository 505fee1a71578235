#include "directory/pending_sign_ins.hpp"

#include <algorithm>

#include "base/digest.hpp"

namespace liufa::host {

void PendingSignIns::make_room(std::string_view address, Moment now) {
  std::erase_if(entries_, [&](const auto& each) { return now - each.second.begun > lifetime; });
  const auto of_address = [&](const auto& each) { return each.second.address == address; };
  const auto count = static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), of_address));
  if (count < most_of_address && entries_.size() < most) return;
  auto oldest = entries_.end();
  for (auto each = entries_.begin(); each != entries_.end(); ++each)
    if ((count == 0 || of_address(*each)) && (oldest == entries_.end() || each->second.begun < oldest->second.begun))
      oldest = each;
  entries_.erase(oldest);
}

PendingSignIns::Begun PendingSignIns::begin(std::string_view district, std::string_view address, Moment now) {
  Begun begun{random_token(), {std::string(district), random_token(), random_token(), random_token()}};
  const std::lock_guard lock(mutex_);
  make_room(address, now);
  entries_.emplace(begun.browser, Entry{begun.sign_in, std::string(address), now});
  return begun;
}

std::optional<PendingSignIn> PendingSignIns::take(std::string_view browser, Moment now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(browser);
  if (found == entries_.end()) return std::nullopt;
  const Entry entry = std::move(found->second);
  entries_.erase(found);
  return now - entry.begun > lifetime ? std::nullopt : std::optional(entry.sign_in);
}

}  // namespace liufa::host
