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
  bool dry_run = false;
};

std::string content_of(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Problem("data.file", {{"file", file}, {"reason", "can't be opened"}});
  return {std::istreambuf_iterator<char>(in), {}};
}

void import(const Common& common, const RecordOptions& options) {
  const auto client = connect(common.places());
  const Json report = Json::parse(client->call_text(
      common.which(*client), "POST", record_path(options.kind) + (options.dry_run ? "/import?dry_run=true" : "/import"),
      content_of(options.file)));
  if (common.json) return fmt::print("{}\n", report.dump());
  const char* pattern =
      common.english ? "{}{} rows: {} created, {} updated, {} unchanged\n" : "{}{} 行：新增 {}，更新 {}，未变 {}\n";
  fmt::print(fmt::runtime(pattern),
             options.dry_run ? (common.english ? "dry run, nothing written: " : "试运行，未写入：") : "",
             report["rows"].get<int>(), report["created"].get<int>(), report["updated"].get<int>(),
             report["unchanged"].get<int>());
}

void export_all(const Common& common, const RecordOptions& options) {
  if (options.format != "csv")
    throw Problem("request.parameter", {{"name", "--format"}, {"found", options.format}, {"expected", "csv"}});
  const auto client = connect(common.places());
  const std::string csv = client->call_text(common.which(*client), "GET", record_path(options.kind) + "/export");
  if (options.file.empty()) {
    std::cout << csv;
  } else if (!(std::ofstream(options.file, std::ios::binary) << csv).flush()) {
    throw Problem("data.file", {{"file", options.file}, {"reason", "can't be written"}});
  }
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
               each["unit"].get<std::string>(), common.text(each["name"]));
}

}  // namespace

void add_record_commands(CLI::App& app, Common& common) {
  auto options = std::make_shared<RecordOptions>();
  CLI::App* in = subcommand(app, common, "import", "导入 CSV / Import CSV: all rows or none");
  in->add_option("kind", options->kind, "organisation, member, METHOD.RECORD")->required();
  in->add_option("file", options->file, "CSV; - = stdin")->required();
  in->add_flag("--dry-run", options->dry_run, "只试不写 / Only try");
  in->callback([&common, options] { import(common, *options); });

  CLI::App* out = subcommand(app, common, "export", "导出 / Export");
  out->add_option("kind", options->kind, "organisation, member, METHOD.RECORD")->required();
  out->add_option("--output", options->file, "文件，缺省为标准输出 / File, else standard output");
  out->add_option("--format", options->format, "csv");
  out->callback([&common, options] { export_all(common, *options); });

  CLI::App* numbers = subcommand(app, common, "figures", "指标 / The figures");
  numbers->add_option("--period", options->period, "2026, 2026-H1, 2026-Q2, 2026-03, 2026-01-01..2026-06-30");
  numbers->add_option("--organisation", options->organisation,
                      "组织编号（含下级）/ An organisation's id, and all below");
  numbers->callback([&common, options] { figures(common, *options); });
}

}  // namespace liufa::host::cli
