/// Figures: numbers computed from records by what the manifests declare, each opening to the records behind it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"
#include "services/listing.hpp"

namespace liufa::host {

/// A span of civil dates in China, from inclusive, until exclusive.
struct Period {
  std::string from;
  std::string until;
  int year = 0;  ///< if the span is one calendar year, or lies within one
};

/// "2026", "2026-H1", "2026-Q2", "2026-03", "2026-01-01..2026-06-30" (both inclusive). Throws Problem figure.period.
Period parse_period(std::string_view text);

/// A period as it is written, and what it means.
struct NamedPeriod {
  std::string text;
  Period period;
};

struct FigureQuery {
  std::optional<Period> period;
  std::optional<std::int64_t> organisation = {};  ///< and all below
  std::vector<NamedPeriod> before = {};           ///< those for which it is computed too, oldest first; up to `period`
};

/// A figure's value, exact: `scaled` / 10^`scale`. Nothing for an average or share of nothing.
struct FigureValue {
  std::optional<std::int64_t> scaled;
  int scale = 0;
};
FigureValue figure_value(Session& session, const FigureInDistrict& figure, const FigureQuery& query,
                         const Scope& scope);

/// The values in each of the periods before and at last in `query.period`, in one pass over the records. Of a figure
/// without a period its value alone.
std::vector<FigureValue> figure_values(Session& session, const FigureInDistrict& figure, const FigureQuery& query,
                                       const Scope& scope);

/// Counts the records in scope only. One figure: {"key", "value", "unit": {"zh", "en"}, "name": {"zh", "en"}}; `value`
/// is null for an average or share of nothing. If periods before are asked for, also "before": [{"period", "value"}],
/// empty for a figure without a period.
Json compute_figure(Session& session, const FigureInDistrict& figure, const FigureQuery& query, const Scope& scope);

/// All figures of the active methods whose records the actor may read, in the order of their keys. One that can't be
/// computed is null, with its "problem".
Json compute_figures(Session& session, const DistrictModel& model, const FigureQuery& query, const Actor& actor);

/// A page of the records behind a figure, like `list_records`.
std::string figure_records(Session& session, const FigureInDistrict& figure, const FigureQuery& query,
                           const Query& page, const Scope& scope);

}  // namespace liufa::host
