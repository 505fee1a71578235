/// Installing a method by a request: only where it is allowed, through the gate, whole or not at all, whatever the
/// archive is.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "archive.hpp"
#include "folder.hpp"
#include "http/api.hpp"
#include "methods/unpacking.hpp"

namespace liufa::host::test {
namespace {

namespace fs = std::filesystem;
using liufa::test::altered;
using liufa::test::archive_of;
using liufa::test::Part;

std::string manifest(const std::string& id, const std::string& version = "1.0.0") {
  return fmt::format(
      "id: {}\nname: {{zh: 法, en: M}}\nversion: {}\nsdk: 1\nrecords:\n  r:\n    name: {{zh: 录, en: R}}\n"
      "    fields:\n      text: {{name: {{zh: 文, en: Text}}, type: text}}\n",
      id, version);
}

class Installing : public ::testing::Test {
 protected:
  void open(bool install) {
    host = nullptr;
    host = std::make_unique<Host>(Host::Options{.data = folder / "data",
                                                .methods = {folder / "methods"},
                                                .durability = Durability::relaxed,
                                                .install = install});
    if (host->districts().empty()) host->create_district("d");
    api = std::make_unique<Api>(*host);
  }
  Response ask(const std::string& method, const std::string& path, const std::string& body = {},
               const Actor& actor = local_operator()) {
    Request request;
    request.method = method;
    request.path = "/api/v1/districts/d" + path;
    request.body = body;
    request.actor = actor;
    return api->handle(request);
  }
  std::string install(const std::string& archive) {
    const Json answer = Json::parse(ask("POST", "/packages", archive).body);
    return answer.value("code", answer.value("version", ""));
  }
  std::string state(const std::string& method) {
    const Json answer = Json::parse(ask("GET", "/methods/" + method).body);
    return answer.value("code", answer.value("state", ""));
  }
  /// Everything below the data folder that has to do with packages.
  std::vector<std::string> files() {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder / "data"))
      if (const std::string name = entry.path().filename(); name.starts_with("arriving")) all.push_back(name);
    if (fs::exists(folder / "data/methods"))
      for (const auto& entry : fs::recursive_directory_iterator(folder / "data/methods"))
        all.push_back(fs::relative(entry.path(), folder / "data/methods"));
    std::sort(all.begin(), all.end());
    return all;
  }

  liufa::test::Folder folder;
  std::unique_ptr<Host> host;
  std::unique_ptr<Api> api;
};

TEST_F(Installing, is_refused_unless_the_configuration_lets_it) {
  open(false);
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m")}})), "package.not_allowed");
  EXPECT_EQ(ask("POST", "/packages", archive_of({{"method.yaml", manifest("m")}})).status, 403);
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(Json::parse(ask("GET", "/packages").body).at("install"), false);
}

TEST_F(Installing, is_the_system_administrators_alone) {
  open(true);
  const std::string archive = archive_of({{"method.yaml", manifest("m")}});
  for (const char* role : {"office", "secretary", "member", "auditor", "security"})
    EXPECT_EQ(ask("POST", "/packages", archive, actor_with(role, {role})).status, 403) << role;
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(ask("POST", "/packages", archive, actor_with("qian", {"admin"})).status, 201);
}

TEST_F(Installing, puts_a_package_into_its_place_and_on_record) {
  open(true);
  EXPECT_EQ(install(archive_of({{"m-1.0.0/", ""}, {"m-1.0.0/method.yaml", manifest("m")}})), "1.0.0");
  EXPECT_THAT(files(), ::testing::ElementsAre("m", "m/method.yaml"));
  EXPECT_EQ(state("m"), "found");
  EXPECT_EQ(ask("POST", "/methods/m/enable").status, 200);
  const Json events = Json::parse(ask("GET", "/events").body).at("items");
  EXPECT_TRUE(std::any_of(events.begin(), events.end(), [](const Json& each) {
    return each.at("topic") == "host.method.installed" && each.at("after").at("sha256").get<std::string>().size() == 64;
  }));
  open(false);
  EXPECT_EQ(state("m"), "enabled") << "it is found again without the permission to install";
}

TEST_F(Installing, a_new_version_takes_the_place_of_the_one_before) {
  open(true);
  install(archive_of({{"method.yaml", manifest("m")}, {"old.txt", "old"}}));
  ask("POST", "/methods/m/enable");
  const Json answer = Json::parse(ask("POST", "/packages", archive_of({{"method.yaml", manifest("m", "1.1.0")}})).body);
  EXPECT_EQ(answer.at("before"), "1.0.0");
  EXPECT_THAT(files(), ::testing::ElementsAre("m", "m/method.yaml"));
  EXPECT_EQ(Json::parse(ask("GET", "/methods/m").body).at("version"), "1.0.0") << "it goes on";
  ask("POST", "/methods/m/disable");
  ask("POST", "/methods/m/enable");
  EXPECT_EQ(Json::parse(ask("GET", "/methods/m").body).at("version"), "1.1.0");
}

