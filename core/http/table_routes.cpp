/// Records as files: export, template, import.
#include <fmt/format.h>

#include <algorithm>

#include "http/routes.hpp"
#include "services/exporting.hpp"
#include "services/import_template.hpp"
#include "services/importing.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

constexpr const char* workbook_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be kept, by the name of its type.
Response file_response(const RecordSchema& schema, std::string content, TableFormat format, std::string_view ending) {
  const bool csv = format == TableFormat::csv;
  Response response{200, csv ? "text/csv; charset=utf-8" : workbook_type, std::move(content), {}};
  response.headers["Content-Disposition"] =
      fmt::format("attachment; filename=\"{}{}.{}\"", schema.type.table, ending, csv ? "csv" : "xlsx");
  return response;
}

Response export_all(RouteCall& call) {
  const RecordSchema& schema = call.record();
  Query query = call.request.query;
  const ExportForm form = take_export_form(query);
  std::string content = export_records(*call.district.store().read(), *call.model, call.actor, schema, query,
                                       call.scope, form, call.district.clock().now());
  // What leaves the host in bulk is on record before it leaves.
  Json filters = Json::object();
  for (const auto& [name, value] : call.request.query) filters[name] = value;
  call.district.write(call.actor, [&](WriteContext& context) {
    emit_event(context, "host", "records.exported", Json{{"record", schema.type.full_id}, {"filters", filters}}.dump());
  });
  return file_response(schema, std::move(content), form.format, "");
}

Response make_template(RouteCall& call) {
  call.only_parameters({"lang"});
  Query query = call.request.query;
  const Language language = take_export_form(query).language;
  return file_response(call.record(), import_template(call.record(), language, call.district.clock().now()),
                       TableFormat::xlsx, "_template");
}

bool is_set(const RouteCall& call, std::string_view name) {
  const auto given = call.request.query.find(name);
  return given != call.request.query.end() && given->second != "false";
}

bool wants_english(const Request& request) { return request.header("accept-language").starts_with("en"); }

/// Thrown at the end of a trial, so that the transaction is undone.
struct OnlyTried {
  ImportReport report;
};

/// What an import is, for whoever runs it.
struct ImportOrder {
  std::string record;
  bool trial;
  bool english;
};

/// Within a write. Throws OnlyTried after a trial.
Json import_within(WriteContext& context, const ImportOrder& order, ImportTable table, const ImportProgress& progress) {
  const RecordSchema& schema = context.model.record(order.record);
  if (order.trial) throw OnlyTried{try_import(context, schema, std::move(table), progress)};
  return to_json(import_records(context, schema, std::move(table), progress), schema, false, order.english);
}

/// On a thread of its own, with the file kept for it.
Json run_import(District& district, const Actor& actor, const ImportOrder& order, std::string file,
                const Progress& report) {
  const auto model = district.model();
  ImportTable table = read_import(model->record(order.record), file);
  file = {};
  const ImportProgress progress = [&](std::size_t done, std::size_t all) {
    if (!report(static_cast<std::int64_t>(done), static_cast<std::int64_t>(all), "")) throw Problem("action.cancelled");
  };
  progress(0, table.count);
  Json answer;
  try {
    district.write(actor,
                   [&](WriteContext& context) { answer = import_within(context, order, std::move(table), progress); });
  } catch (const OnlyTried& tried) {
    answer = to_json(tried.report, model->record(order.record), true, order.english);
  }
  return answer;
}

Response start_import(const RouteCall& call, const ImportOrder& order) {
  const RecordType& type = call.record().type;
  const std::string run =
      call.district.runs().start(type.method, type.id + ".import", call.actor.name,
                                 [&district = call.district, actor = call.actor, order, file = call.request.body](
                                     const Progress& report, const std::atomic<bool>&) mutable {
                                   return run_import(district, actor, order, std::move(file), report);
                                 });
  return started_run(call, run);
}

Response import(RouteCall& call) {
  call.only_parameters({"dry_run", "background"});
  const ImportOrder order{call.record().type.full_id, is_set(call, "dry_run"), wants_english(call.request)};
  if (is_set(call, "background")) return start_import(call, order);
  ImportTable table = read_import(call.record(), call.request.body);
  try {
    return call.write(
        [&](WriteContext& context) { return json_response(import_within(context, order, std::move(table), {})); });
  } catch (const OnlyTried& tried) {
    return json_response(to_json(tried.report, call.record(), true, order.english));
  }
}

Access import_access(const RouteCall& call) { return write_access(call, Act::import, call.record().type.create); }

constexpr RouteEntry routes[] = {
    {"POST", "/records/{method}/{record}/import",
     "Import CSV or an Excel workbook, all rows or none: ?dry_run=true|false&background=true|false", import_access,
     import},
    {"GET", "/records/{method}/{record}/export",
     "All selected records as a file: ?format=csv|xlsx&columns=IDS&names=true|false&lang=zh|en", read_access,
     export_all},
    {"GET", "/records/{method}/{record}/template", "An Excel workbook to fill in and import: ?lang=zh|en",
     import_access, make_template},
};

}  // namespace

std::span<const RouteEntry> table_routes() { return routes; }

}  // namespace liufa::host
