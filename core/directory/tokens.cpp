#include "directory/tokens.hpp"

#include <array>
#include <mutex>

#include "base/digest.hpp"

namespace liufa::host {

namespace {

std::string hash_of(std::string_view token) { return hexadecimal(bytes(sha256({token}))); }

}  // namespace

std::string issue_token(Session& session, std::string_view name, std::string_view now) {
  std::string token = random_token();
  const std::string hash = hash_of(token);
  const std::array<ValueView, 2> revoked{now, name};
  session.execute("UPDATE core_token SET revoked_at = $1 WHERE name = $2 AND revoked_at IS NULL", revoked);
  const std::array<ValueView, 4> values{name, std::string_view(hash), std::string_view("every"), now};
  session.execute("INSERT INTO core_token (name, hash, roles, created_at) VALUES ($1, $2, $3, $4)", values);
  return token;
}

void Tokens::load(Session& session) {
  const std::lock_guard lock(mutex_);  // over the reading too: of two loads, the later one has the last word
  decltype(by_hash_) read;
  const auto rows = session.query("SELECT hash, name FROM core_token WHERE revoked_at IS NULL");
  while (rows->next())
    read.emplace(rows->text(0),
                 std::make_shared<const Actor>(actor_with("token:" + std::string(rows->text(1)), every_role())));
  by_hash_ = std::move(read);
}

std::shared_ptr<const Actor> Tokens::actor_of(std::string_view token) const {
  const std::string hash = hash_of(token);
  const std::shared_lock lock(mutex_);
  const auto found = by_hash_.find(hash);
  return found == by_hash_.end() ? nullptr : found->second;
}

}  // namespace liufa::host
