#include <fmt/format.h>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

struct WorkOptions {
  std::string subject;  ///< METHOD.RECORD, METHOD.RECORD/ID or METHOD.ACTION
  std::string step;
  std::string where;
  std::vector<std::string> values;
};

/// "name=text" and "name:=JSON": how the values of a record or an action are given.
Json values_in(const std::vector<std::string>& given) {
  Json values = Json::object();
  for (const std::string& each : given) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Problem("request.parameter",
                    {{"name", "FIELD=VALUE"}, {"found", each}, {"expected", "FIELD=TEXT, FIELD:=JSON"}});
    const bool is_json = each[equals - 1] == ':';
    const std::string name = each.substr(0, equals - (is_json ? 1 : 0));
    const std::string value = each.substr(equals + 1);
    values[name] = is_json ? Json::parse(value, nullptr, false) : Json(value);
    if (values[name].is_discarded())
      throw Problem("request.parameter", {{"name", name}, {"found", value}, {"expected", "JSON"}});
  }
  return values;
}

void print_record(const Common& common, const Json& record) {
  if (common.json) return fmt::print("{}\n", record.dump());
  for (const auto& [field, value] : record.items())
    if (!value.is_null()) fmt::print("{:<24} {}\n", field, value.is_string() ? value.get<std::string>() : value.dump());
}

void list(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  const Json all = client->all(common.which(*client), options.subject, options.where);
  if (common.json) return fmt::print("{}\n", all.dump());
  for (const Json& each : all) fmt::print("{}\n", each.dump());
}

void show(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  print_record(common, client->call(common.which(*client), "GET", record_path(options.subject)));
}

void create(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  print_record(common,
               client->call(common.which(*client), "POST", record_path(options.subject), values_in(options.values)));
}

void change(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  print_record(common, client->call(common.which(*client), "PATCH", record_path(options.subject),
                                    values_in(options.values), {{"if-match", "*"}}));
}

void step(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  print_record(
      common, client->call(common.which(*client), "POST", record_path(options.subject) + "/transitions/" + options.step,
                           values_in(options.values), {{"if-match", "*"}}));
}

void run(const Common& common, const WorkOptions& options) {
  const auto client = connect(common.places());
  const Json result = client->run(common.which(*client), options.subject, values_in(options.values));
  fmt::print("{}\n", common.json ? result.dump() : result.is_string() ? result.get<std::string>() : result.dump(2));
}

}  // namespace

void add_work_commands(CLI::App& app, Common& common) {
  auto options = std::make_shared<WorkOptions>();
  CLI::App* record = app.add_subcommand("record", "记录 / Records");
  record->require_subcommand(1);
  const auto add = [&](CLI::App& group, const char* name, const char* text, const char* subject,
                       void (*work)(const Common&, const WorkOptions&)) {
    CLI::App* command = subcommand(group, common, name, text);
    command->add_option("subject", options->subject, subject)->required();
    command->callback([&common, options, work] { work(common, *options); });
    return command;
  };
  const auto takes_values = [&](CLI::App* command) {
    command->add_option("values", options->values, "字段 / FIELD=TEXT, FIELD:=JSON");
  };
  add(*record, "list", "列出 / List", "METHOD.RECORD", list)
      ->add_option("--where", options->where, "条件 / Filter, e.g. state=open&year=2026&sort=-score");
  add(*record, "show", "查看 / Show one", "METHOD.RECORD/ID", show);
  takes_values(add(*record, "create", "新建 / Create", "METHOD.RECORD", create));
  takes_values(add(*record, "change", "修改 / Change", "METHOD.RECORD/ID", change));
  CLI::App* transition = add(*record, "step", "办理流程步骤 / Take a step of the workflow", "METHOD.RECORD/ID", step);
  transition->add_option("step", options->step, "步骤 / The transition's id")->required();
  takes_values(transition);
  takes_values(add(app, "run", "运行方法的操作 / Run an action to its end", "METHOD.ACTION", run));
}

}  // namespace liufa::host::cli
