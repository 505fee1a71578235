/// What is said once in an Excel workbook: its sheets, its texts, how its numbers look (ECMA-376, transitional and
/// strict).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/table/number_text.hpp"
#include "services/table/zip_archive.hpp"

namespace liufa::host {

struct XlsxSheet {
  std::string name;
  std::string part;  ///< the name of its part
  bool visible = true;
};

/// Macros, pictures, links and formulas are never looked at.
struct XlsxBook {
  std::vector<XlsxSheet> sheets;  ///< worksheets, in order
  std::vector<std::string> texts;
  std::vector<NumberLook> looks;  ///< by the number of a cell's format
  DateSystem dates = DateSystem::from_1900;
};

/// Bounds on what is kept in memory of a workbook.
struct BookLimits {
  std::size_t sheets = 1000;
  std::size_t entries = 100'000;  ///< of any list of parts, relationships or formats
  std::size_t texts = 8'000'000;
  std::size_t text_bytes = std::size_t{256} << 20;  ///< of all of them
};

/// Throws Problem import.other_format for an archive that is no workbook of this kind, import.damaged, import.unsafe,
/// ….
XlsxBook read_book(ZipArchive& archive, const BookLimits& limits = {});

/// A text as it is meant: "_x000D_" is a character.
std::string unescaped(std::string text);

/// Takes together the text of a shared or inline string, rich or not; phonetic readings are no part of it.
class StringText {
 public:
  void begin() { text_.clear(), phonetic_ = 0, inside_ = false; }
  void open(std::string_view name);
  void close(std::string_view name);
  /// Throws Problem import.unsafe when it grows longer than a cell takes.
  void add(std::string_view text, std::string_view part);
  [[nodiscard]] std::string take() { return unescaped(std::move(text_)); }

 private:
  std::string text_;
  int phonetic_ = 0;
  bool inside_ = false;
};

/// Bytes of the longest text in a cell: 32,767 characters, each of which may be escaped.
inline constexpr std::size_t longest_cell_text = 32'767 * 7;

}  // namespace liufa::host
