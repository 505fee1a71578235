/// The commands. Each asks the API and prints the answer: for people, or as JSON with --json.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/client.hpp"

namespace liufa::host::cli {

/// What every command takes.
struct Common {
  std::string district;
  std::string data = "data";
  std::vector<std::string> methods;
  bool json = false;
  bool english = false;

  [[nodiscard]] Places places() const;
  /// The district named, or the only one there is. Throws Problem data.which, data.none.
  [[nodiscard]] std::string which(Client& client) const;
  [[nodiscard]] const std::string& text(const Text& both) const { return english ? both.en : both.zh; }
  [[nodiscard]] std::string text(const Json& both) const { return both.value(english ? "en" : "zh", ""); }
};

void add_serve_command(CLI::App& app, Common& common);
void add_district_commands(CLI::App& app, Common& common);
void add_method_commands(CLI::App& app, Common& common);
void add_record_commands(CLI::App& app, Common& common);
void add_work_commands(CLI::App& app, Common& common);
void add_report_command(CLI::App& app, Common& common);
void add_care_commands(CLI::App& app, Common& common);
void add_account_commands(CLI::App& app, Common& common);
void add_access_commands(CLI::App& app, Common& common);
void add_audit_commands(CLI::App& app, Common& common);
void add_todo_command(CLI::App& app, Common& common);

/// A subcommand with the common options.
CLI::App* subcommand(CLI::App& app, Common& common, const std::string& name, const std::string& description);

}  // namespace liufa::host::cli
