#include <fmt/format.h>

#include "base/problem.hpp"
#include "services/table/csv_text.hpp"
#include "services/table/table.hpp"
#include "services/table/xlsx_sheet.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view archive_begins = "PK\3\4";
constexpr std::string_view empty_archive = "PK\5\6";
constexpr std::string_view compound_begins = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";  // of Microsoft's older files
constexpr std::size_t largest_workbook = 64u << 20;
constexpr std::size_t rows_before_heading = 20;  // at most: a title, a unit, a date

/// One sheet from its heading on.
class Workbook final : public TableReader {
 public:
  Workbook(std::string_view file, const NamedColumns& named) : archive_(file), book_(read_book(archive_)) {
    const XlsxSheet* first = nullptr;
    for (const XlsxSheet& sheet : book_.sheets) {
      if (!sheet.visible) continue;
      const Found found = find_heading(sheet, named);
      if (found.columns > 0) {
        begin(sheet, found.line);
        return;
      }
      if (found.any_row && !first) first = &sheet;
    }
    // Its first row is taken for the heading, so that what is wrong with it is told.
    if (first) begin(*first, 0);
  }

  bool next(TableRow& row) override {
    while (reader_ && reader_->next(row))
      if (row.line >= heading_) return true;
    return false;
  }

 private:
  struct Found {
    bool any_row = false;
    std::size_t columns = 0;
    std::size_t line = 0;
  };

  Found find_heading(const XlsxSheet& sheet, const NamedColumns& named) {
    XlsxSheetReader reader(archive_, book_, sheet, {});
    Found found;
    TableRow row;
    for (std::size_t i = 0; i < rows_before_heading && reader.next(row); ++i) {
      found.any_row = true;
      const std::size_t columns = named(row);
      if (columns <= found.columns) continue;
      found.columns = columns;
      found.line = row.line;
    }
    return found;
  }

  void begin(const XlsxSheet& sheet, std::size_t heading) {
    heading_ = heading;
    reader_ = std::make_unique<XlsxSheetReader>(archive_, book_, sheet, SheetLimits{});
    reader_->fill_merged(heading);
  }

  ZipArchive archive_;
  XlsxBook book_;
  std::unique_ptr<XlsxSheetReader> reader_;
  std::size_t heading_ = 0;  ///< its line
};

/// The name of a stream in a compound file, whose names are in UTF-16.
bool has_stream(std::string_view file, std::string_view name) {
  std::string wide;
  for (const char each : name) {
    wide += each;
    wide += '\0';
  }
  return file.find(wide) != std::string_view::npos;
}

[[noreturn]] void refuse_compound(std::string_view file) {
  if (has_stream(file, "EncryptedPackage")) throw Problem("import.password");
  if (has_stream(file, "Workbook") || has_stream(file, "Book"))
    throw Problem("import.other_format",
                  {{"found", Text{"旧版 Excel 工作簿（.xls）", "a workbook of an older Excel (.xls)"}}});
  throw Problem("import.other_format",
                {{"found", Text{"旧版 Office 文件（.doc、.xls 等）", "a file of an older Office (.doc, .xls, …)"}}});
}

void refuse_others(std::string_view file) {
  const std::pair<std::string_view, Text> kinds[] = {{"%PDF-", {"PDF 文件", "a PDF file"}},
                                                     {"{\\rtf", {"RTF 文档", "an RTF document"}},
                                                     {"<html", {"网页（.html）", "a web page (.html)"}},
                                                     {"<!DOCTYPE html", {"网页（.html）", "a web page (.html)"}},
                                                     {"<?xml", {"XML 文件", "an XML file"}},
                                                     {"Rar!", {"压缩包（.rar）", "an archive (.rar)"}},
                                                     {"7z\xBC\xAF", {"压缩包（.7z）", "an archive (.7z)"}},
                                                     {"\x1F\x8B", {"压缩包（.gz）", "an archive (.gz)"}},
                                                     {"\x89PNG", {"图片", "a picture"}},
                                                     {"\xFF\xD8\xFF", {"图片", "a picture"}}};
  for (const auto& [begins, found] : kinds)
    if (file.starts_with(begins)) throw Problem("import.other_format", {{"found", found}});
}

}  // namespace

std::unique_ptr<TableReader> open_table(std::string_view file, const NamedColumns& named) {
  if (file.starts_with(compound_begins)) refuse_compound(file);
  if (!file.starts_with(archive_begins) && !file.starts_with(empty_archive)) {
    refuse_others(file);
    return csv_reader(file);
  }
  if (file.size() > largest_workbook)
    throw Problem("import.too_big",
                  {{"what", Text{"文件的大小（MiB）", "MiB"}}, {"limit", fmt::format("{}", largest_workbook >> 20)}});
  return std::make_unique<Workbook>(file, named);
}

}  // namespace liufa::host
