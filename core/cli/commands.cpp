#include "cli/commands.hpp"

#include <fmt/format.h>

#include "cli/places.hpp"

namespace liufa::host::cli {

Places Common::places() const {
  Places places{data, method_folders()};
  for (const std::string& folder : methods) places.methods.emplace_back(folder);
  return places;
}

std::string Common::which(Client& client) const {
  if (!district.empty()) return district;
  const auto ids = client.districts();
  if (ids.empty()) throw Problem("data.none", {{"folder", data}});
  if (ids.size() > 1) throw Problem("data.which", {{"known", fmt::format("{}", fmt::join(ids, ", "))}});
  return ids.front();
}

CLI::App* subcommand(CLI::App& app, Common& common, const std::string& name, const std::string& description) {
  CLI::App* command = app.add_subcommand(name, description);
  command->add_option("--district", common.district, "区 / The district's id; needed only if there are several");
  command->add_option("--data", common.data, "数据文件夹 / The data folder")->capture_default_str();
  command->add_option("--methods", common.methods, "更多方法所在文件夹 / More folders to find methods in");
  command->add_flag("--json", common.json, "以 JSON 输出 / Print JSON");
  return command;
}

}  // namespace liufa::host::cli
