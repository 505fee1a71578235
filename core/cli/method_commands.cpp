#include <fmt/format.h>

#include <cctype>
#include <fstream>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "methods/package.hpp"

namespace liufa::host::cli {

namespace fs = std::filesystem;

namespace {

void list(const Common& common) {
  const auto client = connect(common.places());
  const Json methods = client->call(common.which(*client), "GET", "/methods");
  if (common.json) return fmt::print("{}\n", methods.dump());
  for (const Json& each : methods) {
    fmt::print("{:<16} {:<12} {:<8} {}\n", each["id"].get<std::string>(), each["state"].get<std::string>(),
               each["version"].get<std::string>(), common.text(each["name"]));
    if (!each["reason"].is_null()) fmt::print("{:<16} {}\n", "", common.text(each["reason"]["text"]));
  }
}

void why(const Common& common, const std::string& id) {
  const auto client = connect(common.places());
  const Json state = client->call(common.which(*client), "GET", "/methods/" + id);
  if (common.json) return fmt::print("{}\n", state.dump());
  fmt::print("{}: {} (×{}, {})\n", id, state["state"].get<std::string>(), state["count"].get<int>(),
             state["since"].is_null() ? "-" : state["since"].get<std::string>());
  if (state["reason"].is_null()) return;
  fmt::print("{}\n", common.text(state["reason"]["text"]));
  for (const Json& part : state["reason"].value("errors", Json::array()))
    fmt::print("  {}: {}\n", part.value("line", 0), common.text(part["text"]));
}

void check(const Common& common, const std::string& folder) {
  const Package package = read_package(folder);
  const bool built = package.library.empty() || std::filesystem::exists(package.library);
  if (built) check_package(folder);
  const Manifest& manifest = *package.manifest;
  if (common.json)
    return fmt::print("{}\n",
                      Json{{"id", manifest.id}, {"version", manifest.version}, {"ok", true}, {"built", built}}.dump());
  const Text fit = built ? Text{"检查通过，可以安装", "fit to be installed"}
                         : Text{"清单无误；代码尚未构建", "the manifest is right; its code is not built yet"};
  fmt::print("{} {} {}: {}\n", manifest.id, manifest.version, common.text(manifest.name), common.text(fit));
}

void change(const Common& common, const std::string& id, const char* verb) {
  const auto client = connect(common.places());
  const Json state = client->call(common.which(*client), "POST", fmt::format("/methods/{}/{}", id, verb));
  if (common.json) return fmt::print("{}\n", state.dump());
  fmt::print("{}: {}\n", id, state["state"].get<std::string>());
}

/// What the operator grants by enabling it is said; whoever works on this machine could do all of it anyway.
void enable(const Common& common, const std::string& id) {
  const auto client = connect(common.places());
  const std::string district = common.which(*client);
  const Json state = client->call(district, "POST", fmt::format("/methods/{}/enable", id));
  if (common.json) return fmt::print("{}\n", state.dump());
  fmt::print("{}: {}\n", id, state["state"].get<std::string>());
  const Json declared = client->call(district, "GET", fmt::format("/methods/{}/declaration", id));
  for (const Json& each : declared["capabilities"])
    fmt::print("  {} {}\n", common.english ? "granted:" : "已授予：", each["word"].get<std::string>());
}

void rescan(const Common& common) {
  const auto client = connect(common.places());
  const Json found = client->call(common.which(*client), "POST", "/methods/rescan");
  if (common.json) return fmt::print("{}\n", found.dump());
  for (const Json& each : found["items"])
    fmt::print("{:<16} {:<8} {}\n", each["id"].get<std::string>(),
               each["version"].is_null() ? "-" : each["version"].get<std::string>(),
               each["problem"].is_null() ? each["folder"].get<std::string>() : common.text(each["problem"]["text"]));
}

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& values) {
  for (const auto& [name, value] : values)
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
      text.replace(at, name.size(), value);
  return text;
}

/// Copies the template, with the placeholders in file names and contents replaced.
void make_new(const Common& common, const std::string& id, const std::string& folder) {
  const bool fits = !id.empty() && id.size() <= 40 && id[0] >= 'a' && id[0] <= 'z' &&
                    id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!fits) throw Problem("district.id", {{"found", id}});
  const fs::path source = shared_file("sdk/template");
  const fs::path target = fs::path(folder.empty() ? "." : folder) / id;
  if (fs::exists(target)) throw Problem("data.file", {{"file", target.string()}, {"reason", "is there already"}});
  std::string class_name;
  for (bool upper = true; const char each : id) {
    if (each == '_')
      upper = true;
    else
      class_name += std::exchange(upper, false) ? static_cast<char>(std::toupper(each)) : each;
  }
  const std::vector<std::pair<std::string, std::string>> values{
      {"@ID@", id}, {"@CLASS@", class_name}, {"@NAME_ZH@", id}, {"@NAME_EN@", class_name}};
  for (const auto& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    const fs::path file = target / replaced(fs::relative(entry.path(), source).string(), values);
    fs::create_directories(file.parent_path());
    std::ostringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    std::ofstream(file, std::ios::binary) << replaced(content.str(), values);
  }
  fmt::print("{}\n", fs::absolute(target).lexically_normal().string());
  if (!common.json)
    fmt::print("cmake -S {0} -B {0}/build && cmake --build {0}/build && ctest --test-dir {0}/build\n", target.string());
}

}  // namespace

void add_method_commands(CLI::App& app, Common& common) {
  CLI::App* method = app.add_subcommand("method", "工作方法 / Work methods");
  method->require_subcommand(1);
  auto id = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>();

  subcommand(*method, common, "list", "各方法及其状态 / The methods and their states")->callback([&common] {
    list(common);
  });
  subcommand(*method, common, "rescan", "重新查找方法包 / Look for packages again, while the host serves too")
      ->callback([&common] { rescan(common); });
  const auto with_id = [&](const std::string& name, const std::string& description) {
    CLI::App* command = subcommand(*method, common, name, description);
    command->add_option("id", *id)->required();
    return command;
  };
  with_id("why", "为何处于此状态 / Why a method is in its state")->callback([&common, id] { why(common, *id); });
  with_id("enable", "启用 / Enable")->callback([&common, id] { enable(common, *id); });
  with_id("disable", "停用 / Disable; the data stays")->callback([&common, id] { change(common, *id, "disable"); });
  CLI::App* fresh = with_id("new", "新建方法 / Make a new method from the template");
  fresh->add_option("--in", *folder, "所在文件夹 / The folder to make it in, here by default");
  fresh->callback([&common, id, folder] { make_new(common, *id, *folder); });
  CLI::App* gate = subcommand(*method, common, "check", "检查方法包 / Check a package with none of its code run");
  gate->add_option("folder", *folder)->required();
  gate->callback([&common, folder] { check(common, *folder); });
}

}  // namespace liufa::host::cli
