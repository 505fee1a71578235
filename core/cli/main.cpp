#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

void print_problem(const Problem& problem, bool english) {
  const auto text = [english](const Problem& of) { return english ? of.text().en : of.text().zh; };
  fmt::print(stderr, "liufa: {}\n", text(problem));
  for (const Problem& part : problem.parts()) {
    const std::string line = part.line() == 0 ? ""
                             : english        ? fmt::format("line {}", part.line())
                                              : fmt::format("第 {} 行", part.line());
    fmt::print(stderr, "  {}{}{}: {}\n", line, line.empty() || part.field().empty() ? "" : " ", part.field(),
               text(part));
  }
}

bool prefers_english() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value) return std::string_view(value).starts_with("en");
  return false;
}

/// The first word, if it is no command; the parser only says that one is missing.
std::string unknown_command(const CLI::App& app, int count, char** arguments) {
  if (count < 2 || *arguments[1] == '-') return "";
  const auto named = [&](const CLI::App* each) { return each->get_name() == arguments[1]; };
  return app.get_subcommands(named).empty() ? arguments[1] : "";
}

int run(int count, char** arguments) {
  CLI::App app{"六法 Liufa: 区直机关党建工作方法平台 / the work methods of a district office, each a plugin", "liufa"};
  app.set_version_flag("--version", LIUFA_VERSION);
  app.require_subcommand(1);
  Common common;
  common.english = prefers_english();
  add_serve_command(app, common);
  add_district_commands(app, common);
  add_method_commands(app, common);
  add_record_commands(app, common);
  add_work_commands(app, common);
  add_report_command(app, common);
  add_care_commands(app, common);
  add_audit_commands(app, common);
  add_account_commands(app, common);
  add_access_commands(app, common);
  add_todo_command(app, common);
  try {
    app.parse(count, arguments);
    return 0;
  } catch (const CLI::ParseError& error) {
    if (const std::string unknown = unknown_command(app, count, arguments); !unknown.empty())
      fmt::print(stderr, fmt::runtime(common.english ? "liufa: there is no command “{}”\n" : "liufa: 没有命令“{}”\n"),
                 unknown);
    return app.exit(error);
  } catch (const Problem& problem) {
    print_problem(problem, common.english);
  } catch (const std::exception& error) {
    fmt::print(stderr, "liufa: {}\n", error.what());
  }
  return 1;
}

}  // namespace

}  // namespace liufa::host::cli

int main(int count, char** arguments) {
  // The log goes to stderr, so that what a command prints can be piped on. A command says only what is wrong.
  spdlog::set_default_logger(spdlog::stderr_logger_mt("liufa"));
  spdlog::set_level(spdlog::level::warn);
  return liufa::host::cli::run(count, arguments);
}
