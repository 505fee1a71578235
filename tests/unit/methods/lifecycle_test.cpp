/// A method's life in a district: what it needs, what changes with a new version, what cannot be started is left out.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "events/log.hpp"
#include "folder.hpp"
#include "http/api.hpp"
#include "services/figures.hpp"

namespace liufa::host::test {
namespace {

class Lifecycle : public ::testing::Test {
 protected:
  /// Puts a method without code into the methods' folder; a host that is opened afterwards finds it.
  void package(const std::string& id, const std::string& record, const std::string& more = "",
               const std::string& version = "1.0.0") {
    liufa::test::write_file(
        folder.path() / "methods" / id / "method.yaml",
        fmt::format("id: {}\nname: {{zh: 法, en: M}}\nversion: {}\nsdk: 1\nrecords:\n{}{}", id, version, record, more));
  }
  static std::string record(const std::string& id, const std::string& fields, const std::string& more = "") {
    return fmt::format("  {}:\n    name: {{zh: 录, en: R}}\n{}    fields:\n{}", id, more, fields);
  }
  static inline const std::string text_field = "      text: {name: {zh: 文, en: Text}, type: text}\n";

  void open() {
    host = nullptr;
    host = std::make_unique<Host>(Host::Options{folder / "data", {folder / "methods"}, Durability::relaxed, {}});
    if (host->districts().empty()) host->create_district("d");
    api = std::make_unique<Api>(*host);
  }
  Response ask(const std::string& method, const std::string& path, const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = "/api/v1/districts/d" + path;
    request.body = body;
    request.actor = local_operator();
    return api->handle(request);
  }
  Json json(const std::string& path) { return Json::parse(ask("GET", path).body); }
  std::string enable(const std::string& method) {
    const Json answer = Json::parse(ask("POST", "/methods/" + method + "/enable").body);
    return answer.value("code", answer.value("state", ""));
  }
  std::string disable(const std::string& method) {
    const Json answer = Json::parse(ask("POST", "/methods/" + method + "/disable").body);
    return answer.value("code", answer.value("state", ""));
  }
  std::string state(const std::string& method) { return json("/methods/" + method).value("state", ""); }
  std::int64_t events() { return last_event(*host->district("d").store().read()); }

