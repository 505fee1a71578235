/// Packages that are wrong as files: the gate refuses each for its own reason, and finds all the others.
#include "methods/package.hpp"

#include "base/digest.hpp"
#include "folder.hpp"
#include "zoo.hpp"

namespace liufa::zoo {
namespace {

namespace fs = std::filesystem;
using test::content_of;
using test::Folder;
using test::write_file;

/// A folder of packages, at first with a whole one called `behaved`.
class PackageTest : public ::testing::Test {
 protected:
  PackageTest() { fs::copy(fs::path(ZOO_METHODS) / "behaved", folder / "behaved", fs::copy_options::recursive); }

  /// A package with the manifest of a method without code.
  fs::path plain(const std::string& id, const std::string& more = "") {
    write_file(folder.path() / id / "method.yaml",
               "id: " + id + "\nname: {zh: 简单, en: Plain}\nversion: 1.0.0\nsdk: 1\n" + more);
    return folder / id;
  }
  std::string code_of(const fs::path& package) {
    try {
      host::check_package(package);
      return "";
    } catch (const host::Problem& problem) {
      EXPECT_FALSE(problem.text().zh.empty());
      EXPECT_FALSE(problem.text().en.empty());
      return problem.code();
    }
  }
  [[nodiscard]] std::string sum_of(const std::string& file) const {
    return host::hexadecimal(host::bytes(host::sha256({content_of(folder / file)})));
  }
  fs::path library() const { return folder / "behaved/behaved.so"; }
  void replace_library(std::string_view content) {
    fs::remove(library());
    write_file(library(), content);
  }

