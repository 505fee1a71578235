/// The records behind a figure as a page for people: where a figure in a report leads.
#pragma once

#include <optional>
#include <string>

#include "services/report/report.hpp"

namespace liufa::host {

struct FigurePageQuery {
  FigureQuery figure;
  std::optional<ReportPeriod> period;  ///< the same as the figure's, for its name
  Query page;                          ///< filters, sort, limit, cursor: as of the API's lists
  std::string address;                 ///< where the page is, with its parameters but the cursor: for the next one
  Language language = Language::zh;
};

/// A page of the records in scope, with the fields that any of them has.
Document figure_page(Session& session, const DistrictModel& model, const Actor& actor, const FigureInDistrict& figure,
                     const FigurePageQuery& query, const Scope& scope);

}  // namespace liufa::host
