#include "services/table/xlsx_sheet.hpp"

#include <algorithm>
#include <charconv>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t last_column = 16'384;
constexpr std::size_t last_row = 1'048'576;

std::string_view or_empty(const char* text) { return text ? std::string_view(text) : std::string_view{}; }

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The ranges of merged cells stand behind the rows; most sheets have none, which is seen without parsing.
bool names_merged_cells(ZipArchive& archive, const std::string& part) {
  constexpr std::string_view word = "mergeCell";
  const auto content = archive.open(part);
  std::string window;
  std::vector<char> buffer(128 << 10);
  while (const std::size_t count = content->read(buffer.data(), buffer.size())) {
    window.append(buffer.data(), count);
    if (window.find(word) != std::string::npos || window.find('\0') != std::string::npos) return true;  // or UTF-16
    window.erase(0, window.size() - std::min(window.size(), word.size()));
  }
  return false;
}

class MergedReader final : public XmlHandler {
 public:
  MergedReader(std::vector<MergedCells>& merged, std::size_t most) : merged_(merged), most_(most) {}
  void open(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "mergeCell") return;
    const std::string_view range = or_empty(attributes.find("ref"));
    const std::size_t colon = range.find(':');
    if (colon == std::string_view::npos) return;
    const auto from = cell_place(range.substr(0, colon));
    const auto to = cell_place(range.substr(colon + 1));
    if (!from || !to || to->row <= from->row) return;
    if (merged_.size() == most_)
      throw Problem("import.too_big",
                    {{"what", Text{"合并单元格数", "merged cells"}}, {"limit", std::to_string(most_)}});
    merged_.push_back({from->row, to->row, from->column});
  }

 private:
  std::vector<MergedCells>& merged_;
  std::size_t most_;
};

std::vector<MergedCells> read_merged(ZipArchive& archive, const std::string& part, std::size_t most) {
  std::vector<MergedCells> merged;
  if (!names_merged_cells(archive, part)) return merged;
  MergedReader reader(merged, most);
  XmlReader(archive, part, reader).read_all();
  std::sort(merged.begin(), merged.end(),
            [](const MergedCells& left, const MergedCells& right) { return left.first_row < right.first_row; });
  return merged;
}

}  // namespace

std::optional<CellPlace> cell_place(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size() && letters < 4; ++letters) {
    const char each = static_cast<char>(reference[letters] & ~0x20);
    if (each < 'A' || each > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(each - 'A' + 1);
  }
  const auto row = number_of(reference.substr(letters));
  if (letters == 0 || column > last_column || !row || *row == 0 || *row > last_row) return std::nullopt;
  return CellPlace{column - 1, *row};
}

XlsxSheetReader::XlsxSheetReader(ZipArchive& archive, const XlsxBook& book, const XlsxSheet& sheet, SheetLimits limits)
    : archive_(archive), book_(book), part_(sheet.part), limits_(limits), reader_(archive, sheet.part, *this) {}

void XlsxSheetReader::fill_merged(std::size_t row) {
  merged_ = read_merged(archive_, part_, limits_.merged);
  std::erase_if(merged_, [&](const MergedCells& each) { return each.first_row <= row; });
}

bool XlsxSheetReader::next(TableRow& row) {
  while (ready_.empty())
    if (!reader_.read_some()) break;
  if (ready_.empty()) return false;
  row = std::move(ready_.front());
  ready_.pop_front();
  if (!merged_.empty()) fill(row);
  return true;
}

void XlsxSheetReader::broken(const char* reason) const {
  throw Problem("import.damaged", {{"part", part_}, {"reason", reason}});
}

void XlsxSheetReader::open(std::string_view name, const XmlAttributes& attributes) {
  switch (place_) {
    case Place::outside:
      if (name == "sheetData") place_ = Place::rows;
      return;
    case Place::rows:
      if (name == "row") open_row(attributes);
      return;
    case Place::row:
      if (name == "c") open_cell(attributes);
      return;
    case Place::cell:
      if (name == "v")
        place_ = Place::value;
      else if (name == "f")
        formula_ = true;
      else if (name == "is")
        place_ = Place::inline_text;
      return;
    case Place::inline_text: inline_text_.open(name); return;
    case Place::value: return;
  }
}

void XlsxSheetReader::close(std::string_view name) {
  switch (place_) {
    case Place::rows:
      if (name == "sheetData") place_ = Place::outside;
      return;
    case Place::row:
      if (name == "row") close_row();
      return;
    case Place::cell:
      if (name == "c") close_cell();
      return;
    case Place::value:
      if (name == "v") place_ = Place::cell;
      return;
    case Place::inline_text:
      if (name == "is")
        place_ = Place::cell;
      else
        inline_text_.close(name);
      return;
    case Place::outside: return;
  }
}

