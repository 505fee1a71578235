/// Which of a district's records a person reaches: those with an owner in the subtree of one of their posts, or that is
/// the person. The host's own types may also belong to an account, whatever posts others hold, or by a flag to
/// everybody whom the permission names. The subtree is looked up by the same SQL statement that reads the records, so
/// that a move of an organisation is followed at once, by each answer wholly or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/known_tree.hpp"
#include "model/manifest.hpp"
#include "storage/store.hpp"

namespace liufa::host {

/// A condition of the host's own, ANDed to others; its parameters are numbered on from where it was asked for.
struct Condition {
  std::string sql;  ///< empty: no restriction
  std::vector<Value> parameters;
};

class Scope {
 public:
  /// What one permission gives through one or more posts of the same role.
  struct Reach {
    std::string owner;  ///< the one owner that counts; empty: any
    bool everything = false;
    std::vector<std::int64_t> organisations;  ///< and all below
    std::int64_t member = 0;                  ///< what that person owns; 0: none
    bool below = true;                        ///< else the organisations alone
    std::int64_t account = 0;                 ///< what belongs to that account; 0: none
  };

  /// Reaches nothing.
  Scope() = default;
  explicit Scope(std::vector<Reach> reaches) : reaches_(std::move(reaches)) {}

  static Scope whole_district() { return Scope({{"", true, {}, 0}}); }

  /// What this one reaches without the organisations below.
  [[nodiscard]] Scope without_below() const;
  /// Reaches what the other one reaches, too.
  void add(const Scope& other);

  [[nodiscard]] bool nothing() const { return reaches_.empty(); }
  [[nodiscard]] bool everything() const;

  /// How a statement finds out whether an owner is reached; both are true of the same rows.
  enum class Look {
    set,  ///< gathers the subtree once: for few organisations, by an index, or for all rows of a table
    each  ///< looks each row's owner up: for one record, or for a page read along an index, much of which is reached
  };

  /// The condition on the columns of a type's table. Its first parameter is $`first`.
  [[nodiscard]] Condition condition(const RecordType& type, std::size_t first = 1, Look look = Look::set) const;

  /// The same from the tree as it is known: the condition holds of no row at all if the tree has changed since. Nothing
  /// if no owner is an organisation, so that nothing would be gained.
  [[nodiscard]] std::optional<Condition> condition(const RecordType& type, std::size_t first,
                                                   const KnownReach& known) const;
  /// The organisations whose subtrees are reached.
  [[nodiscard]] std::vector<std::int64_t> tops() const;

  /// Which of the two is faster for a page; says nothing of what is reached.
  [[nodiscard]] Look look_for_page(Session& session) const;

  /// Whether a record with these owners is reached. `owner` gives the value of an owner (a reference's id, or the
  /// record's own for "id"; 0 for none).
  [[nodiscard]] bool covers(Session& session, const RecordType& type,
                            const std::function<std::int64_t(std::string_view owner)>& owner) const;

  /// Whether an action may be started with these inputs: its permissions name inputs as owners. `type_of` says whether
  /// such an input is an organisation or a member.
  [[nodiscard]] bool covers_inputs(Session& session, const std::vector<Field>& inputs,
                                   const std::function<std::int64_t(std::string_view input)>& value) const;

 private:
  struct Owner {
    enum class Kind { organisation, member, account, flag };

    std::string_view name;
    Kind kind = Kind::organisation;
    std::string expression;  ///< column or parameter
    bool is_row = false;     ///< an organisation or member in its own table: its path or organisation is at hand
  };
  /// Whether a reach says anything of an owner.
  static bool concerns(const Reach& reach, const Owner& owner);
  /// "id" stands for the record itself, in the directory.
  static Owner::Kind kind_of(const RecordType& type, std::string_view owner);
  static std::vector<Owner> owners_of(const RecordType& type);
  [[nodiscard]] std::string sql_of(const std::vector<Owner>& owners, std::vector<Value>& parameters, std::size_t first,
                                   Look look = Look::set, const KnownReach* known = nullptr) const;
  [[nodiscard]] bool holds(Session& session, std::vector<Owner> owners,
                           const std::function<std::int64_t(std::string_view)>& value) const;

  std::vector<Reach> reaches_;
};

}  // namespace liufa::host
