/// Records as a report puts them: tables, lists and names.
#pragma once

#include <string>
#include <vector>

#include "services/record_names.hpp"
#include "services/report/report.hpp"
#include "services/report/tag.hpp"

namespace liufa::host {

class RecordTexts {
 public:
  RecordTexts(Session& session, const DistrictModel& model, const Actor& actor, const ReportQuery& query)
      : session_(session), model_(model), actor_(actor), query_(query), names_(session, model, actor, query.language) {}

  /// Of a tag table, list, names or count: Markdown. Throws Problem report.no_source, list.*, ….
  std::string text(const Tag& tag);

 private:
  struct Source {
    const RecordSchema* schema = nullptr;
    const FigureInDistrict* figure = nullptr;  ///< null: all records of the type
  };
  struct Rows {
    std::vector<std::string> heads;
    std::vector<bool> right;
    std::vector<std::vector<std::string>> cells;
    std::int64_t count = 0;
  };
  [[nodiscard]] Source source_of(const std::string& name) const;
  [[nodiscard]] Query filters_of(const Tag& tag) const;
  [[nodiscard]] Json page_of(const Source& source, const Query& filters, const Scope& scope) const;
  Rows rows_of(const Tag& tag, const Source& source, const Json& page);
  [[nodiscard]] std::string table_of(const Rows& rows) const;
  [[nodiscard]] std::string list_of(const Rows& rows) const;
  [[nodiscard]] std::string names_of(const Rows& rows) const;
  [[nodiscard]] std::string pick(std::string zh, std::string en) const {
    return query_.language == Language::zh ? std::move(zh) : std::move(en);
  }

  Session& session_;
  const DistrictModel& model_;
  const Actor& actor_;
  const ReportQuery& query_;
  RecordNames names_;
};

/// A field of a type, or one of the columns that every record has; null if there is neither.
const Field* report_column(const RecordType& type, std::string_view name);

}  // namespace liufa::host