void XlsxSheetReader::text(std::string_view text) {
  if (place_ == Place::inline_text) return inline_text_.add(text, part_);
  if (place_ != Place::value) return;
  if (value_.size() + text.size() > longest_cell_text) broken("a value that is too long");
  value_ += text;
}

void XlsxSheetReader::open_row(const XmlAttributes& attributes) {
  std::size_t line = row_.line + 1;
  if (const char* given = attributes.find("r")) {
    const auto number = number_of(given);
    if (!number || *number < line || *number > last_row) broken("rows out of order");
    line = *number;
  }
  if (line > last_row) broken("more rows than a sheet has");
  row_.line = line;
  row_.cells.clear();
  next_column_ = 0;
  place_ = Place::row;
}

void XlsxSheetReader::open_cell(const XmlAttributes& attributes) {
  column_ = next_column_;
  if (const char* reference = attributes.find("r")) {
    const auto place = cell_place(reference);
    if (!place || place->row != row_.line || place->column < next_column_) broken("cells out of order");
    column_ = place->column;
  }
  next_column_ = column_ + 1;
  type_ = or_empty(attributes.find("t"));
  format_ = number_of(or_empty(attributes.find("s"))).value_or(0);
  formula_ = false;
  value_.clear();
  inline_text_.begin();
  place_ = Place::cell;
}

Cell XlsxSheetReader::cell_of() const {
  if (value_.empty()) return {};
  if (type_ == "s") {
    const auto index = number_of(value_);
    if (!index || *index >= book_.texts.size()) broken("a text that is not there");
    return {Cell::Kind::text, book_.texts[*index]};
  }
  if (type_ == "str") return {Cell::Kind::text, unescaped(value_)};
  if (type_ == "b") return {Cell::Kind::boolean, value_ == "1" || value_ == "true" ? "true" : "false"};
  if (type_ == "e") return {Cell::Kind::error, value_};
  if (type_ == "d") return iso_cell(value_);
  const NumberLook look = format_ < book_.looks.size() ? book_.looks[format_] : NumberLook{};
  return number_cell(value_, look, book_.dates);
}

void XlsxSheetReader::close_cell() {
  place_ = Place::row;
  Cell cell = type_ == "inlineStr" ? Cell{Cell::Kind::text, inline_text_.take()} : cell_of();
  if (formula_ && value_.empty() && type_ != "str" && type_ != "inlineStr") cell.kind = Cell::Kind::uncomputed;
  if (cell.empty()) return;
  if (column_ >= limits_.columns)
    throw Problem("import.too_big", {{"what", Text{"列数", "columns"}}, {"limit", std::to_string(limits_.columns)}});
  text_bytes_ += cell.text.size();
  if (text_bytes_ > limits_.text_bytes)
    throw Problem("import.too_big", {{"what", Text{"文本的大小（MiB）", "MiB of text"}},
                                     {"limit", std::to_string(limits_.text_bytes >> 20)}});
  if (row_.cells.size() <= column_) row_.cells.resize(column_ + 1);
  row_.cells[column_] = std::move(cell);
}

void XlsxSheetReader::close_row() {
  place_ = Place::rows;
  if (row_.cells.empty()) return;
  cells_ += row_.cells.size();
  if (cells_ > limits_.cells)
    throw Problem("import.too_big", {{"what", Text{"单元格数", "cells"}}, {"limit", std::to_string(limits_.cells)}});
  ready_.push_back({row_.line, false, std::move(row_.cells)});
  row_.cells = {};
}

void XlsxSheetReader::fill(TableRow& row) {
  for (; next_merged_ < merged_.size() && merged_[next_merged_].first_row <= row.line; ++next_merged_) {
    const MergedCells& each = merged_[next_merged_];
    if (each.first_row == row.line && each.column < row.cells.size())
      filling_[each.column] = {each.last_row, row.cells[each.column]};
  }
  for (auto each = filling_.begin(); each != filling_.end();) {
    if (each->second.last_row < row.line) {
      each = filling_.erase(each);
      continue;
    }
    if (row.cells.size() <= each->first) row.cells.resize(each->first + 1);
    if (row.cells[each->first].empty()) row.cells[each->first] = each->second.cell;
    ++each;
  }
}

}  // namespace liufa::host
