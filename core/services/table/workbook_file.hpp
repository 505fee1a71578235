/// A workbook that libxlsxwriter makes, with what every workbook of ours has.
#pragma once

#include <xlsxwriter.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::host {

/// A folder for this process alone, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// How cells look.
struct WorkbookFormats {
  lxw_format* heading;
  lxw_format* required;  ///< a heading
  lxw_format* text;      ///< as text also when it is edited: a code keeps its zeros
  lxw_format* wrapped;
  lxw_format* date;
  lxw_format* moment;
};

/// Rows must be written in order if it is `streamed`: then it costs no memory for them.
enum class WorkbookKind { streamed, whole };

class WorkbookFile {
 public:
  WorkbookFile(WorkbookKind kind, std::string_view created);
  ~WorkbookFile();
  WorkbookFile(const WorkbookFile&) = delete;
  WorkbookFile& operator=(const WorkbookFile&) = delete;

  lxw_worksheet* add_sheet(std::string_view name);
  [[nodiscard]] lxw_workbook* workbook() const { return workbook_; }
  [[nodiscard]] const WorkbookFormats& formats() const { return formats_; }
  /// Numbers with so many digits after the point.
  lxw_format* number_format(int scale);

  /// The file's content; the last call. Throws Problem export.failed.
  std::string finish();

 private:
  TemporaryFolder folder_;
  std::string file_;
  lxw_workbook* workbook_ = nullptr;
  WorkbookFormats formats_{};
  lxw_format* numbers_[10]{};  ///< by their scale, made when first asked for
};

/// Throws Problem export.failed unless it went well.
void require_written(lxw_error error);

/// A text as it is stored in a cell: what would be read as an escape is escaped, what is longer than a cell is cut.
std::string cell_string(std::string_view text);

/// A date or moment of a cell as a number of days; nothing if it lies before March 1900, which programs count
/// differently.
std::optional<double> day_number(std::string_view text);

/// How wide a text is, in digits; a Chinese character is two.
int width_of(std::string_view text);

}  // namespace liufa::host
