#include <fmt/format.h>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace fs = std::filesystem;

namespace {

/// Found wrong: the command fails, after it has said what.
class FoundWrong : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void verify(const Common& common) {
  const auto client = connect(common.places());
  const Json found = client->call(common.which(*client), "GET", "/verification");
  if (common.json) fmt::print("{}\n", found.dump());
  if (found["ok"].get<bool>()) {
    if (!common.json)
      fmt::print("{} {}\n{}\n", found["events"].get<std::int64_t>(),
                 common.english ? "events, all sound; head:" : "个事件，全部完好；链尾：",
                 found["head"].get<std::string>());
    return;
  }
  const Json& bad = found["first_bad"];
  throw FoundWrong(fmt::format(
      fmt::runtime(common.english ? "the first bad event is {} ({}, {}): {}" : "第一个异常事件为 {}（{}，{}）：{}"),
      bad["offset"].get<std::int64_t>(), bad["topic"].get<std::string>(), bad["at"].get<std::string>(),
      common.text(bad["reason"])));
}

void doctor(const Common& common) {
  const auto client = connect(common.places());
  const Json found = client->call(common.which(*client), "GET", "/doctor");
  if (common.json)
    fmt::print("{}\n", found.dump());
  else
    for (const Json& each : found["findings"]) fmt::print("{}\n", each.get<std::string>());
  if (!found["ok"].get<bool>()) throw FoundWrong(common.english ? "something is wrong, see above" : "发现问题，见上");
  if (!common.json) fmt::print("{}\n", common.english ? "all is well" : "一切正常");
}

void backup(const Common& common) {
  const auto client = connect(common.places());
  const Json made = client->call(common.which(*client), "POST", "/backups");
  if (common.json)
    fmt::print("{}\n", made.dump());
  else
    fmt::print("{}\n", made["file"].get<std::string>());
}

/// Puts a backup in the place of a district's database, after the host has let go of it. The present one is kept
/// beside.
void restore(const Common& common, const std::string& file) {
  std::string id;
  {
    const auto client = connect(common.places());
    if (!client->host()) throw Problem("data.server_needed", {{"folder", common.data}});
    id = common.which(*client);
  }
  const fs::path database = fs::path(common.data) / "districts" / id / "district.db";
  // A backup that is not whole is refused before anything is moved.
  if (!fs::exists(file)) throw Problem("data.file", {{"file", file}, {"reason", "is not there"}});
  const fs::path candidate = database.string() + ".restoring";
  fs::copy_file(file, candidate, fs::copy_options::overwrite_existing);
  try {
    if (const auto wrong = open_sqlite(candidate.string())->check(); !wrong.empty())
      throw Problem("storage.corrupt", {{"reason", wrong.front()}});
  } catch (...) {
    fs::remove(candidate);
    throw;
  }
  const fs::path kept = database.string() + ".before-restore";
  if (fs::exists(database)) fs::rename(database, kept);
  for (const char* part : {"-wal", "-shm"}) {
    fs::remove(database.string() + part);
    fs::remove(candidate.string() + part);
  }
  fs::rename(candidate, database);
  fmt::print("{}: {} ({})\n", id, common.english ? "restored; the data before is kept in" : "已恢复；原数据保留在",
             kept.string());
}

}  // namespace

void add_care_commands(CLI::App& app, Common& common) {
  subcommand(app, common, "verify", "校验事件日志 / Verify the event log")->callback([&common] { verify(common); });
  subcommand(app, common, "doctor", "体检 / Check data, tree and methods")->callback([&common] { doctor(common); });
  subcommand(app, common, "backup", "备份 / Back up, while serving too")->callback([&common] { backup(common); });
  auto file = std::make_shared<std::string>();
  CLI::App* back = subcommand(app, common, "restore", "恢复备份 / Restore a backup");
  back->add_option("file", *file)->required();
  back->callback([&common, file] { restore(common, *file); });
}

}  // namespace liufa::host::cli
