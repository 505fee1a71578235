#include <fmt/format.h>

#include "base/digest.hpp"
#include "services/report/document.hpp"
#include "services/report/parts.hpp"

namespace liufa::host {

namespace {

std::string escaped(std::string_view text) {
  std::string html;
  for (const char each : text) switch (each) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += each;
    }
  return html;
}

class HtmlWriter {
 public:
  HtmlWriter(const Document& document, bool links) : document_(document), links_(links) {}

  std::string article() {
    for (const Block& block : document_.blocks) {
      lists_to(block.role == Block::Role::item ? block.level : 0, block.marker == "•" || block.marker.empty());
      sign(block.role == Block::Role::signature);
      write(block);
    }
    lists_to(0, true);
    sign(false);
    return std::move(out_);
  }

 private:
  /// Opens and closes lists until so many are open.
  void lists_to(int depth, bool bullets) {
    while (static_cast<int>(open_.size()) > depth) {
      out_ += fmt::format("</li></{}>\n", open_.back());
      open_.pop_back();
      fresh_ = false;
    }
    while (static_cast<int>(open_.size()) < depth) {
      open_.emplace_back(bullets ? "ul" : "ol");
      out_ += fmt::format("<{}>", open_.back());
      fresh_ = true;
    }
  }

  /// The signature's lines stand in a box as wide as the widest of them, at the right edge.
  void sign(bool signing) {
    if (signing && !signing_) out_ += "<div class=\"signature\"><div>\n";
    if (!signing && signing_) out_ += "</div></div>\n";
    signing_ = signing;
  }

  void write(const Block& block) {
    switch (block.role) {
      case Block::Role::document_number: return paragraph("number", block);
      case Block::Role::title: return element("h1", "", block);
      case Block::Role::subtitle: return paragraph("subtitle", block);
      case Block::Role::recipient: return paragraph("recipient", block);
      case Block::Role::heading: return element(fmt::format("h{}", block.level + 1), block.marker, block);
      case Block::Role::body: return paragraph("", block);
      case Block::Role::signature: return paragraph("", block);
      case Block::Role::item: return item(block);
      case Block::Role::table: return table(block);
    }
  }

  void paragraph(std::string_view kind, const Block& block) {
    const std::string attribute = kind.empty() ? "" : fmt::format(" class=\"{}\"", kind);
    out_ += fmt::format("<p{}>{}</p>\n", attribute, html_of(block.line));
  }

  void element(const std::string& name, std::string_view marker, const Block& block) {
    out_ += fmt::format("<{0}>{1}{2}</{0}>\n", name, marker, html_of(block.line));
  }

  void item(const Block& block) {
    if (block.marker.empty()) {  // the item goes on
      out_ += "<br>" + html_of(block.line);
      return;
    }
    if (!std::exchange(fresh_, false)) out_ += "</li>\n";
    out_ += "<li>" + html_of(block.line);
  }

  void table(const Block& block) {
    const std::vector<std::string> kinds = column_kinds(block);
    out_ += "<div class=\"table\"><table>\n";
    for (std::size_t r = 0; r < block.rows.size(); ++r) {
      const char* name = r == 0 ? "th" : "td";
      out_ += r == 0 ? "<thead><tr>" : "<tr>";
      for (std::size_t c = 0; c < block.rows[r].size(); ++c)
        out_ += fmt::format("<{0}{1}>{2}</{0}>", name, kinds[c], html_of(block.rows[r][c]));
      out_ += r == 0 ? "</tr></thead>\n<tbody>" : "</tr>\n";
    }
    out_ += "</tbody></table></div>\n";
  }

  /// The class of each column's cells. Too many short ones for a page are broken like the long ones.
  static std::vector<std::string> column_kinds(const Block& block) {
    constexpr int widest = 64;  // of what a page holds, about 80
    const std::vector<int> lengths = column_lengths(block);
    int short_ones = 0;
    for (const int each : lengths) short_ones += each <= longest_short_column ? each + 2 : 0;
    std::vector<std::string> kinds;
    for (std::size_t c = 0; c < lengths.size(); ++c) {
      const bool right = c < block.right.size() && block.right[c];
      const bool whole = lengths[c] <= longest_short_column && short_ones <= widest;
      kinds.emplace_back(right ? " class=\"right\"" : whole ? " class=\"short\"" : "");
    }
    return kinds;
  }

  [[nodiscard]] std::string html_of(const Line& line) const {
    std::string html;
    for (const Run& run : line) {
      if (run.line_break) {
        html += "<br>";
        continue;
      }
      std::string text = escaped(run.text);
      if (run.code) text = "<code>" + text + "</code>";
      if (run.emphasis) text = "<em>" + text + "</em>";
      if (run.strong) text = "<strong>" + text + "</strong>";
      html += links_ && !run.href.empty() ? fmt::format("<a href=\"{}\">{}</a>", escaped(run.href), text) : text;
    }
    return html;
  }

  const Document& document_;
  bool links_;
  std::string out_;
  std::vector<std::string> open_;  ///< the lists that are open, by their element
  bool fresh_ = false;             ///< the innermost has no item yet
  bool signing_ = false;
};

std::string title_of(const Document& document) {
  for (const Block& block : document.blocks)
    if (block.role == Block::Role::title) return plain(block.line);
  return document.language == Language::zh ? "报告" : "Report";
}

}  // namespace

HtmlPage write_html(const Document& document, bool links) {
  // The page is one file, also where it is kept; so its style stands in it, and the policy names just that style.
  const std::string_view style = report_style();
  const std::string policy = fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; form-action 'none'; base-uri 'none'", base64(bytes(sha256({style}))));
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<article>\n{}</article>\n</body>\n</html>\n",
      document.language == Language::zh ? "zh-CN" : "en", policy, escaped(title_of(document)), style,
      HtmlWriter(document, links).article());
  return {std::move(html), policy + "; frame-ancestors 'none'"};
}

}  // namespace liufa::host
