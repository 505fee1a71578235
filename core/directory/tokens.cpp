#include "directory/tokens.hpp"

#include <array>
#include <mutex>

#include "base/digest.hpp"

namespace liufa::host {

namespace {

std::string hash_of(std::string_view token) { return hexadecimal(bytes(sha256({token}))); }

}  // namespace

std::string issue_token(Session& session, AccessToken& token, std::string_view now) {
  std::string text = random_token();
  const std::string hash = hash_of(text);
  const std::string methods = Json(token.methods).dump();
  token.created_at = now;
  const std::array<ValueView, 7> values{std::string_view(hash),
                                        token.account,
                                        std::string_view(token.name),
                                        std::string_view(token.read_only ? "read" : "write"),
                                        std::string_view(methods),
                                        std::string_view(token.expires_on),
                                        now};
  session.execute(
      "INSERT INTO core_access_token (hash, account, name, access, methods, expires_on, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      values);
  const ValueView parameter = std::string_view(hash);
  token.id = session.scalar_integer("SELECT id FROM core_access_token WHERE hash = $1", {&parameter, 1});
  return text;
}

bool revoke_token(Session& session, std::int64_t account, std::int64_t id, std::string_view now) {
  const std::array<ValueView, 2> which{account, id};
  if (is_null(session.scalar("SELECT id FROM core_access_token WHERE account = $1 AND id = $2 AND revoked_at IS NULL",
                             which)))
    return false;
  const std::array<ValueView, 3> values{now, account, id};
  session.execute("UPDATE core_access_token SET revoked_at = $1 WHERE account = $2 AND id = $3", values);
  return true;
}

void Tokens::load(Session& session) {
  const std::lock_guard lock(mutex_);  // over the reading too: of two loads, the later one has the last word
  decltype(by_hash_) read;
  const auto rows = session.query(
      "SELECT hash, id, account, name, access, methods, expires_on, created_at FROM core_access_token "
      "WHERE revoked_at IS NULL");
  while (rows->next())
    read.emplace(rows->text(0),
                 AccessToken{rows->integer(1), rows->integer(2), std::string(rows->text(3)), rows->text(4) == "read",
                             Json::parse(rows->text(5)).get<std::set<std::string, std::less<>>>(),
                             std::string(rows->text(6)), std::string(rows->text(7))});
  by_hash_ = std::move(read);
}

std::optional<AccessToken> Tokens::find(std::string_view text, std::string_view today) const {
  const std::string hash = hash_of(text);
  const std::shared_lock lock(mutex_);
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || found->second.expires_on < today) return std::nullopt;
  return found->second;
}

std::vector<AccessToken> Tokens::of(std::int64_t account) const {
  const std::shared_lock lock(mutex_);
  std::vector<AccessToken> list;
  for (const auto& [hash, token] : by_hash_)
    if (token.account == account) list.push_back(token);
  return list;
}

}  // namespace liufa::host
