/// The configuration file of `liufa serve`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "serving.hpp"

namespace liufa::test {
namespace {

using ::testing::HasSubstr;

class Configuration : public ::testing::Test {
 protected:
  std::string file(const std::string& text) const {
    std::filesystem::create_directories(folder / "etc");
    std::ofstream(folder / "etc/liufa.yaml") << text;
    return (folder / "etc/liufa.yaml").string();
  }
  [[nodiscard]] std::string refusal(const std::string& text) const {
    const Ended ended = run_liufa({"serve", "--config", file(text), "--data", (folder / "data").string()});
    EXPECT_NE(ended.status, 0);
    return ended.error;
  }
  Folder folder;
};

TEST_F(Configuration, as_delivered_is_accepted) {
  // The options of the test's own come before its address and its data folder.
  const Serving server(folder / "data", {}, {"--config", CONFIGURATION});
  EXPECT_EQ(server.request("GET", "/healthz").status, 200);
  EXPECT_FALSE(
      std::filesystem::exists(std::filesystem::path(CONFIGURATION).parent_path().parent_path() / "data/serving.json"));
}

TEST_F(Configuration, finds_paths_from_its_own_folder) {
  const std::string at = file("listen: 127.0.0.1:0\ndata: ../districts\nlog_level: warning\n");
  Child child({LIUFA_EXECUTABLE, "serve", "--config", at}, folder / "out", folder / "error");
  while (content_of(folder / "out").find('\n') == std::string::npos && child.runs())
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  EXPECT_TRUE(std::filesystem::exists(folder / "districts/serving.json")) << content_of(folder / "error");
}

TEST_F(Configuration, that_is_wrong_is_refused_with_its_line) {
  EXPECT_THAT(refusal("listen: 127.0.0.1:0\ndistricts: x\n"),
              HasSubstr("unknown key “districts”; expected listen, data"));
  EXPECT_THAT(refusal("listen: 127.0.0.1:0\ndistricts: x\n"), HasSubstr("line 2"));
  EXPECT_THAT(refusal("log_level: loud\n"), HasSubstr("log_level: found “loud”; expected debug, info, warning, error"));
  EXPECT_THAT(refusal("tls: {key: x}\n"), HasSubstr("tls: certificate is missing"));
  EXPECT_THAT(refusal("connections: {most: 4}\n"), HasSubstr("most from 8 to 10000"));
  EXPECT_THAT(refusal("listen: [\n"), HasSubstr("liufa.yaml"));
  EXPECT_THAT(run_liufa({"serve", "--config", (folder / "none.yaml").string()}).error, HasSubstr("none.yaml"));
}

}  // namespace
}  // namespace liufa::test
