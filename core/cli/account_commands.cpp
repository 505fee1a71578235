#include <fmt/format.h>

#include "cli/accounts.hpp"

namespace liufa::host::cli {

namespace {

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// The account of a login. Throws Problem access.no_account.
Json account_of(Client& client, const std::string& district, const std::string& login) {
  const Json found = client.call(district, "GET", "/records/access/account?login=" + login).at("items");
  if (found.empty()) throw Problem("access.no_account", {{"login", login}});
  return found[0];
}

std::string path_of(Client& client, const std::string& district, const std::string& login) {
  return fmt::format("/accounts/{}", account_of(client, district, login).at("id").get<std::int64_t>());
}

/// A preset names a place by a filter ("kind=branch&sort=code"): the first record that it selects.
std::string first_of(Client& client, const std::string& district, const std::string& record, const YAML::Node& filter) {
  if (!filter) return "";
  const Json found =
      client.call(district, "GET", fmt::format("/records/directory/{}?limit=1&{}", record, filter.as<std::string>()))
          .at("items");
  return found.empty() ? "" : found[0].at("code").get<std::string>();
}

void list(const Common& common) {
  const auto client = connect(common.places());
  const std::string district = common.which(*client);
  const Json accounts = client->call(district, "GET", "/records/access/account?sort=login&limit=500").at("items");
  const Json posts = client->call(district, "GET", "/records/access/post?state=granted&limit=500").at("items");
  if (common.json) return fmt::print("{}\n", accounts.dump());
  for (const Json& each : accounts) {
    std::string roles;
    for (const Json& post : posts)
      if (post.at("account") == each.at("id"))
        roles += (roles.empty() ? "" : ", ") + post.at("role").get<std::string>();
    fmt::print("{:16} {:9} {:20} {}\n", each.at("login").get<std::string>(), each.at("state").get<std::string>(),
               each.at("name").get<std::string>(), roles);
  }
}

void set_subject(Client& client, const std::string& district, const NewAccount& given) {
  const std::string id = account_of(client, district, given.login).at("id").dump();
  client.call(district, "PATCH", "/records/access/account/" + id, {{"subject", or_null(given.subject)}},
              {{"if-match", "*"}});
}

}  // namespace

void make_account(Client& client, const std::string& district, NewAccount& account) {
  const Json made = client.call(district, "POST", "/records/access/account",
                                {{"login", account.login},
                                 {"name", account.name},
                                 {"member", or_null(account.member)},
                                 {"subject", or_null(account.subject)}});
  const std::int64_t id = made.at("id").get<std::int64_t>();
  if (!account.role.empty())
    client.call(district, "POST", "/records/access/post",
                {{"account", id}, {"role", account.role}, {"organisation", or_null(account.organisation)}});
  // One who signs in through the identity provider has no need of a password; `account reset` gives one.
  if (!account.subject.empty()) return;
  account.password =
      client.call(district, "POST", fmt::format("/accounts/{}/password", id)).at("password").get<std::string>();
}

std::vector<NewAccount> make_accounts(Client& client, const std::string& district, const YAML::Node& listed) {
  std::vector<NewAccount> accounts;
  for (const auto& each : listed) {
    accounts.push_back({each["login"].as<std::string>(), each["name"].as<std::string>(), each["role"].as<std::string>(),
                        first_of(client, district, "organisation", each["organisation"]),
                        first_of(client, district, "member", each["member"]), ""});
    make_account(client, district, accounts.back());
  }
  return accounts;
}

void print_accounts(const Common& common, const std::string& district, const std::vector<NewAccount>& accounts) {
  if (common.json) {
    Json list = Json::array();
    for (const NewAccount& each : accounts)
      list.push_back({{"login", each.login}, {"role", each.role}, {"password", each.password}});
    return fmt::print("{}\n", Json{{"district", district}, {"accounts", list}}.dump());
  }
  fmt::print(
      "区 district: {}\n账号 accounts (初始口令只显示这一次，首次登录须修改 first passwords, shown this once, to be "
      "changed):\n",
      district);
  for (const NewAccount& each : accounts)
    fmt::print("  {:12} {:10} {}  {}\n", each.login, each.role,
               each.password.empty() ? "统一认证 by the provider" : each.password, each.name);
}

void add_account_commands(CLI::App& app, Common& common) {
  auto given = std::make_shared<NewAccount>();
  CLI::App* account = app.add_subcommand("account", "账号 / Accounts");
  account->require_subcommand(1);
  CLI::App* create =
      subcommand(*account, common, "create", "建账号并给初始口令 / Make an account with a first password");
  create->add_option("login", given->login, "登录名 / Login")->required();
  create->add_option("--name", given->name, "姓名 / Name")->required();
  create->add_option("--role", given->role,
                     "角色 / Role: admin, security, auditor, office, secretary, member, community, discipline");
  create->add_option("--organisation", given->organisation, "组织代码 / The organisation's code");
  create->add_option("--member", given->member, "党员编号 / The member's number");
  create->add_option("--subject", given->subject,
                     "统一身份标识，代替口令 / The `sub` at the identity provider, in place of a password");
  create->callback([&common, given] {
    const auto client = connect(common.places());
    const std::string district = common.which(*client);
    make_account(*client, district, *given);
    print_accounts(common, district, {*given});
  });
  subcommand(*account, common, "list", "账号一览 / All accounts and their posts")->callback([&common] {
    list(common);
  });
  CLI::App* subject = subcommand(*account, common, "subject",
                                 "设置或清除统一身份标识 / Set or clear the subject at the identity provider");
  subject->add_option("login", given->login, "登录名 / Login")->required();
  subject->add_option("subject", given->subject, "身份提供方给出的 sub；不填则清除 / The `sub`; left out: none");
  subject->callback([&common, given] {
    const auto client = connect(common.places());
    const std::string district = common.which(*client);
    set_subject(*client, district, *given);
  });
  CLI::App* reset = subcommand(*account, common, "reset", "重置口令 / Give a new first password");
  reset->add_option("login", given->login, "登录名 / Login")->required();
  reset->callback([&common, given] {
    const auto client = connect(common.places());
    const std::string district = common.which(*client);
    given->password = client->call(district, "POST", path_of(*client, district, given->login) + "/password")
                          .at("password")
                          .get<std::string>();
    print_accounts(common, district, {*given});
  });
  CLI::App* unlock = subcommand(*account, common, "unlock", "解除锁定 / Forget failed attempts");
  unlock->add_option("login", given->login, "登录名 / Login")->required();
  unlock->callback([&common, given] {
    const auto client = connect(common.places());
    const std::string district = common.which(*client);
    client->call(district, "POST", path_of(*client, district, given->login) + "/unlock");
  });

  auto token = std::make_shared<Json>(Json{{"access", "read"}});
  CLI::App* tokens = app.add_subcommand("token", "访问令牌 / Access tokens");
  tokens->require_subcommand(1);
  CLI::App* issue = subcommand(*tokens, common, "create", "发令牌 / Make a token in an account's name");
  issue->add_option("login", given->login, "登录名 / Login")->required();
  issue
      ->add_option_function<std::string>(
          "--name", [token](const std::string& name) { (*token)["name"] = name; }, "用途 / What for")
      ->required();
  issue
      ->add_option_function<std::string>(
          "--expires", [token](const std::string& day) { (*token)["expires_on"] = day; },
          "最后一天 / Last day, YYYY-MM-DD")
      ->required();
  issue->add_flag_function(
      "--write", [token](std::int64_t) { (*token)["access"] = "write"; }, "可写 / May write, too");
  issue->callback([&common, given, token] {
    const auto client = connect(common.places());
    const std::string district = common.which(*client);
    const Json made = client->call(district, "POST", path_of(*client, district, given->login) + "/tokens", *token);
    if (common.json)
      fmt::print("{}\n", made.dump());
    else
      fmt::print("令牌 token (只显示这一次 shown this once): {}\n", made.at("token").get<std::string>());
  });
}

}  // namespace liufa::host::cli
