#include <algorithm>
#include <charconv>
#include <optional>

#include "base/problem.hpp"
#include "services/table/table.hpp"
#include "services/table/workbook_file.hpp"

namespace liufa::host {

namespace {

constexpr int widest = 60;
constexpr int narrowest = 8;
constexpr std::size_t most_digits = 15;  // that a spreadsheet keeps of a number

class XlsxWriter final : public TableWriter {
 public:
  XlsxWriter(const std::vector<TableColumn>& columns, const WorkbookDetails& details)
      : book_(WorkbookKind::streamed, details.created), sheet_(book_.add_sheet(details.sheet)), columns_(columns) {
    for (const TableColumn& column : columns_) {
      require_written(
          worksheet_write_string(sheet_, 0, column_, cell_string(column.heading).c_str(), book_.formats().heading));
      widths_.push_back(std::clamp(width_of(column.heading) + 2, narrowest, widest));
      ++column_;
    }
    end_row();
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, 0, 0);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
  }

  void cell(const Cell& cell) override {
    if (row_ == LXW_ROW_MAX) throw Problem("export.too_long", {{"limit", std::to_string(LXW_ROW_MAX - 1)}});
    if (!cell.text.empty()) {
      int& width = widths_[column_];
      if (width < widest) width = std::clamp(width_of(cell.text) + 2, width, widest);
      write(cell);
    }
    ++column_;
  }

  void end_row() override {
    ++row_;
    column_ = 0;
  }

  std::string finish() override {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      require_written(worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), widths_[i],
                                           format_of(columns_[i].kind, columns_[i].scale)));
    if (!columns_.empty())
      require_written(worksheet_autofilter(sheet_, 0, 0, std::max<lxw_row_t>(row_, 2) - 1,
                                           static_cast<lxw_col_t>(columns_.size() - 1)));
    return book_.finish();
  }

 private:
  lxw_format* format_of(Cell::Kind kind, int scale) {
    switch (kind) {
      case Cell::Kind::number: return book_.number_format(scale);
      case Cell::Kind::date: return book_.formats().date;
      case Cell::Kind::moment: return book_.formats().moment;
      default: return book_.formats().text;
    }
  }

  /// As a number only what comes back the same.
  static std::optional<double> number_of(const Cell& cell) {
    if (cell.kind == Cell::Kind::date || cell.kind == Cell::Kind::moment) return day_number(cell.text);
    if (cell.kind != Cell::Kind::number) return std::nullopt;
    const auto digits = static_cast<std::size_t>(
        std::count_if(cell.text.begin(), cell.text.end(), [](char each) { return each >= '0' && each <= '9'; }));
    double number = 0;
    const char* end = cell.text.data() + cell.text.size();
    const auto read = std::from_chars(cell.text.data(), end, number);
    if (digits > most_digits || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
  }

  void write(const Cell& cell) {
    if (const auto number = number_of(cell))
      require_written(
          worksheet_write_number(sheet_, row_, column_, *number, format_of(cell.kind, columns_[column_].scale)));
    else
      require_written(
          worksheet_write_string(sheet_, row_, column_, cell_string(cell.text).c_str(), book_.formats().text));
  }

  WorkbookFile book_;
  lxw_worksheet* sheet_;
  std::vector<TableColumn> columns_;
  std::vector<int> widths_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
};

}  // namespace

std::unique_ptr<TableWriter> xlsx_writer(const std::vector<TableColumn>& columns, const WorkbookDetails& details) {
  return std::make_unique<XlsxWriter>(columns, details);
}

}  // namespace liufa::host
