#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>

#include "cli/accounts.hpp"
#include "cli/commands.hpp"
#include "cli/places.hpp"
#include "cli/story.hpp"

namespace liufa::host::cli {

namespace {

Host& own_host(Client& client, const Common& common) {
  if (!client.host()) throw Problem("data.server_needed", {{"folder", common.data}});
  return *client.host();
}

void enable_methods(Client& client, const std::string& district, const YAML::Node& methods) {
  for (const auto& each : methods) {
    const std::string method = each.first.as<std::string>();
    client.call(district, "POST", "/methods/" + method + "/enable");
    Json settings = Json::object();
    for (const auto& setting : each.second)
      settings[setting.first.as<std::string>()] = Json::parse(setting.second.as<std::string>());
    if (!settings.empty()) client.call(district, "PATCH", "/methods/" + method + "/settings", settings);
  }
}

/// The public holidays and swapped working days that are known; the next year's notice is imported the same way.
void import_calendars(Client& client, const std::string& district) {
  for (const auto& entry : std::filesystem::directory_iterator(shared_file("config/calendar"))) {
    std::ifstream in(entry.path(), std::ios::binary);
    client.call_text(district, "POST", "/records/work/calendar_day/import",
                     {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()});
  }
}

/// The district's name and its report's templates, NAME.zh.md and NAME.en.md beside the preset.
void set_texts(Client& client, const std::string& district, const YAML::Node& preset,
               const std::filesystem::path& folder) {
  if (const YAML::Node name = preset["name"])
    client.call(district, "PATCH", "/name",
                {{"zh", name["zh"].as<std::string>()}, {"en", name["en"].as<std::string>()}});
  if (!preset["report"]) return;
  Json templates = Json::object();
  for (const char* language : {"zh", "en"}) {
    const auto file = folder / fmt::format("{}.{}.md", preset["report"].as<std::string>(), language);
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be opened"}});
    templates[language] = std::string(std::istreambuf_iterator<char>(in), {});
  }
  client.call(district, "PATCH", "/report/template", templates);
}

/// The district is made in a folder of its own and moved to its place when its story has ended: a demonstration is
/// there whole or not at all.
void demo(const Common& common, const std::string& id) {
  const auto preset_file = shared_file("config/districts/" + id + ".yaml");
  const YAML::Node preset = YAML::LoadFile(preset_file.string());
  {
    const auto client = connect(common.places());
    own_host(*client, common);
    for (const std::string& district : client->districts())
      if (district == id) throw Problem("district.exists", {{"district", id}});
  }
  Places workshop = common.places();
  workshop.data /= "demo.part";
  std::filesystem::remove_all(workshop.data);
  std::vector<NewAccount> accounts;
  {
    const auto client = connect(workshop);
    own_host(*client, common).create_district(id);
    set_texts(*client, id, preset, preset_file.parent_path());
    import_calendars(*client, id);
    enable_methods(*client, id, preset["methods"]);
    play_story(*client, id, preset_file.parent_path() / preset["demo"].as<std::string>(), [&](const std::string& line) {
      if (!common.json) fmt::print("{}\n", line);
      std::fflush(stdout);
    });
    accounts = make_accounts(*client, id, preset["accounts"]);
  }
  std::filesystem::rename(workshop.data / "districts" / id, common.places().data / "districts" / id);
  std::filesystem::create_directories(common.places().data / "keys");
  std::filesystem::rename(workshop.data / "keys" / (id + ".keys"), common.places().data / "keys" / (id + ".keys"));
  std::filesystem::remove_all(workshop.data);
  print_accounts(common, id, accounts);
}

}  // namespace

void add_district_commands(CLI::App& app, Common& common) {
  auto id = std::make_shared<std::string>();
  CLI::App* play = subcommand(app, common, "demo", "建立演示区 / Make a demonstration district and play its year");
  play->add_option("id", *id, "hechuan")->required();
  play->callback([&common, id] { demo(common, *id); });

  CLI::App* district = app.add_subcommand("district", "区 / Districts");
  district->require_subcommand(1);
  CLI::App* create = subcommand(*district, common, "create", "建区 / Make an empty district");
  create->add_option("id", *id)->required();
  create->callback([&common, id] {
    const auto client = connect(common.places());
    own_host(*client, common).create_district(*id);
    import_calendars(*client, *id);
    if (common.json)
      fmt::print("{}\n", Json{{"district", *id}}.dump());
    else
      fmt::print("区 district: {}\n下一步 next: liufa account create LOGIN --name NAME --role security\n", *id);
  });
  CLI::App* list = subcommand(*district, common, "list", "各区 / The districts");
  list->callback([&common] {
    const auto ids = connect(common.places())->districts();
    if (common.json)
      fmt::print("{}\n", Json(ids).dump());
    else
      for (const std::string& each : ids) fmt::print("{}\n", each);
  });
}

}  // namespace liufa::host::cli
