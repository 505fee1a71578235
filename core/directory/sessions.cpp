#include "directory/sessions.hpp"

#include <array>

#include "base/clock.hpp"
#include "base/digest.hpp"

namespace liufa::host {

namespace {

std::string hash_of(std::string_view token) { return hexadecimal(bytes(sha256({token}))); }

}  // namespace

std::string request_proof(std::string_view session_token) {
  return base64url(bytes(sha256({"liufa request proof ", session_token})));
}

void Sessions::load(Session& session, SessionRule rule) {
  const std::lock_guard lock(mutex_);
  rule_ = rule;
  by_hash_.clear();
  const auto rows = session.query(
      "SELECT hash, id, account, created_at, used_at, address, agent, "
      "(SELECT p.id FROM core_session_by_provider p WHERE p.session = core_session.id) "
      "FROM core_session WHERE ended_at IS NULL");
  while (rows->next()) {
    const auto created = parse_instant(rows->text(3));
    const auto used = parse_instant(rows->text(4));
    if (created && used)
      by_hash_.emplace(rows->text(0),
                       SignedIn{rows->integer(1), rows->integer(2), *created, *used, std::string(rows->text(5)),
                                std::string(rows->text(6)), rows->integer(7) != 0});
  }
}

void Sessions::set_rule(SessionRule rule) {
  const std::lock_guard lock(mutex_);
  rule_ = rule;
}

SessionRule Sessions::rule() const {
  const std::lock_guard lock(mutex_);
  return rule_;
}

Sessions::Opened Sessions::open(Session& session, std::int64_t account, std::string_view now, std::string_view address,
                                std::string_view agent, bool by_provider) {
  Opened opened;
  opened.token = random_token();
  opened.hash = hash_of(opened.token);
  const std::array<ValueView, 5> values{std::string_view(opened.hash), account, now, address, agent.substr(0, 200)};
  session.execute(
      "INSERT INTO core_session (hash, account, created_at, used_at, address, agent) VALUES ($1, $2, $3, $3, $4, $5)",
      values);
  const ValueView hash = std::string_view(opened.hash);
  opened.session = {session.scalar_integer("SELECT id FROM core_session WHERE hash = $1", {&hash, 1}),
                    account,
                    *parse_instant(now),
                    *parse_instant(now),
                    std::string(address),
                    std::string(agent.substr(0, 200)),
                    by_provider};
  const ValueView id = opened.session.id;
  if (by_provider) session.execute("INSERT INTO core_session_by_provider (session) VALUES ($1)", {&id, 1});
  return opened;
}

void Sessions::publish(const Opened& opened) {
  const std::lock_guard lock(mutex_);
  by_hash_.emplace(opened.hash, opened.session);
}

bool Sessions::expired(const SignedIn& session, Instant now) const {
  return now - session.used > rule_.idle || now - session.created > rule_.absolute;
}

std::optional<SignedIn> Sessions::find(std::string_view token, Instant now, bool is_use) {
  const std::string hash = hash_of(token);
  const std::lock_guard lock(mutex_);
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return std::nullopt;
  if (expired(found->second, now)) {
    by_hash_.erase(found);
    return std::nullopt;
  }
  if (is_use) found->second.used = std::max(found->second.used, now);
  return found->second;
}

std::vector<SignedIn> Sessions::of(std::int64_t account, Instant now) const {
  const std::lock_guard lock(mutex_);
  std::vector<SignedIn> list;
  for (const auto& [hash, session] : by_hash_)
    if (session.account == account && !expired(session, now)) list.push_back(session);
  return list;
}

void Sessions::end(Session& session, std::int64_t account, std::int64_t id, std::string_view now) {
  const std::array<ValueView, 3> values{now, account, id};
  session.execute("UPDATE core_session SET ended_at = $1 WHERE account = $2 AND id = $3 AND ended_at IS NULL", values);
  const std::lock_guard lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& each) { return each.second.account == account && each.second.id == id; });
}

void Sessions::end_all(Session& session, std::int64_t account, std::int64_t keep, std::string_view now) {
  const std::array<ValueView, 3> values{now, account, keep};
  session.execute("UPDATE core_session SET ended_at = $1 WHERE account = $2 AND id <> $3 AND ended_at IS NULL", values);
  const std::lock_guard lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& each) { return each.second.account == account && each.second.id != keep; });
}

void Sessions::keep_only(const std::function<bool(std::int64_t)>& may_stay) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& each) { return !may_stay(each.second.account); });
}

void Sessions::save_use(Session& session) {
  const std::lock_guard lock(mutex_);
  for (const auto& [hash, each] : by_hash_) {
    const std::string used = iso_instant(each.used);
    const std::array<ValueView, 2> values{std::string_view(used), each.id};
    session.execute("UPDATE core_session SET used_at = $1 WHERE id = $2", values);
  }
}

}  // namespace liufa::host
