/// Printing: by the real tool, without it, and with one that misbehaves.
#include "services/report/pdf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/problem.hpp"
#include "folder.hpp"
#include "services/report/document.hpp"

namespace liufa::host::test {
namespace {

using ::testing::HasSubstr;

class ReportPdf : public ::testing::Test {
 protected:
  /// A program that does what the script says.
  std::string program(const std::string& script) {
    const auto file = folder / "tool";
    std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.string();
  }
  static std::string refusal(const PdfTool& tool, const std::string& code) {
    try {
      (void)write_pdf("<p>x</p>", tool);
    } catch (const Problem& problem) {
      EXPECT_EQ(problem.code(), code);
      return problem.text().en;
    }
    ADD_FAILURE() << "it printed";
    return "";
  }
  static std::size_t left_behind() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path()))
      count += entry.path().filename().string().starts_with("liufa-report-") ? 1 : 0;
    return count;
  }
  liufa::test::Folder folder;
};

TEST_F(ReportPdf, is_a_page_of_a4) {
  const HtmlPage page = write_html(read_document("# 报告\n\n正文。", Language::zh), false);
  const std::string pdf = write_pdf(page.html);
  EXPECT_TRUE(pdf.starts_with("%PDF-"));
  // 210 × 297 mm in points, as WeasyPrint writes it.
  EXPECT_NE(pdf.find("/MediaBox [ 0 0 595.275591 841.889764 ]"), std::string::npos);
}

TEST_F(ReportPdf, says_what_to_install_where_the_tool_is_absent) {
  EXPECT_THAT(refusal({"no-such-program", std::chrono::seconds{5}}, "report.no_pdf_tool"),
              HasSubstr("apt-get install weasyprint"));
}

TEST_F(ReportPdf, says_what_the_tool_said) {
  EXPECT_THAT(refusal({program("echo no fonts >&2; exit 3"), std::chrono::seconds{5}}, "report.pdf"),
              HasSubstr("no fonts"));
  refusal({program("exit 0"), std::chrono::seconds{5}}, "report.pdf");
}

TEST_F(ReportPdf, waits_no_longer_than_it_should_and_leaves_nothing_behind) {
  // Other tests make reports at the same time, each in the folder for temporary files that it is told.
  setenv("TMPDIR", folder.path().c_str(), 1);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_THAT(refusal({program("exec sleep 60"), std::chrono::seconds{1}}, "report.pdf"), HasSubstr("too long"));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{20});
  EXPECT_EQ(left_behind(), 0U);
  unsetenv("TMPDIR");
}

TEST_F(ReportPdf, gives_the_tool_a_private_folder_and_nothing_of_the_host) {
  setenv("LIUFA_SECRET", "s", 1);
  const std::string seen = (folder / "seen").string();
  const std::string script = "stat -c %a $(dirname $4) > " + seen + "; env >> " + seen + "; ls /proc/self/fd >> " +
                             seen + "; printf %%PDF-x > $5";
  EXPECT_EQ(write_pdf("<p>x</p>", {program(script), std::chrono::seconds{5}}), "%PDF-x");
  unsetenv("LIUFA_SECRET");
  std::ifstream in(seen);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(text.starts_with("700\n")) << text;
  EXPECT_EQ(text.find("LIUFA_SECRET"), std::string::npos);
}

}  // namespace
}  // namespace liufa::host::test
