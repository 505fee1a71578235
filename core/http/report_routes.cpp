#include <fmt/format.h>

#include <charconv>

#include "http/routes.hpp"
#include "services/records.hpp"
#include "services/report/pdf.hpp"
#include "services/report/report.hpp"
#include "services/report/store.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t most_told = 20;  // problems in a header

std::string given(const RouteCall& call, std::string_view name, const char* otherwise) {
  const auto found = call.request.query.find(name);
  return found == call.request.query.end() ? otherwise : found->second;
}

/// The place of a parameter's value among those there are.
template <typename Value>
Value choice(const RouteCall& call, std::string_view name,
             std::initializer_list<std::pair<std::string_view, Value>> known) {
  const std::string text = given(call, name, "");
  if (text.empty()) return known.begin()->second;
  std::string names;
  for (const auto& [word, value] : known) {
    if (word == text) return value;
    names += (names.empty() ? "" : ", ") + std::string(word);
  }
  throw Problem("request.parameter", {{"name", name}, {"found", text}, {"expected", names}});
}

std::int64_t organisation_of(const RouteCall& call) {
  const std::string text = given(call, "organisation", "0");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Problem("request.parameter", {{"name", "organisation"}, {"found", text}, {"expected", "id"}});
  return id;
}

ReportQuery report_query(const RouteCall& call) {
  ReportQuery query;
  query.today = call.district.clock().today();
  query.period = report_period(given(call, "period", query.today.substr(0, 4).c_str()));
  query.comparison = choice<Comparison>(
      call, "compare",
      {{"before", Comparison::before}, {"last-year", Comparison::last_year}, {"none", Comparison::none}});
  query.language = choice<Language>(call, "lang", {{"zh", Language::zh}, {"en", Language::en}});
  query.organisation = organisation_of(call);
  query.district = call.district.id();
  query.address = "/api/v1/districts/" + query.district;
  return query;
}

enum class Format { html, markdown, word, pdf };

struct Written {
  std::string_view type;
  std::string_view suffix;
  std::string content;
  std::map<std::string, std::string> headers = {};
};

Written write(const Report& report, Format format, std::string_view now) {
  switch (format) {
    case Format::markdown: return {"text/markdown; charset=utf-8", "md", write_markdown(report.document)};
    case Format::word:
      return {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
              write_word(report.document, report.organisation, now)};
    case Format::pdf: return {"application/pdf", "pdf", write_pdf(write_html(report.document, false).html)};
    case Format::html: break;
  }
  HtmlPage page = write_html(report.document, true);
  return {"text/html; charset=utf-8", "html", std::move(page.html), {{"Content-Security-Policy", page.policy}}};
}

Problem incomplete(const Report& report) {
  Problem problem("report.incomplete", {{"count", std::to_string(report.problems.size())}});
  for (const Problem& each : report.problems) problem.with(each);
  return problem;
}

/// For a header: letters of ASCII only.
std::string told(const std::vector<Problem>& problems) {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(problems.size(), most_told); ++i)
    list.push_back(
        {{"code", problems[i].code()}, {"text", {{"zh", problems[i].text().zh}, {"en", problems[i].text().en}}}});
  return list.dump(-1, ' ', true);
}

Response report(RouteCall& call) {
  call.only_parameters({"period", "compare", "format", "lang", "organisation", "strict"});
  const ReportQuery query = report_query(call);
  const auto format = choice<Format>(
      call, "format", {{"html", Format::html}, {"md", Format::markdown}, {"docx", Format::word}, {"pdf", Format::pdf}});
  const bool strict = choice<bool>(call, "strict", {{"false", false}, {"true", true}});
  const auto moment = call.district.store().snapshot();
  const Report report = compose_report(*moment, *call.model, call.actor, query);
  if (strict && !report.problems.empty()) throw incomplete(report);
  Written written = write(report, format, call.district.clock().now());
  // What leaves the host in bulk is on record before it leaves.
  const Json made{{"period", query.period.text}, {"format", written.suffix}, {"organisation", query.organisation}};
  call.district.write(call.actor,
                      [&](WriteContext& context) { emit_event(context, "host", "report.made", made.dump()); });
  Response response{200, std::string(written.type), std::move(written.content), std::move(written.headers)};
  response.headers["Liufa-Report-Problems"] = told(report.problems);
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["Referrer-Policy"] = "no-referrer";
  response.headers["Content-Disposition"] =
      fmt::format("{}; filename=\"{}-{}.{}\"", format == Format::word ? "attachment" : "inline", query.district,
                  query.period.text, written.suffix);
  return response;
}

/// The texts are the district's: who may read or change them has a post over the whole of it.
void require_whole_district(const RouteCall& call) {
  if (!call.scope.everything()) throw Problem("access.out_of_reach", {{"record", Text{"报告模板", "template"}}});
}

Json both(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Response read_template(RouteCall& call) {
  const Reader session = call.district.store().read();
  const Text own = own_report_template(*session);
  return json_response({{"zh", report_template(*session, Language::zh)},
                        {"en", report_template(*session, Language::en)},
                        {"own", {{"zh", !own.zh.empty()}, {"en", !own.en.empty()}}}});
}

Response change_template(RouteCall& call) {
  require_whole_district(call);
  return call.write([&](WriteContext& context) {
    change_report_template(context, call.object());
    return json_response(both(own_report_template(context.session)));
  });
}

Response read_name(RouteCall& call) {
  return json_response(both(district_name(*call.district.store().read(), call.district.id())));
}

Response change_name(RouteCall& call) {
  return call.write([&](WriteContext& context) {
    change_district_name(context, call.object());
    return json_response(both(district_name(context.session, call.district.id())));
  });
}

constexpr RouteEntry routes[] = {
    {"GET", "/report",
     "The report of a period; ?period=, ?compare=before|last-year|none, ?format=html|md|docx|pdf, ?lang=zh|en, "
     "?organisation=, ?strict=true|false",
     [](const RouteCall&) {
       return Access{Act::read, "figures", readers()};
     },
     report},
    {"GET", "/report/template", "The report's template, in both languages",
     [](const RouteCall&) {
       return Access{Act::look, "report"};
     },
     read_template},
    {"PATCH", "/report/template", "Change it: zh, en; null takes the one that comes with the host",
     [](const RouteCall&) {
       return Access{Act::update, "report", {{"office"}, {"admin"}}};
     },
     change_template},
    {"GET", "/name", "The district's name",
     [](const RouteCall&) {
       return Access{Act::look, "name"};
     },
     read_name},
    {"PATCH", "/name", "Change it: zh, en",
     [](const RouteCall&) {
       return Access{Act::administer, "name"};
     },
     change_name},
};

}  // namespace

std::span<const RouteEntry> report_routes() { return routes; }

}  // namespace liufa::host
