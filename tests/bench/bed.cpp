#include "bed.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "base/clock.hpp"

namespace liufa::bench {

Bed::Bed(const fs::path& folder, std::vector<fs::path> methods)
    : host_(std::make_unique<host::Host>(host::Host::Options{folder, std::move(methods), host::Durability::full, {}})),
      api_(std::make_unique<host::Api>(*host_)) {}

std::string Bed::make_district(const std::string& id, std::size_t organisations) {
  host_->create_district(id);
  ask(id, "POST", "/methods/ledger/enable");
  std::string csv = "code,name,kind,parent\nR,全区,region,\n";
  constexpr std::size_t villages_per_town = 20;
  for (std::size_t i = 0; i < organisations; ++i) {
    if (i % villages_per_town == 0) csv += fmt::format("T{0:04},第{0}镇,town,R\n", i / villages_per_town);
    csv += fmt::format("{},第{}村,village,T{:04}\n", organisation_code(i), i, i / villages_per_town);
  }
  ask(id, "POST", "/records/directory/organisation/import", csv);
  // The load comes as it would in an office: by an account with a post, through a token.
  const auto made = [&](std::string_view path, const Json& fields) {
    return ask_json(id, "POST", path, fields.dump());
  };
  const Json account = made("/records/access/account", {{"login", "bench"}, {"name", "bench"}});
  made("/records/access/post", {{"account", account.at("id")}, {"role", "office"}});
  const std::string until =
      host::iso_date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days{30});
  return made(fmt::format("/accounts/{}/tokens", account.at("id").get<std::int64_t>()),
              {{"name", "load"}, {"expires_on", until}, {"access", "write"}})
      .at("token")
      .get<std::string>();
}

std::string Bed::ask(std::string_view district, std::string_view method, std::string_view path, std::string body) {
  return ask_as(host::local_operator(), district, method, path, std::move(body));
}

std::string Bed::ask_as(const host::Actor& actor, std::string_view district, std::string_view method,
                        std::string_view path, std::string body) {
  host::Request request;
  request.method = method;
  const std::size_t question = path.find('?');
  request.path = fmt::format("/api/v1/districts/{}{}", district, path.substr(0, question));
  if (question != std::string_view::npos) request.query = host::parse_query(path.substr(question + 1));
  request.body = std::move(body);
  request.actor = actor;
  host::Response response = api_->handle(request);
  if (response.status >= 300)
    throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, response.status, response.body.substr(0, 2000)));
  return std::move(response.body);
}

Json Bed::ask_json(std::string_view district, std::string_view method, std::string_view path, std::string body) {
  return Json::parse(ask(district, method, path, std::move(body)));
}

Json Bed::run(std::string_view district, std::string_view action, const Json& input) {
  const std::string path = fmt::format("/actions/{}{}", action.find('/') == action.npos ? "ledger/" : "", action);
  const std::string id = ask_json(district, "POST", path, input.dump()).at("id").get<std::string>();
  Json run = host_->district(district).runs().state(id, host::local_operator().name, std::chrono::minutes{60});
  if (run.at("state") != "done") throw std::runtime_error(fmt::format("{}: {}", action, run.dump()));
  return run.at("result");
}

void Bed::settle(std::string_view district) {
  if (!host_->district(district).dispatcher().settle(std::chrono::minutes{10}))
    throw std::runtime_error("the events were not handled in ten minutes");
}

std::string organisation_code(std::size_t index) { return fmt::format("V{:05}", index); }

Entry entry(std::size_t index, std::size_t organisations) {
  constexpr std::array<std::string_view, 4> kinds{"training", "visit", "meeting", "service"};
  return {fmt::format("E{:09}", index),
          organisation_code(index * 7 % organisations),
          fmt::format("第{}次党员活动登记", index),
          kinds[index % kinds.size()],
          fmt::format("20{:02}-{:02}-{:02}", 20 + index % 6, 1 + index % 12, 1 + index % 28),
          static_cast<std::int64_t>(index * 37 % 1'000'000),
          static_cast<std::int64_t>(index % 200),
          "由机关党委登记，材料齐全"};
}

std::string entries_csv(std::size_t first, std::size_t count, std::size_t organisations) {
  std::string csv = "code,organisation,subject,kind,held_on,amount,people,note\n";
  csv.reserve(count * 160);
  for (std::size_t i = first; i < first + count; ++i) {
    const Entry each = entry(i, organisations);
    fmt::format_to(std::back_inserter(csv), "{},{},{},{},{},{}.{:02},{},{}\n", each.code, each.organisation,
                   each.subject, each.kind, each.held_on, each.amount / 100, each.amount % 100, each.people, each.note);
  }
  return csv;
}

}  // namespace liufa::bench
