#include "directory/accounts.hpp"

#include <algorithm>
#include <mutex>

namespace liufa::host {

std::string folded_login(std::string_view login) {
  std::string folded(login);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each; });
  return folded;
}

void Accounts::load(Session& session) {
  const std::lock_guard lock(mutex_);  // over the reading too: of two loads, the later one has the last word
  auto read = std::make_shared<Register>();
  {
    const auto rows = session.query(
        "SELECT id, login, name, state, member, subject, "
        "(SELECT must_change FROM core_credential WHERE account = access_account.id) FROM access_account");
    while (rows->next()) {
      Account account{rows->integer(0),           std::string(rows->text(1)), std::string(rows->text(2)),
                      std::string(rows->text(3)), rows->integer(4),           std::string(rows->text(5)),
                      rows->integer(6) != 0};
      read->by_login.emplace(folded_login(account.login), account.id);
      if (!account.subject.empty()) read->by_subject.emplace(account.subject, account.id);
      read->accounts.emplace(account.id, std::move(account));
    }
  }
  const auto rows = session.query(
      "SELECT id, role, organisation, account, on_behalf_of, starts_on, ends_on FROM access_post "
      "WHERE state = 'granted'");
  while (rows->next()) {
    Held held{{rows->integer(0), std::string(rows->text(1)), rows->integer(2)},
              rows->integer(3),
              rows->integer(4),
              std::string(rows->text(5)),
              std::string(rows->text(6))};
    read->held_by[held.account].push_back(held.post.id);
    read->posts.emplace(held.post.id, std::move(held));
  }
  register_ = std::move(read);
}

std::shared_ptr<const Accounts::Register> Accounts::now() const {
  const std::shared_lock lock(mutex_);
  return register_;
}

std::optional<Account> Accounts::by_login(std::string_view login) const {
  const auto all = now();
  const auto found = all->by_login.find(folded_login(login));
  return found == all->by_login.end() ? std::nullopt : std::optional(all->accounts.at(found->second));
}

std::optional<Account> Accounts::by_subject(std::string_view subject) const {
  const auto all = now();
  const auto found = all->by_subject.find(subject);
  return found == all->by_subject.end() ? std::nullopt : std::optional(all->accounts.at(found->second));
}

std::optional<Account> Accounts::by_id(std::int64_t account) const {
  const auto all = now();
  const auto found = all->accounts.find(account);
  return found == all->accounts.end() ? std::nullopt : std::optional(found->second);
}

bool Accounts::in_force(const Register& all, const Held& held, std::string_view today) {
  if (today < held.starts_on || (!held.ends_on.empty() && today > held.ends_on)) return false;
  if (held.on_behalf_of == 0) return true;
  const auto original = all.posts.find(held.on_behalf_of);
  if (original == all.posts.end()) return false;
  const auto holder = all.accounts.find(original->second.account);
  return holder != all.accounts.end() && holder->second.state != "closed" && in_force(all, original->second, today);
}

std::shared_ptr<const Actor> Accounts::actor(std::int64_t account, std::string_view today) const {
  const auto all = now();
  const auto found = all->accounts.find(account);
  if (found == all->accounts.end() || found->second.state != "active") return nullptr;
  auto actor = std::make_shared<Actor>();
  actor->name = found->second.login;
  actor->account = account;
  actor->member = found->second.member;
  actor->password_due = found->second.password_due;
  const auto held = all->held_by.find(account);
  if (held == all->held_by.end()) return actor;
  for (const std::int64_t id : held->second) {
    const Held& each = all->posts.at(id);
    if (!in_force(*all, each, today)) continue;
    actor->roles.insert(each.post.role);
    actor->posts.push_back(each.post);
  }
  return actor;
}

}  // namespace liufa::host
