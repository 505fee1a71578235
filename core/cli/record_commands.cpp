#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

struct RecordOptions {
  std::string kind;
  std::string file;
  std::string format = "csv";
  std::string period;
  std::string organisation;
  std::string columns;
  bool dry_run = false;
  bool names = false;
};

std::string content_of(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Problem("data.file", {{"file", file}, {"reason", "can't be opened"}});
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The rows that a trial would refuse, as the import itself would say it.
Problem refused_rows(const Json& report) {
  std::size_t errors = 0;
  std::vector<Problem> parts;
  for (const Json& row : report["items"])
    for (const Json& each : row.value("problems", Json::array())) {
      ++errors;
      parts.push_back(Problem(ProblemKind::invalid, each.value("code", ""),
                              {each["text"].value("zh", ""), each["text"].value("en", "")})
                          .at_line(row["line"].get<std::size_t>())
                          .at_field(each.value("field", "")));
    }
  Problem refused("import.refused", {{"rows", report["rows"].dump()}, {"errors", std::to_string(errors)}});
  for (Problem& each : parts) refused.with(std::move(each));
  return refused;
}

void import(const Common& common, const RecordOptions& options) {
  const auto client = connect(common.places());
  const Json report = Json::parse(client->call_text(
      common.which(*client), "POST", record_path(options.kind) + (options.dry_run ? "/import?dry_run=true" : "/import"),
      content_of(options.file)));
  if (common.json) {
    fmt::print("{}\n", report.dump());
  } else {
    const char* pattern =
        common.english ? "{}{} rows: {} created, {} updated, {} unchanged" : "{}{} 行：新增 {}，更新 {}，未变 {}";
    fmt::print(fmt::runtime(pattern),
               options.dry_run ? (common.english ? "dry run, nothing written: " : "试运行，未写入：") : "",
               report["rows"].get<int>(), report["created"].get<int>(), report["updated"].get<int>(),
               report["unchanged"].get<int>());
    if (options.dry_run)
      fmt::print(fmt::runtime(common.english ? ", {} refused" : "，不能导入 {}"), report["refused"].get<int>());
    fmt::print("\n");
  }
  if (report.value("refused", 0) > 0) throw refused_rows(report);
}

void write_file(const std::string& file, const std::string& content) {
  if (!(std::ofstream(file, std::ios::binary) << content).flush())
    throw Problem("data.file", {{"file", file}, {"reason", "can't be written"}});
}

void export_all(const Common& common, const RecordOptions& options) {
  const auto client = connect(common.places());
  Query query{{"format", options.format}, {"lang", common.english ? "en" : "zh"}};
  if (options.names) query["names"] = "true";
  if (!options.columns.empty()) query["columns"] = options.columns;
  const Response file = client->get(common.which(*client), record_path(options.kind) + "/export", query);
  if (options.file.empty())
    std::cout << file.body;
  else
    write_file(options.file, file.body);
}

void make_template(const Common& common, const RecordOptions& options) {
  const auto client = connect(common.places());
  const Response file = client->get(common.which(*client), record_path(options.kind) + "/template",
                                    {{"lang", common.english ? "en" : "zh"}});
  write_file(options.file, file.body);
}

std::string shown(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_number_float() ? fmt::format("{:.2f}", value.get<double>()) : value.dump();
}

void figures(const Common& common, const RecordOptions& options) {
  const auto client = connect(common.places());
  std::string query;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, value);
  };
  add("period", options.period);
  add("organisation", options.organisation);
  const Json all = client->call(common.which(*client), "GET", "/figures" + query);
  if (common.json) return fmt::print("{}\n", all.dump());
  for (const Json& each : all)
    fmt::print("{:<34} {:>12} {}  {}\n", each["key"].get<std::string>(), shown(each["value"]),
               common.text(each["unit"]), common.text(each["name"]));
}

}  // namespace

void add_record_commands(CLI::App& app, Common& common) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App* in =
      subcommand(app, common, "import", "导入 CSV 或 Excel / Import CSV or an Excel workbook: all rows or none");
  in->add_option("kind", options->kind, "organisation, member, METHOD.RECORD")->required();
  in->add_option("file", options->file, "CSV, XLSX; - = stdin")->required();
  in->add_flag("--dry-run", options->dry_run, "只试不写 / Only try");
  in->callback([&common, options] { import(common, *options); });

  CLI::App* out = subcommand(app, common, "export", "导出 / Export");
  out->add_option("kind", options->kind, "organisation, member, METHOD.RECORD")->required();
  out->add_option("--output", options->file, "文件，缺省为标准输出 / File, else standard output");
  out->add_option("--format", options->format, "csv, xlsx");
  out->add_option("--columns", options->columns, "字段，以逗号分隔 / Fields, separated by commas");
  out->add_flag("--names", options->names, "用名称代替编号 / Names instead of ids");
  out->callback([&common, options] { export_all(common, *options); });

  CLI::App* form = subcommand(app, common, "template", "导入模板 / An Excel workbook to fill in and import");
  form->add_option("kind", options->kind, "organisation, member, METHOD.RECORD")->required();
  form->add_option("--output", options->file, "文件 / File (.xlsx)")->required();
  form->callback([&common, options] { make_template(common, *options); });

  CLI::App* numbers = subcommand(app, common, "figures", "指标 / The figures");
  numbers->add_option("--period", options->period, "2026, 2026-H1, 2026-Q2, 2026-03, 2026-01-01..2026-06-30");
  numbers->add_option("--organisation", options->organisation,
                      "组织编号（含下级）/ An organisation's id, and all below");
  numbers->callback([&common, options] { figures(common, *options); });
}

}  // namespace liufa::host::cli
