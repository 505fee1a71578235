#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

struct ReportOptions {
  std::string period;
  std::string compare;
  std::string format;
  std::string language;
  std::string organisation;
  std::string output;
  bool strict = false;
};

/// The format given, or the one that the file's name ends with; Markdown otherwise.
std::string format_of(const ReportOptions& options) {
  if (!options.format.empty()) return options.format;
  const std::string suffix = std::filesystem::path(options.output).extension().string();
  for (const char* known : {"html", "docx", "pdf", "md"})
    if (suffix == std::string(".") + known) return known;
  return "md";
}

Query query_of(const Common& common, const ReportOptions& options) {
  Query query{{"format", format_of(options)},
              {"lang", options.language.empty() ? (common.english ? "en" : "zh") : options.language}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) query[name] = value;
  };
  add("period", options.period);
  add("compare", options.compare);
  add("organisation", options.organisation);
  if (options.strict) query["strict"] = "true";
  return query;
}

void write_to(const ReportOptions& options, const std::string& content, const std::string& format) {
  if (options.output.empty() || options.output == "-") {
    if ((format == "docx" || format == "pdf") && isatty(STDOUT_FILENO) == 1)
      throw Problem("report.terminal", {{"format", format}});
    std::cout << content << std::flush;
    return;
  }
  if (!(std::ofstream(options.output, std::ios::binary) << content).flush())
    throw Problem("data.file", {{"file", options.output}, {"reason", "can't be written"}});
}

void say_problems(const Common& common, const Json& problems) {
  if (problems.empty()) return;
  fmt::print(stderr,
             fmt::runtime(common.english ? "liufa: places of the report that could not be filled: {}\n"
                                         : "liufa: 报告中有 {} 处未能填写\n"),
             problems.size());
  for (const Json& each : problems) fmt::print(stderr, "  {}\n", common.text(each.at("text")));
}

void report(const Common& common, const ReportOptions& options) {
  const auto client = connect(common.places());
  const Query query = query_of(common, options);
  const std::string district = common.which(*client);
  const Response response = client->get(district, "/report", query);
  const auto told = response.headers.find("Liufa-Report-Problems");
  const Json problems = told == response.headers.end() ? Json::array() : Json::parse(told->second, nullptr, false);
  const std::string& format = query.at("format");
  const bool text = format == "md" || format == "html";
  if (!common.json || !options.output.empty()) write_to(options, response.body, format);
  if (!common.json) return say_problems(common, problems);
  Json answer{{"district", district}, {"format", format}, {"bytes", response.body.size()}, {"problems", problems}};
  if (!options.output.empty()) answer["file"] = options.output;
  if (options.output.empty() && text) answer["content"] = response.body;
  fmt::print("{}\n", answer.dump());
}

struct TemplateOptions {
  std::string file;
  std::string language;
  bool reset = false;
};

std::string content_of(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Problem("data.file", {{"file", file}, {"reason", "can't be opened"}});
  return {std::istreambuf_iterator<char>(in), {}};
}

void edit_template(const Common& common, const TemplateOptions& options) {
  const auto client = connect(common.places());
  const std::string language = options.language.empty() ? (common.english ? "en" : "zh") : options.language;
  if (language != "zh" && language != "en")
    throw Problem("request.parameter", {{"name", "--lang"}, {"found", language}, {"expected", "zh, en"}});
  const std::string district = common.which(*client);
  if (options.file.empty() && !options.reset) {
    const Json known = client->call(district, "GET", "/report/template");
    std::cout << (common.json ? known.dump() + "\n" : known.at(language).get<std::string>()) << std::flush;
    return;
  }
  const Json text = options.reset ? Json(nullptr) : Json(content_of(options.file));
  const Json kept = client->call(district, "PATCH", "/report/template", {{language, text}});
  if (common.json) fmt::print("{}\n", kept.dump());
}

}  // namespace

void add_report_command(CLI::App& app, Common& common) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = subcommand(app, common, "report", "工作情况报告 / The report of a period");
  command->require_subcommand(0, 1);
  command->add_option("--period", options->period,
                      "2026, 2026-H1, 2026-Q2, 2026-03, 2026-01-01..2026-06-30; 缺省为今年 / else this year");
  command->add_option("--compare", options->compare,
                      "before 上期（缺省）, last-year 上年同期, none 不比较 / what it is compared with");
  command->add_option("--format", options->format, "md, html, docx, pdf; 缺省按文件名 / else by the file's name");
  command->add_option("--lang", options->language, "zh, en");
  command->add_option("--organisation", options->organisation,
                      "组织编号（含下级）/ An organisation's id, and all below");
  command->add_option("--output", options->output, "文件，缺省为标准输出 / File, else standard output");
  command->add_flag("--strict", options->strict, "有未能填写之处即不生成 / Nothing if anything is missing in it");

  auto edit = std::make_shared<TemplateOptions>();
  CLI::App* own =
      subcommand(*command, common, "template", "本区的报告模板 / The district's template: shows or replaces it");
  own->add_option("file", edit->file, "Markdown; - = stdin");
  own->add_option("--lang", edit->language, "zh, en");
  own->add_flag("--default", edit->reset, "恢复自带的模板 / Back to the one that comes with the host");
  own->callback([&common, edit] { edit_template(common, *edit); });

  command->callback([&common, options, command] {
    if (command->get_subcommands().empty()) report(common, *options);
  });
}

}  // namespace liufa::host::cli
