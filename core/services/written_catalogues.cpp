#include "services/written_catalogues.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "base/digest.hpp"

namespace liufa::host {

namespace {

/// All that a catalogue depends on beside the model.
std::string key_of(const Actor& actor, const CatalogueQuery& query) {
  std::set<std::string_view> roles;
  for (const Post& post : actor.posts)
    if (post.role != "member" || actor.member != 0 || actor.account == 0) roles.insert(post.role);
  const char separator = '\0';  // in no name
  return fmt::format("{1}{0}{2}{0}{3}{0}{4}{0}{5}{0}{6}{0}{7}", separator, query.today, query.name.zh, query.name.en,
                     fmt::join(roles, " "), fmt::join(actor.methods, " "), actor.read_only, actor.password_due);
}

}  // namespace

std::shared_ptr<const WrittenCatalogue> WrittenCatalogues::of(const std::shared_ptr<const DistrictModel>& model,
                                                              const Actor& actor, const CatalogueQuery& query) {
  constexpr std::size_t most = 128;
  const std::string key = key_of(actor, query);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = written_.find(key); found != written_.end() && model_.lock() == model) return found->second;
  }
  WrittenCatalogue fresh{catalogue(*model, actor, query).dump(), {}};
  fresh.digest = hexadecimal(bytes(sha256({fresh.text})));
  auto made = std::make_shared<const WrittenCatalogue>(std::move(fresh));
  const std::lock_guard lock(mutex_);
  if (model_.lock() != model || written_.size() >= most) written_.clear();
  model_ = model;
  written_[key] = made;
  return made;
}

}  // namespace liufa::host
