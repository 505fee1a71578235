/// What stands for ids when people read records: the names of organisations and members that a record in scope refers
/// to, and the titles of other records, of these only those that the reader may read.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"
#include "services/report/words.hpp"

namespace liufa::host {

/// A title is made of the fields that its type declares, joined by " — "; those of them that are references are titles
/// in turn, two levels deep: what is named further down, but for organisations and members, is left out. However many
/// records are asked for, there is one question for each 500 of a type and level.
class RecordNames {
 public:
  /// Borrows all it is given.
  RecordNames(Session& session, const DistrictModel& model, const Actor& actor, Language language)
      : session_(session), model_(model), actor_(actor), language_(language) {}

  /// Asks for the title of a record; `look_up` finds it.
  void want(std::string_view type, std::int64_t id);
  /// The same for what a field's value in the API's JSON refers to.
  void want(const Field& field, const Json& value);
  /// The same for the record that `fields` is of (or some of its fields) and all that it refers to.
  void want_all(const RecordType& type, const Json& fields);
  void look_up();
  /// Looks up all that a column of rows refers to.
  void learn(const Field& field, const Json& items);

  /// What was wanted and found: {"directory.organisation": {"12": "城北村党支部"}, …}.
  [[nodiscard]] Json titles() const;
  /// A value of the API's JSON as people write it.
  [[nodiscard]] std::string cell(const Field& field, const Json& value) const;
  /// A column (a field or one that every record has) of a record in the API's JSON; of a state its name.
  [[nodiscard]] std::string shown(const RecordType& type, const Field& column, const Json& item) const;

 private:
  using Ids = std::map<std::string, std::set<std::int64_t>, std::less<>>;

  /// Reads those that were not read before.
  void read(const std::string& type, const std::set<std::int64_t>& ids);
  void read_some(const RecordSchema& schema, const Scope& scope, const std::vector<std::int64_t>& ids);
  /// What the titles of these refer to.
  [[nodiscard]] Ids parts_of(const Ids& records) const;
  /// `level`: how many titles this one is part of.
  [[nodiscard]] std::string name_of(const std::string& type, const Json& id, int level) const;
  [[nodiscard]] std::string title_of(const RecordType& type, const Json& item, int level) const;
  [[nodiscard]] std::string cell(const Field& field, const Json& value, int level) const;
  [[nodiscard]] std::string single(const Field& field, const Json& value, int level) const;

  Session& session_;
  const DistrictModel& model_;
  const Actor& actor_;
  Language language_;
  Ids wanted_;
  Ids asked_;                                                               ///< of the database, found or not
  std::map<std::string, std::map<std::int64_t, Json>, std::less<>> found_;  ///< the fields of their titles
};

}  // namespace liufa::host
