#include <Poco/DateTime.h>
#include <Poco/Path.h>
#include <Poco/SAX/AttributesImpl.h>
#include <Poco/XML/XMLWriter.h>
#include <Poco/Zip/Compress.h>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "services/report/document.hpp"
#include "services/report/parts.hpp"

namespace liufa::host {

namespace {

constexpr int characters_in_line = 28;
constexpr int text_width = 8845;  // 156 mm in twentieths of a point

using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

/// Elements of WordprocessingML, written one after the other; the writer escapes what stands in them.
class Xml {
 public:
  explicit Xml(std::ostream& out) : writer_(out, Poco::XML::XMLWriter::WRITE_XML_DECLARATION) {
    writer_.startDocument();
  }
  void open(const char* name, Attributes attributes = {}) { writer_.startElement("", "", name, given(attributes)); }
  void close(const char* name) { writer_.endElement("", "", name); }
  void single(const char* name, Attributes attributes = {}) { writer_.emptyElement("", "", name, given(attributes)); }
  void text(const std::string& text) { writer_.characters(text); }
  void end() { writer_.endDocument(); }

 private:
  static Poco::XML::AttributesImpl given(Attributes attributes) {
    Poco::XML::AttributesImpl list;
    for (const auto& [name, value] : attributes) list.addAttribute("", "", name, "CDATA", value);
    return list;
  }
  Poco::XML::XMLWriter writer_;
};

class WordWriter {
 public:
  WordWriter(const Document& document, Xml& xml) : document_(document), xml_(xml) {}

