#include "services/table/xlsx_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <optional>

#include "base/problem.hpp"
#include "services/table/xml_reader.hpp"

namespace liufa::host {

namespace {

constexpr const char* content_types_part = "[Content_Types].xml";
constexpr std::uint64_t largest_small_part = 16ULL << 20;

/// Every opened element to one function.
class Opened final : public XmlHandler {
 public:
  using Each = std::function<void(std::string_view name, const XmlAttributes&)>;
  explicit Opened(Each each) : each_(std::move(each)) {}
  void open(std::string_view name, const XmlAttributes& attributes) override { each_(name, attributes); }

 private:
  Each each_;
};

void for_each_element(ZipArchive& archive, const std::string& part, Opened::Each each) {
  Opened handler(std::move(each));
  XmlReader(archive, part, handler).read_all();
}

std::string_view or_empty(const char* text) { return text ? std::string_view(text) : std::string_view{}; }

std::optional<int> number_of(const char* text) {
  int number = 0;
  const std::string_view whole = or_empty(text);
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), number);
  if (whole.empty() || error != std::errc{} || end != whole.data() + whole.size()) return std::nullopt;
  return number;
}

void require_at_most(std::size_t count, std::size_t limit, const Text& what) {
  if (count > limit) throw Problem("import.too_big", {{"what", what}, {"limit", std::to_string(limit)}});
}

const Text entries{"内部条目数", "entries"};

Problem other_format(const Text& found) { return Problem("import.other_format", {{"found", found}}); }

/// What an archive is that has no content types: an OpenDocument file begins by saying so.
Problem not_a_workbook(ZipArchive& archive) {
  if (archive.contains("mimetype") &&
      archive.read_all("mimetype", largest_small_part).find("opendocument") != std::string::npos)
    return other_format({"OpenDocument 文件（.ods）", "an OpenDocument file (.ods)"});
  return other_format({"压缩包（.zip）", "an archive (.zip)"});
}

/// The target of a relationship, from the folder of the part that names it.
std::string resolved(std::string_view from, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder(from.substr(0, from.rfind('/') == std::string_view::npos ? 0 : from.rfind('/')));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const std::size_t slash = folder.rfind('/');
    folder = slash == std::string::npos ? "" : folder.substr(0, slash);
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return folder.empty() ? std::string(target) : fmt::format("{}/{}", folder, target);
}

struct Relationship {
  std::string type;  ///< the last word of its address: "worksheet"
  std::string part;
};

using Relationships = std::map<std::string, Relationship, std::less<>>;

Relationships relationships(ZipArchive& archive, const std::string& of, const BookLimits& limits) {
  const std::size_t slash = of.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : of.substr(0, slash + 1);
  const std::string part =
      fmt::format("{}_rels/{}.rels", folder, slash == std::string::npos ? of : of.substr(slash + 1));
  Relationships all;
  if (!archive.contains(part)) return all;
  for_each_element(archive, part, [&](std::string_view name, const XmlAttributes& attributes) {
    if (name != "Relationship" || or_empty(attributes.find("TargetMode")) == "External") return;
    const std::string_view type = or_empty(attributes.find("Type"));
    all[std::string(or_empty(attributes.find("Id")))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                         resolved(of, or_empty(attributes.find("Target")))};
    require_at_most(all.size(), limits.entries, entries);
  });
  return all;
}

/// The part that is the document, by the package's own relationships; its type must be that of a workbook.
std::string main_part(ZipArchive& archive, const BookLimits& limits) {
  if (!archive.contains(content_types_part)) throw not_a_workbook(archive);
  std::map<std::string, std::string> types;  // by the name of a part
  for_each_element(archive, content_types_part, [&](std::string_view name, const XmlAttributes& attributes) {
    std::string_view part = or_empty(attributes.find(name == "Default" ? "Extension" : "PartName"));
    if (part.starts_with('/')) part.remove_prefix(1);
    types[(name == "Default" ? "." : "") + std::string(part)] = or_empty(attributes.find("ContentType"));
    require_at_most(types.size(), limits.entries, entries);
  });
  std::string part;
  for (const auto& [id, each] : relationships(archive, "", limits))
    if (each.type == "officeDocument") part = each.part;
  if (part.empty()) throw other_format({"未知的 Office 文件", "an unknown Office file"});
  const auto own = types.find(part);
  const auto by_ending = types.find(part.substr(std::min(part.rfind('.'), part.size())));
  const std::string type = own != types.end() ? own->second : by_ending != types.end() ? by_ending->second : "";
  const auto is = [&](std::string_view word) { return type.find(word) != std::string::npos; };
  if (is("sheet.binary")) throw other_format({"Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"});
  if (is("wordprocessingml")) throw other_format({"Word 文档（.docx）", "a Word document (.docx)"});
  if (is("presentationml")) throw other_format({"演示文稿（.pptx）", "a presentation (.pptx)"});
  // sheet.main, template.main and their kinds with macros, which are left alone.
  if (!(is("spreadsheetml") || is("ms-excel")) || !type.ends_with("main+xml"))
    throw other_format({"未知的 Office 文件", "an unknown Office file"});
  return part;
}

