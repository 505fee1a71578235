#include "rules/paper.hpp"

namespace liufa::community {
namespace {

// Fonts by their names in the standard (GB/T 9704-2012); where they are not installed the browser takes its own.
constexpr std::string_view style =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/1.8 仿宋,FangSong,serif}"
    "h1{font:22pt 小标宋,SimSun,serif;text-align:center}table{border-collapse:collapse;width:100%;margin:.6em 0}"
    "td,th{border:1px solid #000;padding:.2em .5em;text-align:left;font-weight:normal}th{white-space:nowrap}";

std::string cells(const std::vector<std::string>& row, const char* tag, std::size_t tagged) {
  std::string html = "<tr>";
  for (std::size_t at = 0; at < row.size(); ++at) {
    const std::string name = at < tagged ? tag : "td";
    html += "<" + name + ">" + escaped(row[at]) + "</" + name + ">";
  }
  return html + "</tr>";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char each : text) switch (each) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += each;
    }
  return safe;
}

Paper& Paper::line(std::string text) {
  parts_.push_back({std::move(text), {}, {}, false});
  return *this;
}

Paper& Paper::row(std::string label, std::string value) {
  if (parts_.empty() || !parts_.back().labelled) parts_.push_back({{}, {}, {}, true});
  parts_.back().rows.push_back({std::move(label), std::move(value)});
  return *this;
}

Paper& Paper::table(std::vector<std::string> heading, std::vector<std::vector<std::string>> rows) {
  parts_.push_back({{}, std::move(heading), std::move(rows), false});
  return *this;
}

std::string Paper::text() const {
  std::string text = title_ + "\n\n";
  for (const Part& part : parts_) {
    if (!part.line.empty()) text += part.line + "\n";
    for (std::size_t at = 0; at < part.heading.size(); ++at) text += (at == 0 ? "" : "\t") + part.heading[at];
    if (!part.heading.empty()) text += "\n";
    for (const auto& row : part.rows) {
      for (std::size_t at = 0; at < row.size(); ++at) text += (at == 0 ? "" : part.labelled ? "：" : "\t") + row[at];
      text += "\n";
    }
  }
  return text;
}

std::string Paper::html() const {
  std::string html = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>" + escaped(title_) +
                     "</title><style>" + std::string(style) + "</style></head><body><h1>" + escaped(title_) + "</h1>";
  for (const Part& part : parts_) {
    if (!part.line.empty()) {
      html += "<p>" + escaped(part.line) + "</p>";
      continue;
    }
    html += "<table>";
    if (!part.heading.empty()) html += cells(part.heading, "th", part.heading.size());
    for (const auto& row : part.rows) html += cells(row, "th", part.labelled ? 1 : 0);
    html += "</table>";
  }
  return html + "</body></html>";
}

}  // namespace liufa::community
