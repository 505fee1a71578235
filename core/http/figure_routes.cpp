#include <charconv>

#include "http/routes.hpp"
#include "services/figures.hpp"

namespace liufa::host {

namespace {

Access figures_access(const RouteCall&) { return {Act::read, "figures", readers()}; }

FigureQuery figure_query(const RouteCall& call) {
  FigureQuery query;
  if (const auto given = call.request.query.find("period"); given != call.request.query.end())
    query.period = parse_period(given->second);
  if (const auto given = call.request.query.find("organisation"); given != call.request.query.end()) {
    const std::string& text = given->second;
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc{} || end != text.data() + text.size())
      throw Problem("request.parameter", {{"name", "organisation"}, {"found", text}, {"expected", "id"}});
    query.organisation = id;
  }
  return query;
}

const FigureInDistrict& figure_of(const RouteCall& call) {
  const auto found = call.model->figures.find(call.parts[0]);
  if (found == call.model->figures.end()) throw Problem("figure.none", {{"figure", call.parts[0]}});
  return found->second;
}

Response all(RouteCall& call) {
  call.only_parameters({"period", "organisation"});
  return json_response(compute_figures(*call.district.store().read(), *call.model, figure_query(call), call.actor));
}

Response one(RouteCall& call) {
  call.only_parameters({"period", "organisation"});
  return json_response(compute_figure(*call.district.store().read(), figure_of(call), figure_query(call), call.scope));
}

Response behind(RouteCall& call) {
  Query page = call.request.query;
  page.erase("period");
  page.erase("organisation");
  return {200,
          "application/json",
          figure_records(*call.district.store().read(), figure_of(call), figure_query(call), page, call.scope),
          {}};
}

Access figure_access(const RouteCall& call) {
  const RecordType& type = figure_of(call).schema->type;
  return {Act::read, type.full_id, type.read};
}

constexpr RouteEntry routes[] = {
    {"GET", "/figures", "All figures; ?period= and ?organisation=", figures_access, all},
    {"GET", "/figures/{figure}", "One figure", figure_access, one},
    {"GET", "/figures/{figure}/records", "The records behind a figure, in pages", figure_access, behind},
};

}  // namespace

std::span<const RouteEntry> figure_routes() { return routes; }

}  // namespace liufa::host
