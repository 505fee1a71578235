#include <fmt/format.h>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

/// "pairing.pair/12" → record and id; without a number the record alone.
std::string question(const std::string& account, const std::string& record, const std::string& action) {
  const std::size_t slash = record.find('/');
  std::string path = fmt::format("/access?account={}&record={}&action={}", account, record.substr(0, slash), action);
  if (slash != std::string::npos) path += "&id=" + record.substr(slash + 1);
  return path;
}

void print(const Common& common, const Json& found) {
  const auto say = [&](std::string_view zh, std::string_view en) { return common.english ? en : zh; };
  fmt::print("{}: {}\n", found.at("allowed").get<bool>() ? say("允许", "allowed") : say("不允许", "not allowed"),
             found.at("action").get<std::string>());
  std::string named;
  for (const Json& each : found.at("named")) named += (named.empty() ? "" : ", ") + each.get<std::string>();
  fmt::print("{}: {}\n", say("清单所列角色", "named by the manifest"), named.empty() ? "-" : named);
  for (const Json& each : found.at("owners"))
    fmt::print("{} {}: {} {}\n", say("所属", "owner"), each.at("owner").get<std::string>(),
               each.at("id").get<std::int64_t>(), each.at("name").get<std::string>());
  for (const Json& each : found.at("posts"))
    fmt::print("{} {} {} {}: {}，{}\n", say("职务", "post"), each.at("post").get<std::int64_t>(),
               each.at("role").get<std::string>(), each.at("name").get<std::string>(),
               each.at("allows").get<bool>() ? say("允许", "allows") : say("不允许", "does not allow"),
               common.text(each.at("reason")));
  if (found.at("posts").empty()) fmt::print("{}\n", say("该账号没有生效的职务", "the account holds no post in force"));
}

void print_due(const Common& common, const Json& found) {
  for (const Json& each : found.at("items")) {
    const auto days = each.at("working_days").get<int>();
    const bool late = each.at("overdue").get<bool>();
    fmt::print("{}  {}{}  {}  {}  {}{}\n", each.at("due_on").get<std::string>(),
               late ? (common.english ? "late " : "逾期 ") : (common.english ? "in " : "还有 "), late ? -days : days,
               common.text(each.at("name")), each.at("title").get<std::string>(),
               each.at("organisation_name").get<std::string>(),
               each.at("urged").get<int>() == 0 ? ""
               : common.english                 ? "  urged"
                                                : "  已催办");
  }
  if (found.at("items").empty()) fmt::print("{}\n", common.english ? "nothing is due" : "没有待办事项");
}

}  // namespace

void add_todo_command(CLI::App& app, Common& common) {
  auto overdue = std::make_shared<bool>(false);
  CLI::App* todo = subcommand(app, common, "todo", "待办与逾期 / What is due in the district, in working days");
  todo->add_flag("--overdue", *overdue, "只列逾期 / Only what is late");
  todo->callback([&common, overdue] {
    const auto client = connect(common.places());
    const Json found = client->call(common.which(*client), "GET", *overdue ? "/overdue" : "/calendar");
    if (common.json)
      fmt::print("{}\n", found.dump());
    else
      print_due(common, found);
  });
}

void add_access_commands(CLI::App& app, Common& common) {
  CLI::App* access = app.add_subcommand("access", "权限 / Who may do what");
  access->require_subcommand(1);
  auto account = std::make_shared<std::string>();
  auto record = std::make_shared<std::string>();
  auto action = std::make_shared<std::string>();
  CLI::App* why = subcommand(*access, common, "why", "为何允许或不允许 / Why an account may or may not");
  why->add_option("account", *account, "登录名 / Login")->required();
  why->add_option("record", *record, "METHOD.RECORD/ID")->required();
  why->add_option("action", *action, "read, create, update, TRANSITION")->required();
  why->callback([&common, account, record, action] {
    const auto client = connect(common.places());
    const Json found = client->call(common.which(*client), "GET", question(*account, *record, *action));
    if (common.json)
      fmt::print("{}\n", found.dump());
    else
      print(common, found);
  });
}

}  // namespace liufa::host::cli
