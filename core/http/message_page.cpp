#include "http/message_page.hpp"

#include <fmt/format.h>

namespace liufa::host {

namespace {

constexpr std::string_view frame = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>六法 Liufa</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{}">
</head>
<body>
<main>
<h1>六法 <span>Liufa</span></h1>
{}</main>
</body>
</html>
)html";

constexpr std::string_view style = R"css(:root{color-scheme:light dark}
body{margin:0;font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{max-width:40rem;margin:0 auto;padding:2rem 1rem}
h1{margin:0 0 1rem;color:#b3261e;font-size:1.5rem}
h1 span,[lang=en]{opacity:.7;font-weight:400}
@media (prefers-color-scheme:dark){h1{color:#f2867e}}
)css";

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

Response page_of(int status, std::string_view content) {
  return {status,
          "text/html; charset=utf-8",
          fmt::format(frame, message_style_path, content),
          {{"Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; "
            "frame-ancestors 'none'"}}};
}

}  // namespace

Response message_page(const Problem& problem, std::string_view district) {
  return page_of(http_status(problem.kind()),
                 fmt::format("<p>{}</p>\n<p lang=\"en\">{}</p>\n<p><a href=\"/{}/\">返回登录 <span lang=\"en\">Back to "
                             "signing in</span></a></p>\n",
                             escaped(problem.text().zh), escaped(problem.text().en), escaped(district)));
}

Response page_without_console() {
  return page_of(404,
                 "<p>服务已启动，但没有找到控制台页面。请在源代码目录运行 <code>./dev build</code> 后重新启动服务，"
                 "或用 <code>liufa serve --console 目录</code> 指明已构建的页面。</p>\n"
                 "<p lang=\"en\">The server runs, but the console is not there. Run <code>./dev build</code> in the "
                 "source folder and start the server again, or say where a built one is with "
                 "<code>liufa serve --console DIR</code>.</p>\n");
}

Response message_style() {
  return {200, "text/css; charset=utf-8", std::string(style), {{"Cache-Control", "no-cache"}}};
}

}  // namespace liufa::host
