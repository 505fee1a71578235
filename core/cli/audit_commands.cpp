#include <Poco/URI.h>
#include <fmt/format.h>

#include "cli/commands.hpp"

namespace liufa::host::cli {

namespace {

/// What is asked of the log; empty does not restrict.
struct Question {
  std::string kind;
  std::string actor;
  std::string record;
  std::string topic;
  std::string from;
  std::string until;
  std::int64_t most = 100;
};

std::string path_of(const Question& question) {
  std::string path = fmt::format("/events?order=newest&limit={}", question.most);
  const auto add = [&path](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    std::string encoded;
    Poco::URI::encode(value, "&+=#", encoded);
    path += fmt::format("&{}={}", name, encoded);
  };
  add("kind", question.kind);
  add("actor", question.actor);
  add("record", question.record);
  add("topic", question.topic);
  add("from", question.from);
  add("until", question.until);
  return path;
}

void print_event(const Json& each) {
  const std::string record = each.at("record").is_null()
                                 ? ""
                                 : fmt::format("{}/{}", each.at("record").get<std::string>(), each.at("id").dump());
  fmt::print("{:>8}  {}  {:16}  {:28}  {}  {}\n", each.at("offset").get<std::int64_t>(),
             each.at("at").get<std::string>(), each.at("actor").get<std::string>(), each.at("topic").get<std::string>(),
             record, each.at("after").is_null() ? "" : each.at("after").dump());
}

void audit(const Common& common, const Question& question) {
  const auto client = connect(common.places());
  const Json found = client->call(common.which(*client), "GET", path_of(question));
  if (common.json) return fmt::print("{}\n", found.dump());
  for (const Json& each : found.at("items")) print_event(each);
  if (found.at("items").empty()) fmt::print("{}\n", common.english ? "nothing on record" : "没有符合条件的记录");
}

void print_keys(const Common& common, const Json& keys) {
  if (common.json) return fmt::print("{}\n", keys.dump());
  for (const Json& each : keys.at("items"))
    fmt::print("{}  {} {}{}\n", each.at("key").get<std::string>(), each.at("values").get<std::int64_t>(),
               common.english ? "values" : "个值",
               !each.at("newest").get<bool>() ? ""
               : common.english               ? "  present key"
                                              : "  当前密钥");
}

void add_key_commands(CLI::App& app, Common& common) {
  CLI::App* keys = app.add_subcommand("keys", "密钥 / The keys that seal sensitive values");
  keys->require_subcommand(1);
  const auto calls = [&](const char* name, const char* text, const char* method, const char* path) {
    subcommand(*keys, common, name, text)->callback([&common, method, path] {
      const auto client = connect(common.places());
      print_keys(common, client->call(common.which(*client), method, path));
    });
  };
  calls("list", "各密钥加密的值数 / The keys, and how many values each seals", "GET", "/keys");
  calls("rotate", "换新密钥并重新加密 / Make a new key and seal everything anew with it", "POST", "/keys");
  calls("reseal", "继续中断的重新加密 / Go on with a rotation that was interrupted", "POST", "/keys/resealing");
  auto key = std::make_shared<std::string>();
  CLI::App* forget = subcommand(*keys, common, "forget", "移除不再使用的密钥 / Forget a key that seals nothing");
  forget->add_option("key", *key)->required();
  forget->callback([&common, key] {
    const auto client = connect(common.places());
    print_keys(common, client->call(common.which(*client), "DELETE", "/keys/" + *key));
  });
}

}  // namespace

void add_audit_commands(CLI::App& app, Common& common) {
  auto question = std::make_shared<Question>();
  CLI::App* command = subcommand(app, common, "audit", "审计：查日志，最新在前 / Ask the log, newest first");
  command->add_option("--kind", question->kind, "sign_in, refusal, reveal, export, setting, grant");
  command->add_option("--actor", question->actor, "登录名 / Login");
  command->add_option("--record", question->record, "METHOD.RECORD[/ID]");
  command->add_option("--topic", question->topic, "METHOD.RECORD.EVENT");
  command->add_option("--from", question->from, "起始日期 / First day, YYYY-MM-DD");
  command->add_option("--until", question->until, "截止日期 / Last day, YYYY-MM-DD");
  command->add_option("--limit", question->most, "最多条数 / At most")->check(CLI::Range(1, 1000));
  command->callback([&common, question] { audit(common, *question); });
  add_key_commands(app, common);
}

}  // namespace liufa::host::cli
