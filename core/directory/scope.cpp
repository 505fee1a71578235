#include "directory/scope.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace liufa::host {

namespace {

/// An owner is a member, or an organisation; "id" stands for the record itself, in the directory.
bool is_member(const RecordType& type, std::string_view owner) {
  if (owner == "id") return type.full_id == "directory.member";
  const Field* field = type.field(owner);
  return field != nullptr && field->type == FieldType::member;
}

}  // namespace

bool Scope::everything() const {
  return std::any_of(reaches_.begin(), reaches_.end(),
                     [](const Reach& each) { return each.everything && each.owner.empty(); });
}

bool Scope::concerns(const Reach& reach, const Owner& owner) {
  if (!reach.owner.empty() && reach.owner != owner.name) return false;
  return reach.everything || !reach.organisations.empty() || (reach.member != 0 && owner.is_member);
}

std::string Scope::sql_of(const std::vector<Owner>& owners, std::vector<Value>& parameters, std::size_t first) const {
  const auto parameter = [&](std::int64_t value) {
    parameters.emplace_back(value);
    return fmt::format("${}", first + parameters.size() - 1);
  };
  const auto subtrees = [&](const std::vector<std::int64_t>& organisations) {
    std::string tops;
    for (const std::int64_t each : organisations) tops += (tops.empty() ? "" : ", ") + parameter(each);
    // '0' is the character after '/': what lies between is the path and all that begins with it.
    return fmt::format(
        "SELECT below.id FROM directory_organisation AS top JOIN directory_organisation AS below "
        "ON below.path >= top.path AND below.path < SUBSTR(top.path, 1, LENGTH(top.path) - 1) || '0' "
        "WHERE top.id IN ({})",
        tops);
  };
  const auto organisations_of = [&](const Reach& reach) {
    if (reach.below) return subtrees(reach.organisations);
    std::string list;
    for (const std::int64_t each : reach.organisations) list += (list.empty() ? "" : ", ") + parameter(each);
    return list;
  };
  std::vector<std::string> alternatives;
  for (const Reach& reach : reaches_)
    for (const Owner& owner : owners) {
      if (!concerns(reach, owner)) continue;
      if (reach.everything)
        alternatives.push_back(owner.expression + " IS NOT NULL");
      else if (!reach.organisations.empty() && !owner.is_member)
        alternatives.push_back(fmt::format("{} IN ({})", owner.expression, organisations_of(reach)));
      else if (!reach.organisations.empty())
        alternatives.push_back(fmt::format("{} IN (SELECT id FROM directory_member WHERE organisation IN ({}))",
                                           owner.expression, organisations_of(reach)));
      else
        alternatives.push_back(fmt::format("{} = {}", owner.expression, parameter(reach.member)));
    }
  if (alternatives.empty()) return "1 = 0";
  return fmt::format("({})", fmt::join(alternatives, " OR "));
}

Scope Scope::without_below() const {
  Scope own = *this;
  for (Reach& each : own.reaches_) each.below = false;
  return own;
}

void Scope::add(const Scope& other) { reaches_.insert(reaches_.end(), other.reaches_.begin(), other.reaches_.end()); }

Condition Scope::condition(const RecordType& type, std::size_t first) const {
  Condition condition;
  if (everything() || (type.owners.empty() && !nothing())) return condition;
  std::vector<Owner> owners;
  for (const std::string& each : type.owners) owners.push_back({each, is_member(type, each), each});
  condition.sql = sql_of(owners, condition.parameters, first);
  return condition;
}

bool Scope::holds(Session& session, std::vector<Owner> owners,
                  const std::function<std::int64_t(std::string_view)>& value) const {
  std::vector<Value> parameters;
  std::erase_if(owners, [&](const Owner& each) {
    return value(each.name) == 0 ||
           std::none_of(reaches_.begin(), reaches_.end(), [&](const Reach& reach) { return concerns(reach, each); });
  });
  for (Owner& each : owners) {
    parameters.emplace_back(value(each.name));
    each.expression = fmt::format("${}", parameters.size());
  }
  std::vector<Value> more;
  const std::string sql = sql_of(owners, more, parameters.size() + 1);
  parameters.insert(parameters.end(), more.begin(), more.end());
  std::vector<ValueView> views;
  for (const Value& each : parameters) views.push_back(view(each));
  return session.query("SELECT 1 WHERE " + sql, views)->next();
}

bool Scope::covers(Session& session, const RecordType& type,
                   const std::function<std::int64_t(std::string_view)>& owner) const {
  if (everything() || (type.owners.empty() && !nothing())) return true;
  std::vector<Owner> owners;
  for (const std::string& each : type.owners) owners.push_back({each, is_member(type, each), ""});
  return holds(session, std::move(owners), owner);
}

bool Scope::covers_inputs(Session& session, const std::vector<Field>& inputs,
                          const std::function<std::int64_t(std::string_view)>& value) const {
  if (everything()) return true;
  std::vector<Owner> owners;
  // Only an input that a permission names places the action in the tree.
  for (const Field& each : inputs)
    if (std::any_of(reaches_.begin(), reaches_.end(), [&](const Reach& reach) { return reach.owner == each.id; }))
      owners.push_back({each.id, each.type == FieldType::member, ""});
  return holds(session, std::move(owners), value);
}

}  // namespace liufa::host
