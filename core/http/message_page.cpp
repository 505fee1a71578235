#include "http/message_page.hpp"

#include <fmt/format.h>

namespace liufa::host {

namespace {

constexpr std::string_view page = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>六法 Liufa</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/start.css">
</head>
<body>
<header><h1>六法 <span>Liufa</span></h1></header>
<main>
<p>{}</p>
<p lang="en">{}</p>
<p><a href="/#district={}">返回登录 <span lang="en">Back</span></a></p>
</main>
</body>
</html>
)html";

/// What came from outside stays text.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char each : text) switch (each) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += each;
    }
  return result;
}

}  // namespace

Response message_page(const Problem& problem, std::string_view district) {
  return {http_status(problem.kind()),
          "text/html; charset=utf-8",
          fmt::format(page, escaped(problem.text().zh), escaped(problem.text().en), escaped(district)),
          {{"Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
            "frame-ancestors 'none'"}}};
}

}  // namespace liufa::host
