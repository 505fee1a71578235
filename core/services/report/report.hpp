/// The report of a district: its template filled with figures and records, within what the reader may see.
#pragma once

#include <string>
#include <vector>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"
#include "services/report/document.hpp"
#include "services/report/words.hpp"

namespace liufa::host {

struct ReportQuery {
  ReportPeriod period;
  Comparison comparison = Comparison::before;
  Language language = Language::zh;
  std::int64_t organisation = 0;  ///< of it and all below; 0: all that the reader reaches
  std::string district;           ///< its id
  std::string address;            ///< where its API is, for links: "/api/v1/districts/hechuan"
  std::string today;
};

struct Report {
  Document document;
  std::string organisation;       ///< whose report it is
  std::vector<Problem> problems;  ///< what is missing in it, and said there
};

/// `session` should see one moment throughout. Throws Problem record.not_found for an organisation out of reach,
/// report.template if the district's template is broken; all else becomes a remark in the report.
Report compose_report(Session& session, const DistrictModel& model, const Actor& actor, const ReportQuery& query);

/// Judges a method's own section with none of it filled: tags, figures, record types and fields, as far as they are the
/// method's. Throws Problem report.template, report.no_figure, ….
void check_section(const Manifest& manifest, const std::string& text, std::string_view where);

}  // namespace liufa::host
