#include "cli/preset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "cli/places.hpp"
#include "cli/story.hpp"

namespace liufa::host::cli {

namespace {

constexpr std::string_view base = "base";

std::string joined(const std::vector<Preset::Method>& methods) {
  std::string ids;
  for (const Preset::Method& each : methods) ids += (ids.empty() ? "" : ", ") + each.id;
  return ids;
}

Preset preset_of(const YAML::Node& root, const std::filesystem::path& folder) {
  Preset preset;
  preset.id = root["id"].as<std::string>();
  if (const YAML::Node name = root["name"])
    preset.name = {{"zh", name["zh"].as<std::string>()}, {"en", name["en"].as<std::string>()}};
  if (root["report"]) preset.report = folder / root["report"].as<std::string>();
  for (const auto& each : root["methods"]) {
    Preset::Method method{each.first.as<std::string>()};
    for (const auto& setting : each.second)
      method.settings[setting.first.as<std::string>()] = Json::parse(setting.second.as<std::string>());
    preset.methods.push_back(std::move(method));
  }
  const YAML::Node demo = root["demo"];
  if (demo.IsScalar()) preset.demo.push_back({std::string(base), folder / demo.as<std::string>()});
  if (demo.IsMap())
    for (const auto& each : demo)
      preset.demo.push_back({each.first.as<std::string>(), folder / each.second.as<std::string>()});
  if (root["accounts"]) preset.accounts = root["accounts"];
  return preset;
}

/// Without the methods that are not installed here, which is told.
Preset installed_part(Client& client, Preset preset, const std::function<void(const std::string&)>& tell) {
  const Json known = client.call(preset.id, "GET", "/methods");
  std::erase_if(preset.methods, [&](const Preset::Method& method) {
    const bool missing =
        std::none_of(known.begin(), known.end(), [&](const Json& each) { return each.at("id") == method.id; });
    if (missing) tell(fmt::format("未安装，略过 not installed, left out: {}", method.id));
    return missing;
  });
  return preset;
}

/// The district's name and what its report is written from.
void set_texts(Client& client, const Preset& preset) {
  if (!preset.name.is_null()) client.call(preset.id, "PATCH", "/name", preset.name);
  if (preset.report.empty()) return;
  Json templates = Json::object();
  for (const char* language : {"zh", "en"}) {
    const auto file = fmt::format("{}.{}.md", preset.report.string(), language);
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Problem("data.file", {{"file", file}, {"reason", "can't be opened"}});
    templates[language] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  client.call(preset.id, "PATCH", "/report/template", templates);
}

void enable_methods(Client& client, const Preset& preset) {
  for (const Preset::Method& method : preset.methods) {
    client.call(preset.id, "POST", "/methods/" + method.id + "/enable");
    if (!method.settings.empty())
      client.call(preset.id, "PATCH", "/methods/" + method.id + "/settings", method.settings);
  }
}

}  // namespace

void Preset::limit_to(const std::vector<std::string>& only) {
  for (const std::string& wanted : only)
    if (std::none_of(methods.begin(), methods.end(), [&](const Method& each) { return each.id == wanted; }))
      throw Problem("preset.method", {{"preset", id}, {"found", wanted}, {"known", joined(methods)}});
  std::erase_if(methods,
                [&](const Method& each) { return std::find(only.begin(), only.end(), each.id) == only.end(); });
}

std::vector<std::filesystem::path> Preset::stories() const {
  std::vector<std::filesystem::path> files;
  for (const Part& part : demo)
    if (part.method == base ||
        std::any_of(methods.begin(), methods.end(), [&](const Method& each) { return each.id == part.method; }))
      files.push_back(part.story);
  return files;
}

Preset read_preset(const std::string& name) {
  const std::filesystem::path file =
      name.ends_with(".yaml") ? std::filesystem::path(name) : shared_file("config/districts/" + name + ".yaml");
  try {
    return preset_of(YAML::LoadFile(file.string()), file.parent_path());
  } catch (const YAML::Exception& error) {
    throw Problem("config.invalid",
                  {{"file", file.string()}, {"row", std::to_string(error.mark.line + 1)}, {"reason", error.msg}});
  }
}

void import_calendars(Client& client, const std::string& district) {
  std::set<std::filesystem::path> years;  // in their order, so that a district is the same on every machine
  for (const auto& entry : std::filesystem::directory_iterator(shared_file("config/calendar")))
    if (entry.path().extension() == ".csv") years.insert(entry.path());
  for (const std::filesystem::path& year : years) {
    std::ifstream in(year, std::ios::binary);
    client.call_text(district, "POST", "/records/work/calendar_day/import",
                     {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
  }
}

void build_district(Client& client, const Preset& preset, const std::function<void(const std::string&)>& tell) {
  client.host()->create_district(preset.id);
  set_texts(client, preset);
  import_calendars(client, preset.id);
  const Preset possible = installed_part(client, preset, tell);
  enable_methods(client, possible);
  play_stories(client, preset.id, possible.stories(), tell);
}

}  // namespace liufa::host::cli
