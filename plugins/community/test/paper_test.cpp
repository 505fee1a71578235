#include "rules/paper.hpp"

#include <gtest/gtest.h>

namespace liufa::community {
namespace {

TEST(Papers, EscapeWhatComesFromData) {
  Paper paper("表 <1>");
  paper.row("姓名", "<script>&\"").row("党组织", "甲").line("盖章").table({"日期", "小时"}, {{"2026-03-01", "2.5"}});
  const std::string html = paper.html();
  EXPECT_EQ(html.find("<script>"), std::string::npos);
  EXPECT_NE(html.find("&lt;script&gt;&amp;&quot;"), std::string::npos);
  EXPECT_NE(html.find("<th>日期</th><th>小时</th>"), std::string::npos);
  EXPECT_NE(html.find("<tr><th>党组织</th><td>甲</td></tr>"), std::string::npos);
  EXPECT_NE(paper.text().find("姓名：<script>"), std::string::npos) << "text is text";
  EXPECT_NE(paper.text().find("2026-03-01\t2.5"), std::string::npos);
}

}  // namespace
}  // namespace liufa::community
