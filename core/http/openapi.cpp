#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "http/routes.hpp"

namespace liufa::host {

namespace {

std::string both(const Text& text) { return fmt::format("{} / {}", text.zh, text.en); }

Json field_schema(const Field& field) {
  Json schema;
  switch (field.type) {
    case FieldType::integer:
    case FieldType::money: schema = {{"type", "integer"}}; break;
    case FieldType::decimal:
      schema = {{"type", "number"}, {"multipleOf", Json::parse(decimal_text(1, field.scale))}};
      break;
    case FieldType::boolean: schema = {{"type", "boolean"}}; break;
    case FieldType::date: schema = {{"type", "string"}, {"format", "date"}}; break;
    case FieldType::datetime: schema = {{"type", "string"}, {"format", "date-time"}}; break;
    case FieldType::choice: {
      schema = {{"type", "string"}, {"enum", Json::array()}};
      for (const Option& each : field.options) schema["enum"].push_back(each.id);
      break;
    }
    case FieldType::file: schema = {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}; break;
    case FieldType::organisation:
    case FieldType::member:
    case FieldType::record: schema = {{"type", Json::array({"integer", "string"})}}; break;
    case FieldType::text: schema = {{"type", "string"}, {"maxLength", field.max_length}}; break;
  }
  if (field.type == FieldType::integer || field.type == FieldType::money) {
    if (field.min) schema["minimum"] = *field.min;
    if (field.max) schema["maximum"] = *field.max;
  }
  if (field.list) schema = {{"type", "array"}, {"items", schema}};
  schema["title"] = both(field.name);
  if (!field.help.empty()) schema["description"] = both(field.help);
  if (field.default_value) schema["default"] = *field.default_value;
  return schema;
}

/// What can be given on creation; `computed` fields and the system's own come only in answers.
Json given_schema(const RecordType& type) {
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const Field& field : type.fields) {
    if (field.computed) continue;
    schema["properties"][field.id] = field_schema(field);
    if (field.required && !field.default_value) schema["required"].push_back(field.id);
  }
  return schema;
}

Json record_schema(const RecordType& type) {
  Json schema{{"type", "object"},
              {"title", both(type.name)},
              {"properties",
               {{"id", {{"type", "integer"}}},
                {"version", {{"type", "integer"}}},
                {"created_at", {{"type", "string"}, {"format", "date-time"}}},
                {"updated_at", {{"type", "string"}, {"format", "date-time"}}}}}};
  if (type.workflow) {
    schema["properties"]["state"] = {{"type", "string"}, {"enum", Json::array()}};
    for (const State& state : type.workflow->states) schema["properties"]["state"]["enum"].push_back(state.id);
  }
  for (const Field& field : type.fields) schema["properties"][field.id] = field_schema(field);
  return schema;
}

Json reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json answers(const Json& content, const char* status = "200") {
  const Json problem{{"description", "Problem (RFC 9457)"},
                     {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
  return {{status, {{"description", "OK"}, {"content", {{"application/json", {{"schema", content}}}}}}},
          {"default", problem}};
}

Json path_parameter(std::string_view name) {
  return {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
}

/// A query parameter that is true or false.
Json flag_parameter(std::string_view name, std::string_view what) {
  return {
      {"name", name}, {"in", "query"}, {"description", what}, {"schema", {{"type", "boolean"}, {"default", false}}}};
}
Json titles_parameter() {
  return flag_parameter("titles", "Adds the titles of all records referred to: {\"METHOD.RECORD\": {\"ID\": \"…\"}}");
}
Json dry_run_parameter() {
  return flag_parameter("dry_run", "Everything runs, is answered as it would be, and is undone");
}

Json body(const Json& schema) {
  return {{"required", true}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

Json operation(const std::string& id, const std::string& summary, const std::string& tag, const Json& result,
               const char* status = "200") {
  return {
      {"operationId", id}, {"summary", summary}, {"tags", Json::array({tag})}, {"responses", answers(result, status)}};
}

/// Whether an actor could ever be let in; what they can't do is not described to them.
bool may(const Actor& actor, Act act, std::string_view what, const std::vector<Permission>& permissions) {
  return !scope_of(actor, {act, what, permissions}).nothing();
}

/// A step of the workflow, for one record and for many.
void add_transition(Json& paths, const RecordType& type, const Transition& step) {
  const std::string base = fmt::format("/records/{}/{}", type.method, type.id);
  Json given{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const auto* fields : {&step.needs, &step.takes})
    for (const std::string& field : *fields) given["properties"][field] = field_schema(*type.field(field));
  Json take = operation(fmt::format("{}_{}", step.id, type.table), both(step.name), type.method, reference(type.table));
  take["requestBody"] = {{"content", {{"application/json", {{"schema", given}}}}}};
  take["parameters"] = Json::array({dry_run_parameter()});
  const std::string path = fmt::format("{}/{{id}}/transitions/{}", base, step.id);
  paths[path]["parameters"] = Json::array({path_parameter("id")});
  paths[path]["post"] = take;
  const Json chosen{{"type", "object"},
                    {"required", Json::array({"id"})},
                    {"additionalProperties", false},
                    {"properties", {{"id", {{"type", "integer"}}}, {"version", {{"type", "integer"}}}}}};
  const Json result{{"type", "object"},
                    {"properties",
                     {{"id", {{"type", "integer"}}},
                      {"ok", {{"type", "boolean"}}},
                      {"record", reference(type.table)},
                      {"problem", reference("Problem")}}}};
  Json take_all = operation(fmt::format("{}_all_{}", step.id, type.table), both(step.name), type.method,
                            {{"type", "object"}, {"properties", {{"items", {{"type", "array"}, {"items", result}}}}}});
  take_all["requestBody"] = body(
      {{"type", "object"},
       {"required", Json::array({"records"})},
       {"additionalProperties", false},
       {"properties",
        {{"records", {{"type", "array"}, {"minItems", 1}, {"maxItems", 500}, {"items", chosen}}}, {"values", given}}}});
  take_all["parameters"] = Json::array({dry_run_parameter()});
  paths[fmt::format("{}/bulk/{}", base, step.id)]["post"] = take_all;
}

void add_record(Json& paths, Json& schemas, const RecordSchema& schema, const Actor& actor) {
  const RecordType& type = schema.type;
  if (!may(actor, Act::read, type.full_id, type.read)) return;
  const std::string base = fmt::format("/records/{}/{}", type.method, type.id);
  schemas[type.table] = record_schema(type);
  schemas[type.table + "_given"] = given_schema(type);
  const Json page{{"type", "object"},
                  {"properties",
                   {{"items", {{"type", "array"}, {"items", reference(type.table)}}},
                    {"next", {{"type", Json::array({"string", "null"})}}}}}};
  paths[base]["get"] = operation("list_" + type.table, both(type.name), type.method, page);
  paths[base]["get"]["parameters"] = Json::array({titles_parameter()});
  paths[base + "/{id}"]["parameters"] = Json::array({path_parameter("id")});
  paths[base + "/{id}"]["get"] = operation("read_" + type.table, both(type.name), type.method, reference(type.table));
  paths[base + "/{id}"]["get"]["parameters"] = Json::array({titles_parameter()});
  if (!schema.active) return;
  Json create = operation("create_" + type.table, both(type.name), type.method, reference(type.table), "201");
  create["requestBody"] = body(reference(type.table + "_given"));
  create["parameters"] = Json::array({dry_run_parameter()});
  if (may(actor, Act::create, type.full_id, type.create)) paths[base]["post"] = create;
  Json changed = given_schema(type);
  changed.erase("required");
  Json update = operation("update_" + type.table, both(type.name), type.method, reference(type.table));
  update["requestBody"] = body(changed);
  update["parameters"] =
      Json::array({{{"name", "If-Match"}, {"in", "header"}, {"required", true}, {"schema", {{"type", "string"}}}},
                   dry_run_parameter()});
  if (may(actor, Act::update, type.full_id, type.update)) paths[base + "/{id}"]["patch"] = update;
  if (!type.workflow) return;
  for (const Transition& step : type.workflow->transitions)
    if (may(actor, Act::transition, type.full_id, step.by)) add_transition(paths, type, step);
}

void add_action(Json& paths, const Manifest& manifest, const Action& action) {
  Json input{{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  for (const Field& field : action.input) input["properties"][field.id] = field_schema(field);
  Json start =
      operation(fmt::format("run_{}_{}", manifest.id, action.id), both(action.name), manifest.id, {{"type", "object"}});
  start["requestBody"] = {{"content", {{"application/json", {{"schema", input}}}}}};
  paths[fmt::format("/actions/{}/{}", manifest.id, action.id)]["post"] = start;
}

/// The query parameters that a summary names: "?lang=zh|en" is one of two words.
Json query_parameters(std::string_view summary) {
  Json all = Json::array();
  for (std::size_t at = summary.find_first_of("?&"); at != std::string_view::npos;
       at = summary.find_first_of("?&", at + 1)) {
    const std::string_view said = summary.substr(at + 1);
    const std::size_t equals = said.find('=');
    if (equals == std::string_view::npos) break;
    std::string_view words = said.substr(equals + 1);
    words = words.substr(0, words.find_first_of(" ,;&"));
    Json schema{{"type", "string"}};
    if (words.find('|') != std::string_view::npos)
      for (; !words.empty(); words.remove_prefix(std::min(words.find('|'), words.size() - 1) + 1))
        schema["enum"].push_back(words.substr(0, words.find('|')));
    all.push_back({{"name", said.substr(0, equals)}, {"in", "query"}, {"schema", schema}});
  }
  return all;
}

/// Routes of record types that take and answer the same whatever the type.
constexpr std::string_view same_for_all[] = {"/import", "/export", "/template", "/history",
                                             "/reveal", "/steps",  "/links"};

/// The routes that are the same for every record type and action are described above, one by one; the rest here.
void add_general_routes(Json& paths) {
  for (const auto group : route_groups())
    for (const RouteEntry& route : group) {
      const std::string pattern(route.pattern);
      const bool of_one_type = pattern.starts_with("/records/{method}/{record}");
      const bool alike = std::any_of(std::begin(same_for_all), std::end(same_for_all),
                                     [&](std::string_view each) { return pattern.ends_with(each); });
      if (pattern.starts_with("/actions/") || (of_one_type && !alike)) continue;
      std::string method(route.method);
      for (char& each : method) each = static_cast<char>(each | 0x20);
      std::string name = method + pattern;
      for (char& each : name)
        if (each == '/' || each == '{' || each == '}' || each == '-' || each == '.') each = '_';
      paths[pattern][method] = operation(name, std::string(route.summary), "host", Json::object());
      if (Json asked = query_parameters(route.summary); !asked.empty()) paths[pattern][method]["parameters"] = asked;
      Json parameters = Json::array();
      for (std::size_t open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1))
        parameters.push_back(path_parameter(pattern.substr(open + 1, pattern.find('}', open) - open - 1)));
      if (!parameters.empty()) paths[pattern]["parameters"] = parameters;
    }
}

/// It answers with a file of the kind that is asked for.
void describe_report(Json& operation) {
  Json& answer = operation["responses"]["200"];
  answer["content"] = Json::object();
  for (const char* type : {"text/html", "text/markdown", "application/pdf",
                           "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
    answer["content"][type] = {{"schema", {{"type", "string"}}}};
  answer["headers"]["Liufa-Report-Problems"] = {
      {"description", "What could not be filled in: a JSON array of problems"}, {"schema", {{"type", "string"}}}};
}

/// It answers with events for as long as it is followed.
void describe_live(Json& operation) {
  operation["responses"]["200"]["content"] = {{"text/event-stream", {{"schema", {{"type", "string"}}}}}};
  operation["parameters"].push_back({{"name", "Last-Event-ID"},
                                     {"in", "header"},
                                     {"description", "The offset of the last event that was seen; as ?after="},
                                     {"schema", {{"type", "string"}}}});
}

/// Beside the districts' own routes: which there are.
void add_districts(Json& paths) {
  const Json district{{"type", "object"},
                      {"properties", {{"id", {{"type", "string"}}}, {"name", {{"type", "object"}}}}}};
  Json list = operation("list_districts", "The districts of this host; asked before anybody is known", "host",
                        {{"type", "array"}, {"items", district}});
  list["servers"] = Json::array({{{"url", "/api/v1"}}});
  list["security"] = Json::array();
  paths["/districts"]["get"] = std::move(list);
}

/// Files go in and out here, of one kind or another.
void describe_tables(Json& paths) {
  constexpr const char* workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const Json file{{"schema", {{"type", "string"}, {"format", "binary"}}}};
  const std::string base = "/records/{method}/{record}";
  paths.at(base + "/export").at("get")["responses"]["200"]["content"] = {{"text/csv", file}, {workbook, file}};
  paths.at(base + "/template").at("get")["responses"]["200"]["content"] = {{workbook, file}};
  Json& import = paths.at(base + "/import").at("post");
  import["requestBody"] = {{"required", true}, { "content", { {"text/csv", file}, { workbook, file } } }};
  const Json count{{"type", "integer"}};
  const Json problems{{"type", "array"}, {"items", reference("Problem")}};
  const Json item{{"type", "object"},
                  {"properties",
                   {{"line", count},
                    {"fate", {{"type", "string"}, {"enum", {"created", "updated", "unchanged", "refused"}}}},
                    {"title", {{"type", "string"}}},
                    {"problems", problems}}}};
  import["responses"] = answers({{"type", "object"},
                                 { "properties",
                                   { {"record",
                                      {
                                        { "type",
                                          "string" }
                                      }},
                                     {"dry_run",
                                      {
                                        { "type",
                                          "boolean" }
                                      }},
                                     {"rows", count},
                                     {"created", count},
                                     {"updated", count},
                                     {"unchanged", count},
                                     {"refused", count},
                                     { "items",
                                       { {"type", "array"},
                                         { "items",
                                           item } } } } }});
  import["responses"]["202"] = {{ "description", "A run: GET /runs/{run}" }};
}

}  // namespace

Json openapi(const DistrictModel& model, std::string_view district, const Actor& actor) {
  Json paths = Json::object();
  Json schemas{{"Problem",
                {{"type", "object"},
                 {"properties",
                  {{"type", {{"type", "string"}}},
                   {"title", {{"type", "string"}}},
                   {"status", {{"type", "integer"}}},
                   {"detail", {{"type", "string"}}},
                   {"code", {{"type", "string"}}},
                   {"field", {{"type", "string"}}},
                   {"line", {{"type", "integer"}}},
                   {"errors", {{"type", "array"}, {"items", {{"type", "object"}}}}}}}}}};
  for (const auto& [id, schema] : model.records) add_record(paths, schemas, *schema, actor);
  for (const auto& [id, method] : model.methods)
    if (method.active)
      for (const Action& action : method.manifest->actions)
        if (may(actor, Act::run, action.id, action.by)) add_action(paths, *method.manifest, action);
  add_general_routes(paths);
  describe_report(paths.at("/report").at("get"));
  describe_live(paths.at("/live").at("get"));
  add_districts(paths);
  describe_tables(paths);
  return {{"openapi", "3.1.0"},
          {"info", {{"title", fmt::format("Liufa 六法: {}", district)}, {"version", LIUFA_VERSION}}},
          {"servers", Json::array({{{"url", fmt::format("/api/v1/districts/{}", district)}}})},
          {"security", Json::array({{{"token", Json::array()}}})},
          {"paths", paths},
          {"components",
           {{"schemas", schemas}, {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace liufa::host
