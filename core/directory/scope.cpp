#include "directory/scope.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace liufa::host {

namespace {

std::string path_of_owner(std::string_view owner, bool is_member) {
  return is_member
             ? fmt::format(
                   "(SELECT held_by.path FROM directory_member AS held JOIN directory_organisation AS held_by "
                   "ON held_by.id = held.organisation WHERE held.id = {})",
                   owner)
             : fmt::format("(SELECT held_by.path FROM directory_organisation AS held_by WHERE held_by.id = {})", owner);
}

/// Conditions of which one must hold, and their parameters.
class Alternatives {
 public:
  Alternatives(std::vector<Value>& parameters, std::size_t first) : parameters_(parameters), first_(first) {}

  std::string parameter(std::int64_t value) {
    parameters_.emplace_back(value);
    return fmt::format("${}", first_ + parameters_.size() - 1);
  }
  void add(std::string condition) { all_.push_back(std::move(condition)); }

  /// That a path lies in the subtree of one of the organisations. '0' is the character after '/': what lies between is
  /// the path and all that begins with it. BETWEEN, so that `path` is looked up once; no path is the upper end itself.
  void add_between(const std::vector<std::int64_t>& organisations, std::string_view path) {
    for (const std::int64_t each : organisations) {
      const std::string top = parameter(each);
      add(
          fmt::format("{0} BETWEEN (SELECT path FROM directory_organisation WHERE id = {1}) AND "
                      "(SELECT SUBSTR(path, 1, LENGTH(path) - 1) || '0' FROM directory_organisation WHERE id = {1})",
                      path, top));
    }
  }

  /// By ranges of ids. Of much, the engine is kept from gathering it by an index first: a page needs little of it.
  void add_ranges(const std::vector<std::int64_t>& organisations, std::string_view owner, const KnownReach& known) {
    constexpr std::int64_t many = 32;
    for (const std::int64_t each : organisations) {
      const IdRanges& below = *known.below.at(each);
      const std::string column = fmt::format("{}{}", below.organisations > many ? "+" : "", owner);
      for (const auto& [first, last] : below.ranges)
        add(first == last ? fmt::format("{} = {}", column, parameter(first))
                          : fmt::format("{} BETWEEN {} AND {}", column, parameter(first), parameter(last)));
    }
  }

  void add_in(const Scope::Reach& reach, std::string_view owner, bool is_member) {
    std::string list;
    for (const std::int64_t each : reach.organisations) list += (list.empty() ? "" : ", ") + parameter(each);
    if (reach.below)
      list = fmt::format(
          "SELECT below.id FROM directory_organisation AS top JOIN directory_organisation AS below "
          "ON below.path >= top.path AND below.path < SUBSTR(top.path, 1, LENGTH(top.path) - 1) || '0' "
          "WHERE top.id IN ({})",
          list);
    add(is_member ? fmt::format("{} IN (SELECT id FROM directory_member WHERE organisation IN ({}))", owner, list)
                  : fmt::format("{} IN ({})", owner, list));
  }

  [[nodiscard]] std::string sql() const {
    return all_.empty() ? "1 = 0" : fmt::format("({})", fmt::join(all_, " OR "));
  }

 private:
  std::vector<Value>& parameters_;
  std::size_t first_;
  std::vector<std::string> all_;
};

}  // namespace

bool Scope::everything() const {
  return std::any_of(reaches_.begin(), reaches_.end(),
                     [](const Reach& each) { return each.everything && each.owner.empty(); });
}

bool Scope::concerns(const Reach& reach, const Owner& owner) {
  if (!reach.owner.empty() && reach.owner != owner.name) return false;
  if (owner.kind == Owner::Kind::flag) return true;
  if (owner.kind == Owner::Kind::account) return reach.account != 0;
  return reach.everything || !reach.organisations.empty() || (reach.member != 0 && owner.kind == Owner::Kind::member);
}

Scope::Owner::Kind Scope::kind_of(const RecordType& type, std::string_view owner) {
  if (owner == "id") return type.full_id == "directory.member" ? Owner::Kind::member : Owner::Kind::organisation;
  const Field* field = type.field(owner);
  switch (field == nullptr ? FieldType::organisation : field->type) {
    case FieldType::member: return Owner::Kind::member;
    case FieldType::record: return Owner::Kind::account;
    case FieldType::boolean: return Owner::Kind::flag;
    default: return Owner::Kind::organisation;
  }
}