TEST_F(Installing, what_the_gate_refuses_leaves_everything_as_it_was) {
  open(true);
  install(archive_of({{"method.yaml", manifest("m")}}));
  const auto before = files();
  EXPECT_EQ(install(archive_of({{"method.yaml", "id: m\ncolour: red\n"}})), "manifest.invalid");
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m", "2.0.0")}, {"package.sha256", "00  method.yaml\n"}})),
            "method.hash");
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m", "2.0.0") + "library: m\n"}})), "method.no_library");
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m", "2.0.0") + "library: m\n"}, {"m.so", "no library"}})),
            "method.not_a_library");
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("access")}})), "manifest.reserved_method");
  EXPECT_EQ(install(archive_of({{"readme.txt", "hello"}})), "package.no_manifest");
  EXPECT_EQ(install(archive_of({{"a/method.yaml", manifest("a")}, {"b/method.yaml", manifest("b")}})),
            "package.no_manifest");
  EXPECT_EQ(files(), before);
  EXPECT_EQ(Json::parse(ask("GET", "/methods/m").body).at("version"), "1.0.0");
}

TEST_F(Installing, a_method_of_another_folder_is_not_replaced) {
  liufa::test::write_file(folder / "methods/m/method.yaml", manifest("m"));
  open(true);
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m", "2.0.0")}})), "package.elsewhere");
  EXPECT_TRUE(files().empty());
}

TEST_F(Installing, no_name_leads_out) {
  open(true);
  const std::string good = manifest("m");
  for (const char* name :
       {"../evil", "/etc/evil", "a/../../evil", "a/./evil", "a//evil", "..", "a\\..\\evil", "C:evil", "a\nb", "文件"})
    EXPECT_EQ(install(archive_of({{"method.yaml", good}, {name, "x"}})), "package.unsafe") << name;
  EXPECT_EQ(install(altered(archive_of({{"method.yaml", good}, {"bell_", "x"}}), "bell_", "bell\a")), "package.unsafe");
  EXPECT_EQ(install(archive_of({{"method.yaml", good}, {std::string(300, 'a'), "x"}})), "package.unsafe");
  EXPECT_EQ(install(archive_of({{"method.yaml", good}, {"link", "/etc/passwd", S_IFLNK | 0777}})), "package.unsafe");
  EXPECT_EQ(install(archive_of({{"method.yaml", good}, {"pipe", "", S_IFIFO | 0644}})), "package.unsafe");
  EXPECT_EQ(install(altered(archive_of({{"method.yaml", good}, {"aaa", "x"}, {"aab", "y"}}), "aab", "aaa")),
            "package.unsafe");
  EXPECT_TRUE(files().empty());
  EXPECT_FALSE(fs::exists(folder / "evil"));
}

TEST_F(Installing, what_is_no_archive_or_a_broken_one_is_refused) {
  open(true);
  const std::string good = archive_of({{"method.yaml", manifest("m")}, {"text", std::string(5000, 'a')}});
  EXPECT_EQ(install(""), "package.no_manifest");
  for (const std::string& each : {std::string("PK"), std::string("not an archive"), good.substr(0, good.size() / 2),
                                  good.substr(good.size() / 3)})
    EXPECT_EQ(install(each), "package.damaged") << each.size();
  std::string other = good;
  other[other.find("method.yaml") + 20] ^= 0x55;
  EXPECT_EQ(install(other), "package.damaged") << "the check sum is another";
  // A name that is a file and a folder.
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m")}, {"a", "x"}, {"a/b", "y"}})), "package.damaged");
  EXPECT_TRUE(files().empty());
}

TEST_F(Installing, what_grows_beyond_measure_is_refused_before_it_fills_the_disk) {
  open(true);
  EXPECT_EQ(install(archive_of({{"method.yaml", manifest("m")}, {"zeros", std::string(64 << 20, '\0')}})),
            "package.unsafe");
  std::vector<Part> many{{"method.yaml", manifest("m")}};
  for (int i = 0; i < 1100; ++i) many.push_back({fmt::format("f{}", i), "x"});
  EXPECT_EQ(install(archive_of(many)), "package.too_big");
  const auto target = folder / "unpacked";
  try {
    unpack(archive_of({{"a", "0123456789abcdef"}}), target, {.bytes = 10});
    FAIL();
  } catch (const Problem& problem) {
    EXPECT_EQ(problem.code(), "package.too_big");
  }
  EXPECT_TRUE(files().empty());
}

}  // namespace
}  // namespace liufa::host::test