  void write() {
    xml_.open("w:document", {{"xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
                             {"xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}});
    xml_.open("w:body");
    const int pad = signature_pad();
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const Block& block = document_.blocks[i];
      if (block.role == Block::Role::table)
        table(block);
      else if (block.role == Block::Role::signature)
        signature(i, pad);
      else
        paragraph(block);
    }
    page();
    xml_.close("w:body");
    xml_.close("w:document");
  }

 private:
  static const char* style_of(const Block& block) {
    switch (block.role) {
      case Block::Role::document_number: return "DocumentNumber";
      case Block::Role::title: return "Title";
      case Block::Role::subtitle: return "Subtitle";
      case Block::Role::recipient: return "Recipient";
      case Block::Role::item: return "ListParagraph";
      case Block::Role::heading: {
        static constexpr std::array styles{"Heading1", "Heading2", "Heading3", "Heading4"};
        return styles.at(static_cast<std::size_t>(block.level - 1));
      }
      default: return "BodyText";
    }
  }

  void paragraph(const Block& block) {
    xml_.open("w:p");
    xml_.open("w:pPr");
    xml_.single("w:pStyle", {{"w:val", style_of(block)}});
    if (block.role == Block::Role::heading) {
      xml_.open("w:numPr");
      xml_.single("w:ilvl", {{"w:val", std::to_string(block.level - 1)}});
      xml_.single("w:numId", {{"w:val", document_.language == Language::zh ? "1" : "2"}});
      xml_.close("w:numPr");
    }
    if (block.role == Block::Role::item && block.level > 1) {
      const int left = 2 * (block.level - 1);
      xml_.single("w:ind", {{"w:leftChars", std::to_string(100 * left)}, {"w:left", std::to_string(316 * left)}});
    }
    xml_.close("w:pPr");
    if (block.role == Block::Role::item && !block.marker.empty()) run({block.marker + " "});
    const bool bold = document_.language == Language::en &&
                      (block.role == Block::Role::title || (block.role == Block::Role::heading && block.level < 3));
    runs(block.line, bold);
    xml_.close("w:p");
  }

  /// By how many half characters the last line of the signature, the date, stands off the right edge, so that it begins
  /// two characters to the right of the name above it; below 4 the name gives way.
  [[nodiscard]] int signature_pad() const {
    std::vector<int> widths;
    for (const Block& block : document_.blocks)
      if (block.role == Block::Role::signature) widths.push_back(half_widths(plain(block.line)));
    if (widths.size() < 2) return 4;
    const int date = widths.back();
    widths.pop_back();
    return *std::max_element(widths.begin(), widths.end()) - date;
  }

  void signature(std::size_t at, int pad) {
    const Block& block = document_.blocks[at];
    const bool first = at == 0 || document_.blocks[at - 1].role != Block::Role::signature;
    const bool last = at + 1 == document_.blocks.size();
    if (first) {
      xml_.open("w:p");
      xml_.close("w:p");
    }
    const int off = last ? std::max(pad, 4) : 4 + std::max(0, 4 - pad);
    xml_.open("w:p");
    xml_.open("w:pPr");
    xml_.single("w:pStyle", {{"w:val", "Signature"}});
    xml_.single("w:ind", {{"w:rightChars", std::to_string(50 * off)}, {"w:right", std::to_string(158 * off)}});
    xml_.close("w:pPr");
    runs(block.line, false);
    xml_.close("w:p");
  }

  void table(const Block& block) {
    if (block.rows.empty() || block.rows.front().empty()) return;
    const std::size_t columns = block.rows.front().size();
    xml_.open("w:tbl");
    table_properties();
    const std::vector<int> widths = column_widths(block, columns);
    xml_.open("w:tblGrid");
    for (const int width : widths) xml_.single("w:gridCol", {{"w:w", std::to_string(width)}});
    xml_.close("w:tblGrid");
    for (std::size_t r = 0; r < block.rows.size(); ++r) row(block, r, widths);
    xml_.close("w:tbl");
    // Two tables in a row would become one.
    xml_.open("w:p");
    xml_.open("w:pPr");
    xml_.single("w:spacing", {{"w:line", "240"}, {"w:lineRule", "exact"}});
    xml_.close("w:pPr");
    xml_.close("w:p");
  }

  /// What each column gets of the text's width: a short one what it needs in one line, the long ones share the rest.
  static std::vector<int> column_widths(const Block& block, std::size_t columns) {
    constexpr int half_character = 115;  // of 10.5 pt, with what stands between figures and characters
    constexpr int padding = 240;
    constexpr int least_of_long = 1200;
    std::vector<int> longest = column_lengths(block);
    longest.resize(columns, 4);
    for (int& each : longest) each = std::clamp(each, 4, 60);
    std::vector<int> widths;
    int fixed = 0;
    int shared = 0;
    for (const int each : longest) {
      widths.push_back(each * half_character + padding);
      (each <= longest_short_column ? fixed : shared) += widths.back();
    }
    const int all = fixed + shared;
    const auto long_ones =
        std::count_if(longest.begin(), longest.end(), [](int each) { return each > longest_short_column; });
    const bool all_alike = long_ones == 0 || fixed + least_of_long * static_cast<int>(long_ones) > text_width;
    for (std::size_t c = 0; c < columns; ++c) {
      if (all_alike || all <= text_width)
        widths[c] = static_cast<int>(std::int64_t{widths[c]} * text_width / all);
      else if (longest[c] > longest_short_column)
        widths[c] = static_cast<int>(std::int64_t{widths[c]} * (text_width - fixed) / shared);
    }
    return widths;
  }

  void table_properties() {
    xml_.open("w:tblPr");
    xml_.single("w:tblW", {{"w:w", "5000"}, {"w:type", "pct"}});
    xml_.open("w:tblBorders");
    for (const char* side : {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"})
      xml_.single(side, {{"w:val", "single"}, {"w:sz", "4"}, {"w:space", "0"}, {"w:color", "000000"}});
    xml_.close("w:tblBorders");
    xml_.single("w:tblLayout", {{"w:type", "autofit"}});
    xml_.open("w:tblCellMar");
    for (const auto& [side, width] :
         {std::pair{"w:top", "28"}, {"w:left", "85"}, {"w:bottom", "28"}, {"w:right", "85"}})
      xml_.single(side, {{"w:w", width}, {"w:type", "dxa"}});
    xml_.close("w:tblCellMar");
    xml_.close("w:tblPr");
  }

  void row(const Block& block, std::size_t at, const std::vector<int>& widths) {
    xml_.open("w:tr");
    xml_.open("w:trPr");
    xml_.single("w:cantSplit");
    if (at == 0) xml_.single("w:tblHeader");
    xml_.close("w:trPr");
    for (std::size_t c = 0; c < widths.size(); ++c) {
      xml_.open("w:tc");
      xml_.open("w:tcPr");
      xml_.single("w:tcW", {{"w:w", std::to_string(widths[c])}, {"w:type", "dxa"}});
      xml_.single("w:vAlign", {{"w:val", "center"}});
      xml_.close("w:tcPr");
      xml_.open("w:p");
      xml_.open("w:pPr");
      xml_.single("w:pStyle", {{"w:val", at == 0 ? "TableHead" : "TableText"}});
      if (at > 0 && c < block.right.size() && block.right[c]) xml_.single("w:jc", {{"w:val", "right"}});
      xml_.close("w:pPr");
      if (c < block.rows[at].size()) runs(block.rows[at][c], false);
      xml_.close("w:p");
      xml_.close("w:tc");
    }
    xml_.close("w:tr");
  }

  void runs(const Line& line, bool bold) {
    for (const Run& each : line) {
      Run one = each;
      one.strong = one.strong || bold;
      run(one);
    }
  }

  void run(const Run& run) {
    xml_.open("w:r");
    if (run.strong || run.emphasis) {
      xml_.open("w:rPr");
      if (run.strong) xml_.single("w:b");
      if (run.emphasis) xml_.single("w:i");
      xml_.close("w:rPr");
    }
    if (run.line_break) {
      xml_.single("w:br");
    } else {
      xml_.open("w:t", {{"xml:space", "preserve"}});
      xml_.text(run.text);
      xml_.close("w:t");
    }
    xml_.close("w:r");
  }

  /// A4; what the margins leave is 156 × 225 mm, in which the grid has 22 lines of 28 characters.
  void page() {
    xml_.open("w:sectPr");
    xml_.single("w:footerReference", {{"w:type", "default"}, {"r:id", "rId5"}});
    xml_.single("w:footerReference", {{"w:type", "even"}, {"r:id", "rId6"}});
    xml_.single("w:pgSz", {{"w:w", "11906"}, {"w:h", "16838"}});
    xml_.single("w:pgMar", {{"w:top", "2098"},
                            {"w:right", "1474"},
                            {"w:bottom", "1984"},
                            {"w:left", "1587"},
                            {"w:header", "851"},
                            {"w:footer", "1446"},
                            {"w:gutter", "0"}});
    static_assert(text_width == 11906 - 1587 - 1474);
    // A character of 16 pt is a little too wide for 28 in a line: the grid takes 842/4096 pt off each.
    static_assert(characters_in_line * (16 * 4096 - 842) * 20 <= text_width * 4096);
    xml_.single("w:docGrid", {{"w:type", "linesAndChars"}, {"w:linePitch", "579"}, {"w:charSpace", "-842"}});
    xml_.close("w:sectPr");
  }

  const Document& document_;
  Xml& xml_;
};

std::string document_part(const Document& document) {
  std::ostringstream out;
  Xml xml(out);
  WordWriter(document, xml).write();
  xml.end();
  return out.str();
}

std::string properties_part(const Document& document, std::string_view author, std::string_view now) {
  std::ostringstream out;
  Xml xml(out);
  const std::string instant = std::string(now.substr(0, 19)) + "Z";
  const auto value = [&](const char* name, const std::string& text, Attributes attributes = {}) {
    xml.open(name, attributes);
    xml.text(text);
    xml.close(name);
  };
  std::string title;
  for (const Block& block : document.blocks)
    if (block.role == Block::Role::title && title.empty()) title = plain(block.line);
  xml.open("cp:coreProperties",
           {{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
            {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
            {"xmlns:dcterms", "http://purl.org/dc/terms/"},
            {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"}});
  value("dc:title", title);
  value("dc:creator", std::string(author));
  value("dcterms:created", instant, {{"xsi:type", "dcterms:W3CDTF"}});
  xml.close("cp:coreProperties");
  xml.end();
  return out.str();
}

}  // namespace

std::string write_word(const Document& document, std::string_view author, std::string_view now) {
  std::ostringstream out(std::ios::binary);
  Poco::Zip::Compress zip(out, true);
  const auto add = [&](const char* name, std::string_view content) {
    std::istringstream in{std::string(content), std::ios::binary};
    zip.addFile(in, Poco::DateTime(1980, 1, 1), Poco::Path(name, Poco::Path::PATH_UNIX));
  };
  add("[Content_Types].xml", report_part("content_types.xml"));
  add("_rels/.rels", report_part("package_relations.xml"));
  add("word/document.xml", document_part(document));
  add("word/_rels/document.xml.rels", report_part("document_relations.xml"));
  for (const char* name :
       {"styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "footer_odd.xml", "footer_even.xml"})
    add(fmt::format("word/{}", name).c_str(), report_part(name));
  add("docProps/core.xml", properties_part(document, author, now));
  zip.close();
  return out.str();
}

}  // namespace liufa::host