class Texts final : public XmlHandler {
 public:
  Texts(std::string part, std::vector<std::string>& texts, const BookLimits& limits)
      : part_(std::move(part)), texts_(texts), limits_(limits) {}
  void open(std::string_view name, const XmlAttributes&) override {
    if (name == "si")
      string_.begin();
    else
      string_.open(name);
  }
  void close(std::string_view name) override {
    if (name != "si") return string_.close(name);
    texts_.push_back(string_.take());
    bytes_ += texts_.back().size();
    require_at_most(texts_.size(), limits_.texts, {"文本数", "texts"});
    require_at_most(bytes_, limits_.text_bytes, {"文本的字节数", "bytes of text"});
  }
  void text(std::string_view text) override { string_.add(text, part_); }

 private:
  std::string part_;
  std::vector<std::string>& texts_;
  const BookLimits& limits_;
  StringText string_;
  std::size_t bytes_ = 0;
};

/// How the numbers of each cell format look.
std::vector<NumberLook> read_looks(ZipArchive& archive, const std::string& part, const BookLimits& limits) {
  std::map<int, NumberLook> own;
  std::vector<NumberLook> looks;
  bool of_cells = false;
  for_each_element(archive, part, [&](std::string_view name, const XmlAttributes& attributes) {
    if (name == "numFmt") {
      if (const auto id = number_of(attributes.find("numFmtId")))
        own[*id] = look_of_format(or_empty(attributes.find("formatCode")));
    } else if (name == "cellXfs" || name == "cellStyleXfs" || name == "cellStyles" || name == "dxfs") {
      of_cells = name == "cellXfs";
    } else if (name == "xf" && of_cells) {
      const int id = number_of(attributes.find("numFmtId")).value_or(0);
      const auto found = own.find(id);
      looks.push_back(found == own.end() ? look_of_built_in(id) : found->second);
    }
    require_at_most(std::max(own.size(), looks.size()), limits.entries, entries);
  });
  return looks;
}

bool is_true(const char* text) { return or_empty(text) == "1" || or_empty(text) == "true"; }

}  // namespace

std::string unescaped(std::string text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) return text;
  std::string meant = text.substr(0, at);
  while (at < text.size()) {
    unsigned code = 0;
    const char* digits = text.data() + at + 2;
    if (at + 7 <= text.size() && text.compare(at, 2, "_x") == 0 && text[at + 6] == '_' &&
        std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4) {
      const bool space = code == '\t' || code == '\n';
      const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
      // Other control characters have no place in a record.
      if ((code >= ' ' || space) && !surrogate && code != 0xFFFE && code != 0xFFFF) {
        if (code < 0x80) {
          meant += static_cast<char>(code);
        } else if (code < 0x800) {
          meant += static_cast<char>(0xC0 | (code >> 6));
          meant += static_cast<char>(0x80 | (code & 0x3F));
        } else {
          meant += static_cast<char>(0xE0 | (code >> 12));
          meant += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
          meant += static_cast<char>(0x80 | (code & 0x3F));
        }
      }
      at += 7;
    } else {
      meant += text[at++];
    }
  }
  return meant;
}

void StringText::open(std::string_view name) {
  if (name == "rPh") ++phonetic_;
  inside_ = name == "t" && phonetic_ == 0;
}

void StringText::close(std::string_view name) {
  if (name == "rPh") --phonetic_;
  if (name == "t") inside_ = false;
}

void StringText::add(std::string_view text, std::string_view part) {
  if (!inside_) return;
  if (text_.size() + text.size() > longest_cell_text)
    throw Problem(
        "import.unsafe",
        {{"part", part}, {"reason", Text{"单元格文本超过 32767 字", "a cell's text of more than 32767 characters"}}});
  text_ += text;
}

XlsxBook read_book(ZipArchive& archive, const BookLimits& limits) {
  XlsxBook book;
  const std::string main = main_part(archive, limits);
  const auto related = relationships(archive, main, limits);
  for_each_element(archive, main, [&](std::string_view name, const XmlAttributes& attributes) {
    if (name == "workbookPr" && is_true(attributes.find("date1904"))) book.dates = DateSystem::from_1904;
    if (name != "sheet") return;
    const auto found = related.find(or_empty(attributes.find_prefixed("id")));
    if (found == related.end() || found->second.type != "worksheet") return;  // a sheet of charts
    require_at_most(book.sheets.size() + 1, limits.sheets, {"工作表数", "sheets"});
    const std::string_view state = or_empty(attributes.find("state"));
    book.sheets.push_back(
        {std::string(or_empty(attributes.find("name"))), found->second.part, state.empty() || state == "visible"});
  });
  if (book.sheets.empty()) throw Problem("import.damaged", {{"part", main}, {"reason", "no sheet"}});
  for (const auto& [id, each] : related) {
    if (each.type == "styles" && archive.contains(each.part)) book.looks = read_looks(archive, each.part, limits);
    if (each.type == "sharedStrings" && archive.contains(each.part)) {
      Texts texts(each.part, book.texts, limits);
      XmlReader(archive, each.part, texts).read_all();
    }
  }
  return book;
}

}  // namespace liufa::host
