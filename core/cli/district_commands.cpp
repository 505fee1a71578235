#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/accounts.hpp"
#include "cli/commands.hpp"
#include "cli/preset.hpp"

namespace liufa::host::cli {

namespace {

Host& own_host(Client& client, const Common& common) {
  if (!client.host()) throw Problem("data.server_needed", {{"folder", common.data}});
  return *client.host();
}

/// What lies on the folder's file system reaches the disk.
void write_out(const std::filesystem::path& folder) {
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::syncfs(handle);
  ::close(handle);
}

/// The district is made in a folder of its own and moved to its place when its story has ended: a demonstration is
/// there whole or not at all.
void demo(const Common& common, const std::string& name, const std::vector<std::string>& only) {
  Preset preset = read_preset(name);
  if (!only.empty()) preset.limit_to(only);
  const std::string& id = preset.id;
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
    const auto client = connect_workshop(workshop);
    build_district(*client, preset, [&](const std::string& line) {
      if (!common.json) fmt::print("{}\n", line);
      std::fflush(stdout);
    });
    accounts = make_accounts(*client, id, preset.accounts);
  }
  write_out(workshop.data);
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
  auto only = std::make_shared<std::vector<std::string>>();
  play->add_option("id", *id, "hechuan, jiangjin 或预设文件 / or a preset file")->required();
  play->add_option("--only", *only, "只启用预设中的这些方法 / Of the preset's methods, only these")->delimiter(',');
  play->callback([&common, id, only] { demo(common, *id, *only); });

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
