#include <Poco/URI.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "http/titled.hpp"
#include "services/figures.hpp"
#include "services/report/figure_page.hpp"

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

/// As many periods before as are asked for, oldest first.
std::vector<NamedPeriod> periods_before(const RouteCall& call) {
  constexpr int most = 24;
  const auto given = call.request.query.find("before");
  if (given == call.request.query.end()) return {};
  const std::string& text = given->second;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count < 1 || count > most)
    throw Problem("request.parameter",
                  {{"name", "before"}, {"found", text}, {"expected", "1–" + std::to_string(most)}});
  const auto period = call.request.query.find("period");
  if (period == call.request.query.end()) throw Problem("figure.before");
  std::vector<NamedPeriod> periods{report_period(period->second)};
  for (int i = 0; i < count; ++i) periods.push_back(compared_period(periods.back(), Comparison::before));
  periods.erase(periods.begin());
  std::reverse(periods.begin(), periods.end());
  return periods;
}

const FigureInDistrict& figure_of(const RouteCall& call) {
  const auto found = call.model->figures.find(call.parts[0]);
  if (found == call.model->figures.end()) throw Problem("figure.none", {{"figure", call.parts[0]}});
  return found->second;
}

Response all(RouteCall& call) {
  call.only_parameters({"period", "organisation", "before"});
  FigureQuery query = figure_query(call);
  query.before = periods_before(call);
  // What came before is counted at the same moment as what is now.
  return json_response(compute_figures(*call.district.store().snapshot(), *call.model, query, call.actor));
}

Response one(RouteCall& call) {
  call.only_parameters({"period", "organisation", "before"});
  FigureQuery query = figure_query(call);
  query.before = periods_before(call);
  return json_response(compute_figure(*call.district.store().read(), figure_of(call), query, call.scope));
}

/// What leads back here, without the cursor of a page.
std::string address_of(const RouteCall& call) {
  std::string address = fmt::format("/api/v1/districts/{}/figures/{}/records?", call.district.id(), call.parts[0]);
  for (const auto& [name, value] : call.request.query) {
    if (name == "cursor") continue;
    for (const auto& [text, end] : {std::pair{name, '='}, {value, '&'}}) {
      Poco::URI::encode(text, "&=?#+%()<>", address);
      address += end;
    }
  }
  return address.substr(0, address.size() - 1);
}

/// Whoever follows a figure of a report with a browser reads the records on a page.
Response behind_as_page(RouteCall& call, Query page) {
  FigurePageQuery query{figure_query(call), {}, std::move(page), address_of(call)};
  if (query.figure.period) query.period = report_period(call.request.query.at("period"));
  query.language = language_of(call.request);
  const auto moment = call.district.store().snapshot();
  const Document document = figure_page(*moment, *call.model, call.actor, figure_of(call), query, call.scope);
  HtmlPage html = write_html(document, true);
  return {200,
          "text/html; charset=utf-8",
          std::move(html.html),
          {{"Content-Security-Policy", std::move(html.policy)},
           {"X-Content-Type-Options", "nosniff"},
           {"Referrer-Policy", "no-referrer"},
           {"Vary", "Accept, Accept-Language"}}};
}

Response behind(RouteCall& call) {
  const Titled titled(call);
  Query page = titled.rest();
  page.erase("period");
  page.erase("organisation");
  if (call.request.header("accept").find("text/html") != std::string_view::npos)
    return behind_as_page(call, std::move(page));
  const Reader session = call.district.store().read();
  Response records{200,
                   "application/json",
                   figure_records(*session, figure_of(call), figure_query(call), page, call.scope),
                   {{"Vary", "Accept, Accept-Language"}}};
  return titled.add_to_page(std::move(records), *session, *figure_of(call).schema);
}

Access figure_access(const RouteCall& call) {
  const RecordType& type = figure_of(call).schema->type;
  return {Act::read, type.full_id, type.read};
}

constexpr RouteEntry routes[] = {
    {"GET", "/figures", "All figures; ?period=, ?organisation= and ?before= for as many periods before", figures_access,
     all},
    {"GET", "/figures/{figure}", "One figure; ?period=, ?organisation= and ?before= for as many periods before",
     figure_access, one},
    {"GET", "/figures/{figure}/records",
     "The records behind a figure, in pages, ?titles=true; as a page for people with Accept: text/html", figure_access,
     behind},
};

}  // namespace

std::span<const RouteEntry> figure_routes() { return routes; }

}  // namespace liufa::host