std::string Scope::sql_of(const std::vector<Owner>& owners, std::vector<Value>& parameters, std::size_t first,
                          Look look, const KnownReach* known) const {
  Alternatives found(parameters, first);
  for (const Reach& reach : reaches_)
    for (const Owner& owner : owners) {
      if (!concerns(reach, owner)) continue;
      const bool is_member = owner.kind == Owner::Kind::member;
      // A member in the register belongs to an organisation by the owner that says so; the same asked twice would only
      // keep the engine from an index.
      if (owner.is_row && is_member && reach.owner.empty() && !reach.organisations.empty()) continue;
      // A post over the whole district gives nothing of what belongs to another's account.
      if (owner.kind == Owner::Kind::account)
        found.add(fmt::format("{} = {}", owner.expression, found.parameter(reach.account)));
      else if (owner.kind == Owner::Kind::flag)
        found.add(owner.expression + " = 1");
      else if (reach.everything)
        found.add(owner.expression + " IS NOT NULL");
      else if (reach.organisations.empty())
        found.add(fmt::format("{} = {}", owner.expression, found.parameter(reach.member)));
      else if (known && reach.below && !is_member && !owner.is_row)
        found.add_ranges(reach.organisations, owner.expression, *known);
      else if (reach.below && owner.is_row && !is_member)
        found.add_between(reach.organisations, "path");
      else if (reach.below && look == Look::each)
        found.add_between(reach.organisations, path_of_owner(owner.expression, is_member));
      else
        found.add_in(reach, owner.expression, is_member);
    }
  return found.sql();
}

Scope Scope::without_below() const {
  Scope own = *this;
  for (Reach& each : own.reaches_) each.below = false;
  return own;
}

void Scope::add(const Scope& other) { reaches_.insert(reaches_.end(), other.reaches_.begin(), other.reaches_.end()); }

Condition Scope::condition(const RecordType& type, std::size_t first, Look look) const {
  Condition condition;
  if (everything() || (type.owners.empty() && !nothing())) return condition;
  condition.sql = sql_of(owners_of(type), condition.parameters, first, look);
  return condition;
}

std::optional<Condition> Scope::condition(const RecordType& type, std::size_t first, const KnownReach& known) const {
  const std::vector<Owner> owners = owners_of(type);
  const bool gains = std::any_of(owners.begin(), owners.end(), [](const Owner& each) {
    return each.kind == Owner::Kind::organisation && !each.is_row;
  });
  if (everything() || !gains) return std::nullopt;
  Condition condition;
  condition.sql = sql_of(owners, condition.parameters, first, Look::each, &known);
  condition.parameters.emplace_back(known.version);
  condition.sql +=
      fmt::format(" AND (SELECT version FROM core_tree WHERE id = 1) = ${}", first + condition.parameters.size() - 1);
  return condition;
}

std::vector<Scope::Owner> Scope::owners_of(const RecordType& type) {
  std::vector<Owner> owners;
  // With the table's name: inside a sub-select a column of the same name would be meant.
  for (const std::string& each : type.owners)
    owners.push_back({each, kind_of(type, each), fmt::format("{}.{}", type.table, each), each == "id"});
  return owners;
}

std::vector<std::int64_t> Scope::tops() const {
  std::vector<std::int64_t> tops;
  for (const Reach& reach : reaches_)
    if (reach.below) tops.insert(tops.end(), reach.organisations.begin(), reach.organisations.end());
  return tops;
}

Scope::Look Scope::look_for_page(Session& session) const {
  constexpr int many = 32;
  for (const Reach& reach : reaches_) {
    if (!reach.below) continue;
    for (const std::int64_t each : reach.organisations) {
      const ValueView top = each;
      // Counted no further than it matters.
      if (session.scalar_integer(
              fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM directory_organisation WHERE path BETWEEN "
                          "(SELECT path FROM directory_organisation WHERE id = $1) AND (SELECT SUBSTR(path, 1, "
                          "LENGTH(path) - 1) "
                          "|| '0' FROM directory_organisation WHERE id = $1) LIMIT {}) AS some",
                          many),
              {&top, 1}) == many)
        return Look::each;
    }
  }
  return Look::set;
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
  for (const std::string& each : type.owners) owners.push_back({each, kind_of(type, each), "", false});
  return holds(session, std::move(owners), owner);
}

bool Scope::covers_inputs(Session& session, const std::vector<Field>& inputs,
                          const std::function<std::int64_t(std::string_view)>& value) const {
  if (everything()) return true;
  std::vector<Owner> owners;
  // Only an input that a permission names places the action in the tree.
  for (const Field& each : inputs)
    if (std::any_of(reaches_.begin(), reaches_.end(), [&](const Reach& reach) { return reach.owner == each.id; }))
      owners.push_back(
          {each.id, each.type == FieldType::member ? Owner::Kind::member : Owner::Kind::organisation, "", false});
  return holds(session, std::move(owners), value);
}

}  // namespace liufa::host