  Folder folder;
};

TEST_F(PackageTest, that_is_whole_is_taken) {
  EXPECT_EQ(code_of(folder / "behaved"), "");
  EXPECT_EQ(code_of(folder / "behaved/"), "");
  EXPECT_EQ(code_of(plain("plain")), "");
}

TEST_F(PackageTest, is_taken_when_every_hash_matches) {
  write_file(folder / "behaved/package.sha256",
             sum_of("behaved/method.yaml") + "  method.yaml\n" + sum_of("behaved/behaved.so") + "  behaved.so\n");
  EXPECT_EQ(code_of(folder / "behaved"), "");
}

TEST_F(PackageTest, with_an_altered_file_is_refused) {
  const std::string hashes =
      sum_of("behaved/method.yaml") + "  method.yaml\n" + sum_of("behaved/behaved.so") + "  behaved.so\n";
  write_file(folder / "behaved/package.sha256", hashes);
  std::string bytes = content_of(library());
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  replace_library(bytes);
  EXPECT_EQ(code_of(folder / "behaved"), "method.hash");
}

TEST_F(PackageTest, with_a_file_that_is_not_listed_or_not_there_is_refused) {
  const std::string manifest = sum_of("behaved/method.yaml") + "  method.yaml\n";
  write_file(folder / "behaved/package.sha256", manifest);
  EXPECT_EQ(code_of(folder / "behaved"), "method.unlisted");
  write_file(folder / "behaved/package.sha256",
             manifest + sum_of("behaved/behaved.so") + "  behaved.so\n" + std::string(64, '0') + "  gone.html\n");
  EXPECT_EQ(code_of(folder / "behaved"), "method.hash");
}

class PanelTest : public PackageTest {
 protected:
  fs::path board(const std::string& script = "web/board.js") {
    return plain("boards", "panels: {board: {name: {zh: 看板, en: Board}, place: home, script: " + script + "}}\n");
  }
};

TEST_F(PanelTest, that_has_its_modules_is_taken_with_them) {
  const fs::path package = board();
  write_file(package / "web/board.js", "export {}\n");
  write_file(package / "web/board_parts-2.js", std::string(512 * 1024, ' '));
  EXPECT_EQ(code_of(package), "");
  const host::Package read = host::read_package(package);
  ASSERT_TRUE(read.web);
  EXPECT_EQ(read.web->size(), 2U);
  EXPECT_EQ(read.web->at("board.js"), "export {}\n");
  EXPECT_EQ(host::read_package(plain("plain")).web, nullptr);
}

TEST_F(PanelTest, without_its_module_is_refused) {
  EXPECT_EQ(code_of(board()), "method.no_script");
  write_file(folder / "boards/web/other.js", "");
  EXPECT_EQ(code_of(folder / "boards"), "method.no_script");
}

TEST_F(PanelTest, whose_module_is_too_large_is_refused) {
  write_file(board() / "web/board.js", std::string(512 * 1024 + 1, ' '));
  EXPECT_EQ(code_of(folder / "boards"), "method.web_size");
}

TEST_F(PanelTest, with_anything_else_beside_its_modules_is_refused) {
  const fs::path package = board();
  write_file(package / "web/board.js", "");
  for (const char* name : {"page.html", "Board.js", "-a.js", ".js", "board.js.map", "sub/board.js"}) {
    write_file(package / "web" / name, "");
    EXPECT_EQ(code_of(package), "method.web_file") << name;
    fs::remove_all(package / "web" / fs::path(name).begin()->string());
  }
  EXPECT_EQ(code_of(package), "");
  fs::create_symlink(package / "method.yaml", package / "web/linked.js");
  EXPECT_EQ(code_of(package), "method.web_file") << "a link could lead out of the package";
}

TEST_F(PanelTest, whose_module_is_not_listed_or_altered_is_refused) {
  const fs::path package = board();
  write_file(package / "web/board.js", "export {}\n");
  const std::string manifest = sum_of("boards/method.yaml") + "  method.yaml\n";
  const std::string module = sum_of("boards/web/board.js") + "  web/board.js\n";
  write_file(package / "package.sha256", manifest);
  EXPECT_EQ(code_of(package), "method.unlisted");
  write_file(package / "package.sha256", manifest + module);
  EXPECT_EQ(code_of(package), "");
  write_file(package / "web/board.js", "export { }\n");
  EXPECT_EQ(code_of(package), "method.hash");
}

TEST_F(PackageTest, without_its_library_is_refused) {
  fs::remove(library());
  EXPECT_EQ(code_of(folder / "behaved"), "method.no_library");
}

TEST_F(PackageTest, whose_library_is_none_is_refused) {
  const std::string whole = content_of(library());
  for (const std::string& content : {std::string(), std::string("#!/bin/sh\nexit 0\n"), std::string(4096, '\0'),
                                     std::string("\x7f"
                                                 "ELF"),
                                     "\x7f"
                                     "ELF\2\1\1" +
                                         std::string(200, '\xFF')}) {
    replace_library(content);
    EXPECT_EQ(code_of(folder / "behaved"), "method.not_a_library") << content.size() << " bytes";
  }
  for (const std::size_t part : {whole.size() / 100, whole.size() / 2, whole.size() - 1}) {
    replace_library(std::string_view(whole).substr(0, part));
    EXPECT_EQ(code_of(folder / "behaved"), "method.not_a_library") << part << " of " << whole.size() << " bytes";
  }
  fs::remove(library());
  fs::create_directory(library());
  EXPECT_EQ(code_of(folder / "behaved"), "method.not_a_library");
}

TEST_F(PackageTest, whose_manifest_is_wrong_is_refused) {
  fs::create_directory(folder / "empty");
  EXPECT_EQ(code_of(folder / "empty"), "method.no_manifest");
  EXPECT_EQ(code_of(folder / "not_there"), "method.no_manifest");
  fs::rename(plain("plain"), folder / "another");
  EXPECT_EQ(code_of(folder / "another"), "method.folder");
  EXPECT_EQ(code_of(plain("colours", "colour: red\n")), "manifest.invalid");
  write_file(folder / "syntax/method.yaml", "id: [syntax\n");
  EXPECT_EQ(code_of(folder / "syntax"), "manifest.invalid");
  fs::create_directories(folder / "manifest_is_a_folder/method.yaml");
  EXPECT_NE(code_of(folder / "manifest_is_a_folder"), "");
}

TEST_F(PackageTest, that_cannot_be_read_at_all_does_not_keep_the_others_from_being_found) {
  fs::create_directory(folder / "looped");
  fs::create_symlink("method.yaml", folder / "looped/method.yaml");
  fs::create_directory(folder / "dangling");
  fs::create_symlink("nowhere", folder / "dangling/method.yaml");
  plain("plain");
  const host::Found found = host::find_packages({folder.path(), folder / "no_such_folder"});
  EXPECT_NE(found.package("behaved"), nullptr);
  EXPECT_NE(found.package("plain"), nullptr);
  ASSERT_EQ(found.refused.size(), 2U);
  EXPECT_EQ(found.refused[0].id, "dangling");
  EXPECT_EQ(found.refused[0].problem.code(), "method.no_manifest");
  EXPECT_EQ(found.refused[1].id, "looped");
  EXPECT_EQ(found.refused[1].problem.code(), "data.file");
}

TEST_F(PackageTest, that_is_there_twice_is_refused_once) {
  const Folder other;
  fs::copy(folder / "behaved", other / "behaved", fs::copy_options::recursive);
  const host::Found found = host::find_packages({folder.path(), other.path()});
  ASSERT_NE(found.package("behaved"), nullptr);
  EXPECT_EQ(found.package("behaved")->folder, folder / "behaved");
  ASSERT_EQ(found.refused.size(), 1U);
  EXPECT_EQ(found.refused[0].problem.code(), "method.twice");
}

TEST_F(PackageTest, is_found_once_in_a_folder_that_is_named_twice) {
  const host::Found found = host::find_packages({folder.path(), folder.path() / ".", folder.path()});
  EXPECT_NE(found.package("behaved"), nullptr);
  EXPECT_TRUE(found.refused.empty());
}

TEST_F(PackageTest, among_bad_ones_the_good_one_is_enabled_and_works) {
  plain("colours", "colour: red\n");
  plain("quo\"ted");
  write_file(folder / "syntax/method.yaml", "id: [syntax\n");
  testing::District district({folder.path().string()});
  for (const Json& method : district.request("GET", "/methods").body)
    EXPECT_EQ(method.at("state"), method.at("id") == "behaved" ? "found" : "refused") << method;
  district.enable("behaved");
  EXPECT_EQ(district.request("POST", "/records/behaved/note", {{"text", "x"}}).status, 201);
  EXPECT_EQ(district.request("POST", "/methods/colours/enable").body.at("code"), "manifest.invalid");
}

}  // namespace
}  // namespace liufa::zoo
