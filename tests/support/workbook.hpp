/// Workbooks made by hand, part by part, so that a test can have any file a spreadsheet program or an attacker writes.
#pragma once

#include <Poco/DateTime.h>
#include <Poco/Path.h>
#include <Poco/Zip/Compress.h>
#include <fmt/format.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace liufa::host::test {

/// Files in an archive, in order.
using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string zipped(const Parts& parts) {
  std::ostringstream out;
  Poco::Zip::Compress archive(out, true);
  for (const auto& [name, content] : parts) {
    std::istringstream in(content);
    archive.addFile(in, Poco::DateTime(2026, 3, 1), Poco::Path(name, Poco::Path::PATH_UNIX),
                    Poco::Zip::ZipCommon::CM_DEFLATE, Poco::Zip::ZipCommon::CL_MAXIMUM);
  }
  archive.close();
  return out.str();
}

/// Every occurrence in a file's bytes, of the same length.
inline std::string patched(std::string file, std::string_view what, std::string_view with) {
  for (std::size_t at = file.find(what); at != std::string::npos; at = file.find(what, at + with.size()))
    file.replace(at, what.size(), with);
  return file;
}

class Workbook {
 public:
  struct Sheet {
    std::string name;
    std::string rows;         ///< what stands in sheetData
    std::string attributes;   ///< of the element in the workbook
    std::string behind = {};  ///< what follows sheetData
  };

  Workbook() = default;
  /// One sheet.
  explicit Workbook(std::string rows) { sheet("Sheet1", std::move(rows)); }

  Workbook& sheet(std::string name, std::string rows, std::string attributes = "", std::string behind = "") {
    sheets.push_back({std::move(name), std::move(rows), std::move(attributes), std::move(behind)});
    return *this;
  }

  std::string main_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
  std::string workbook_properties;
  std::string texts;   ///< what stands in sst
  std::string styles;  ///< what stands in styleSheet
  std::string sheet_prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  std::vector<Sheet> sheets;
  Parts more;

  [[nodiscard]] Parts parts() const {
    constexpr const char* office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    constexpr const char* package = "http://schemas.openxmlformats.org/package/2006";
    constexpr const char* main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    std::string list, related, types;
    Parts all;
    for (std::size_t i = 1; i <= sheets.size(); ++i) {
      const Sheet& each = sheets[i - 1];
      list += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" r:id=\"rId{}\" {}/>", each.name, i, i, each.attributes);
      related += fmt::format("<Relationship Id=\"rId{0}\" Type=\"{1}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
                             i, office);
    }
    related += fmt::format("<Relationship Id=\"rIdS\" Type=\"{}/styles\" Target=\"styles.xml\"/>", office);
    related +=
        fmt::format("<Relationship Id=\"rIdT\" Type=\"{}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>", office);
    all.emplace_back(
        "[Content_Types].xml",
        fmt::format("<Types xmlns=\"{}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"{}\"/></Types>",
                    package, main_type));
    all.emplace_back("_rels/.rels",
                     fmt::format("<Relationships xmlns=\"{}/relationships\"><Relationship Id=\"rId1\" "
                                 "Type=\"{}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
                                 package, office));
    all.emplace_back("xl/workbook.xml",
                     fmt::format("<workbook xmlns=\"{}\" xmlns:r=\"{}\">{}<sheets>{}</sheets></workbook>", main, office,
                                 workbook_properties, list));
    all.emplace_back("xl/_rels/workbook.xml.rels",
                     fmt::format("<Relationships xmlns=\"{}/relationships\">{}</Relationships>", package, related));
    all.emplace_back("xl/styles.xml", fmt::format("<styleSheet xmlns=\"{}\">{}</styleSheet>", main, styles));
    all.emplace_back("xl/sharedStrings.xml", fmt::format("<sst xmlns=\"{}\">{}</sst>", main, texts));
    for (std::size_t i = 1; i <= sheets.size(); ++i)
      all.emplace_back(fmt::format("xl/worksheets/sheet{}.xml", i),
                       fmt::format("{}<worksheet xmlns=\"{}\"><sheetData>{}</sheetData>{}</worksheet>", sheet_prolog,
                                   main, sheets[i - 1].rows, sheets[i - 1].behind));
    for (const auto& each : more) all.push_back(each);
    return all;
  }

  [[nodiscard]] std::string file() const { return zipped(parts()); }
};

/// A row of inline texts, an empty one for no cell.
inline std::string text_row(std::size_t line, const std::vector<std::string>& cells) {
  std::string row = fmt::format("<row r=\"{}\">", line);
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty())
      row += fmt::format("<c r=\"{}{}\" t=\"inlineStr\"><is><t>{}</t></is></c>", static_cast<char>('A' + i), line,
                         cells[i]);
  return row + "</row>";
}

}  // namespace liufa::host::test