  liufa::test::Folder folder;
  std::unique_ptr<Host> host;
  std::unique_ptr<Api> api;
};

TEST_F(Lifecycle, what_a_method_needs_is_enabled_first_and_disabled_last) {
  package("base", record("r", text_field));
  package("upper", record("r", text_field), "uses: {base: required}\n");
  open();
  EXPECT_EQ(enable("upper"), "method.needs");
  EXPECT_EQ(state("upper"), "found");
  EXPECT_EQ(enable("base"), "enabled");
  EXPECT_EQ(enable("upper"), "enabled");
  EXPECT_EQ(disable("base"), "method.needed_by");
  EXPECT_EQ(disable("upper"), "disabled");
  EXPECT_EQ(disable("base"), "disabled");
  EXPECT_EQ(disable("directory"), "method.not_enabled");
  EXPECT_EQ(disable("nobody"), "method.not_enabled");
}

TEST_F(Lifecycle, once_more_changes_nothing) {
  package("base", record("r", text_field));
  open();
  enable("base");
  const auto before = events();
  EXPECT_EQ(enable("base"), "enabled");
  EXPECT_EQ(events(), before);
  disable("base");
  const auto after = events();
  EXPECT_EQ(disable("base"), "disabled");
  EXPECT_EQ(events(), after);
}

TEST_F(Lifecycle, only_what_is_exported_is_read_by_others) {
  package("base", record("secret", text_field) + record("open", text_field, "    exported: true\n"));
  package("reader", record("r", text_field), "reads: [base.open]\n");
  package("prier", record("r", text_field), "reads: [base.secret]\n");
  package("dreamer", record("r", text_field), "reads: [base.nothing]\n");
  open();
  EXPECT_EQ(enable("reader"), "enabled") << "the other method need not be there yet";
  EXPECT_EQ(enable("prier"), "method.references");
  EXPECT_EQ(enable("dreamer"), "method.references");
}

TEST_F(Lifecycle, a_figure_that_cannot_be_computed_is_refused_with_its_method) {
  const auto figure = [](const std::string& where) {
    return "figures:\n  f: {name: {zh: 数, en: F}, unit: 个, of: r, where: \"" + where + "\"}\n";
  };
  package("typo", record("r", text_field), figure("colour = 'red'"));
  package("broken", record("r", text_field), figure("text = ("));
  package("prier", record("r", text_field), figure("text IN (SELECT hash FROM core_access_token)"));
  package("good", record("r", text_field), figure("text = 'x'"));
  open();
  EXPECT_EQ(enable("good"), "enabled");
  const auto before = events();
  EXPECT_EQ(enable("typo"), "storage.sql");
  EXPECT_EQ(enable("broken"), "storage.sql");
  EXPECT_EQ(enable("prier"), "storage.not_granted");
  EXPECT_EQ(events(), before);
  EXPECT_EQ(state("typo"), "found");
  EXPECT_EQ(json("/records/typo/r").value("code", ""), "record.no_type");
  EXPECT_EQ(json("/figures/good.f").at("value"), 0);
}

TEST_F(Lifecycle, a_figure_beyond_all_numbers_takes_no_other_along) {
  package("m", record("r", "      cost: {name: {zh: 钱, en: Cost}, type: money}\n"),
          "figures:\n  cost: {name: {zh: 钱, en: Cost}, unit: 元, of: r, value: {sum: cost}}\n"
          "  count: {name: {zh: 数, en: Count}, unit: 个, of: r}\n");
  open();
  enable("m");
  for (int i = 0; i < 2; ++i) ask("POST", "/records/m/r", R"({"cost": 9223372036854775807})");
  Json found;
  for (const Json& each : json("/figures")) found[each.at("key").get<std::string>()] = each;
  EXPECT_EQ(found["m.count"].at("value"), 2);
  EXPECT_TRUE(found["m.cost"].at("value").is_null());
  EXPECT_EQ(found["m.cost"].at("problem").at("code"), "storage.sql");
}

TEST_F(Lifecycle, a_new_version_takes_its_place_at_the_next_start) {
  package("m", record("r", text_field));
  open();
  enable("m");
  ask("POST", "/records/m/r", R"({"text": "old"})");
  package(
      "m",
      record("r", text_field + "      more: {name: {zh: 多, en: More}, type: integer, default: 7, required: true}\n"),
      "", "1.1.0");
  open();
  EXPECT_EQ(json("/methods/m").at("version"), "1.1.0");
  EXPECT_EQ(state("m"), "enabled");
  EXPECT_EQ(json("/records/m/r/1").at("more"), 7);
  EXPECT_EQ(json("/verification").at("ok"), true);
}

TEST_F(Lifecycle, a_version_that_the_data_do_not_fit_is_left_out_and_the_data_stay) {
  package("m", record("r", text_field));
  package("other", record("r", text_field));
  open();
  enable("m");
  enable("other");
  ask("POST", "/records/m/r", R"({"text": "old"})");
  package("m", record("r", "      text: {name: {zh: 文, en: Text}, type: integer}\n"), "", "2.0.0");
  open();
  EXPECT_EQ(state("m"), "quarantined");
  EXPECT_EQ(json("/methods/m").at("reason").at("code"), "migration.refused");
  EXPECT_EQ(json("/records/m/r/1").at("text"), "old");
  EXPECT_EQ(state("other"), "enabled");
  EXPECT_EQ(enable("m"), "migration.refused");
  EXPECT_EQ(Json::parse(ask("POST", "/records/m/r", R"({"text": "x"})").body).at("code"), "method.not_enabled");
  package("m", record("r", text_field));
  open();
  EXPECT_EQ(enable("m"), "enabled");
  EXPECT_EQ(ask("POST", "/records/m/r", R"({"text": "new"})").status, 201);
}

TEST_F(Lifecycle, a_package_that_is_gone_or_spoilt_is_left_out_until_it_is_back) {
  package("m", record("r", text_field));
  package("other", record("r", text_field));
  open();
  enable("m");
  enable("other");
  ask("POST", "/records/m/r", R"({"text": "old"})");
  const auto kept = folder.path() / "kept";
  std::filesystem::rename(folder.path() / "methods/m", kept);
  open();
  EXPECT_EQ(state("m"), "quarantined");
  EXPECT_EQ(json("/methods/m").at("reason").at("code"), "method.none");
  EXPECT_EQ(json("/records/m/r/1").at("text"), "old");
  EXPECT_EQ(state("other"), "enabled");
  liufa::test::write_file(folder.path() / "methods/m/method.yaml", "id: m\ncolour: red\n");
  open();
  EXPECT_EQ(enable("m"), "manifest.invalid");
  std::filesystem::remove_all(folder.path() / "methods/m");
  std::filesystem::rename(kept, folder.path() / "methods/m");
  open();
  EXPECT_EQ(enable("m"), "enabled");
  EXPECT_EQ(json("/doctor").at("ok"), true);
}

class LifecycleThreads : public Lifecycle {};

TEST_F(LifecycleThreads, one_change_at_a_time_whoever_asks) {
  package("m", record("r", text_field));
  package("n", record("r", text_field), "uses: {m: optional}\nreads: [m.r]\n");
  package("m", record("r", text_field, "    exported: true\n"));
  open();
  std::vector<std::thread> running;
  for (int t = 0; t < 4; ++t)
    running.emplace_back([this, t] {
      for (int i = 0; i < 15; ++i) {
        const std::string method = (t + i) % 2 == 0 ? "m" : "n";
        // The state is read after the change: somebody else may have been quicker.
        EXPECT_THAT(enable(method), ::testing::AnyOf("disabled", "enabled"));
        EXPECT_NE(state(method), "");
        EXPECT_THAT(disable(method), ::testing::AnyOf("disabled", "enabled"));
        (void)json("/figures");
      }
    });
  for (std::thread& thread : running) thread.join();
  EXPECT_EQ(enable("m"), "enabled");
  EXPECT_EQ(enable("n"), "enabled");
  EXPECT_EQ(json("/verification").at("ok"), true);
}

}  // namespace
}  // namespace liufa::host::test
