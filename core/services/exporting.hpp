/// Lists of records as files: CSV, or an Excel workbook.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"
#include "services/listing.hpp"
#include "services/report/words.hpp"
#include "services/table/table.hpp"

namespace liufa::host {

enum class TableFormat { csv, xlsx };

/// How records are written.
struct ExportForm {
  TableFormat format = TableFormat::csv;
  std::vector<std::string> columns;  ///< ids of fields or of the columns that every record has; empty: all
  /// For people: headings, options, states and references by name, money in yuan. Else as the API has them.
  bool names = false;
  Language language = Language::zh;
};

/// The parameters that say how, taken out of a query; what stays are its filters and its order. Throws Problem
/// request.parameter.
ExportForm take_export_form(Query& query);

/// All records in scope that the filters select, as a file with a row of headings. Names of what is referred to are
/// those that the reader may know. Throws Problem record.unknown_field, export.*, list.*.
std::string export_records(Session& session, const DistrictModel& model, const Actor& reader,
                           const RecordSchema& schema, const Query& query, const Scope& scope, const ExportForm& form,
                           std::string_view now);

/// A field's heading for people; of money with its unit, which an import reads again.
std::string heading_of(const Field& field, Language language);
/// What stands behind the heading of a column in yuan.
inline constexpr std::string_view yuan_zh = "（元）";
inline constexpr std::string_view yuan_en = " (yuan)";

}  // namespace liufa::host
