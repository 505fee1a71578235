#include "services/table/workbook_file.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t longest_name = 31;
constexpr std::size_t longest_cell = 32'767;  // characters, as Excel has it
constexpr std::string_view cut_off = "…";

/// At most so many characters of a text.
std::string_view beginning(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; characters > 0 && at < text.size(); --characters) at += std::max<std::size_t>(sequence_length(text, at), 1);
  return text.substr(0, std::min(at, text.size()));
}

std::string sheet_name(std::string_view wanted) {
  std::string name(beginning(wanted, longest_name));
  for (char& each : name)
    if (std::string_view("[]:*?/\\'").find(each) != std::string_view::npos || static_cast<unsigned char>(each) < ' ')
      each = '_';
  return name.empty() ? "Sheet1" : name;
}

/// "_x0041_", which would be read as “A”.
bool is_escape(std::string_view text) {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         text.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "liufa-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw Problem("export.failed", {{"reason", "no folder for temporary files"}});
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void require_written(lxw_error error) {
  if (error != LXW_NO_ERROR) throw Problem("export.failed", {{"reason", lxw_strerror(error)}});
}

WorkbookFile::WorkbookFile(WorkbookKind kind, std::string_view created) : file_((folder_.path() / "book").string()) {
  std::string folder = folder_.path().string();
  lxw_workbook_options options{};
  options.constant_memory = kind == WorkbookKind::streamed ? LXW_TRUE : LXW_FALSE;
  options.tmpdir = folder.data();
  workbook_ = workbook_new_opt(file_.c_str(), &options);
  if (!workbook_) throw Problem("export.failed", {{"reason", "no memory for a workbook"}});
  lxw_doc_properties properties{};
  if (const auto instant = parse_instant(created)) properties.created = std::chrono::system_clock::to_time_t(*instant);
  workbook_set_properties(workbook_, &properties);
  const auto format = [&](const char* number) {
    lxw_format* made = workbook_add_format(workbook_);
    format_set_num_format(made, number);
    return made;
  };
  formats_ = {format("@"), format("@"), format("@"), format("@"), format("yyyy-mm-dd"), format("yyyy-mm-dd hh:mm:ss")};
  for (lxw_format* heading : {formats_.heading, formats_.required}) {
    format_set_bold(heading);
    format_set_bg_color(heading, 0xF0F0F0);
    format_set_bottom(heading, LXW_BORDER_THIN);
    format_set_align(heading, LXW_ALIGN_VERTICAL_CENTER);
  }
  format_set_font_color(formats_.required, 0xB3261E);
  format_set_text_wrap(formats_.wrapped);
  format_set_align(formats_.wrapped, LXW_ALIGN_VERTICAL_TOP);
}

WorkbookFile::~WorkbookFile() {
  if (workbook_) lxw_workbook_free(workbook_);
}

lxw_worksheet* WorkbookFile::add_sheet(std::string_view name) {
  lxw_worksheet* sheet = workbook_add_worksheet(workbook_, sheet_name(name).c_str());
  if (!sheet) throw Problem("export.failed", {{"reason", fmt::format("no sheet “{}”", name)}});
  return sheet;
}

lxw_format* WorkbookFile::number_format(int scale) {
  lxw_format*& made = numbers_[std::clamp(scale, 0, 9)];
  if (!made) {
    made = workbook_add_format(workbook_);
    format_set_num_format(made, scale <= 0 ? "0" : ("0." + std::string(static_cast<std::size_t>(scale), '0')).c_str());
  }
  return made;
}

std::string WorkbookFile::finish() {
  // It frees the workbook, whether it can be written or not.
  require_written(workbook_close(std::exchange(workbook_, nullptr)));
  std::ifstream in(file_, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in || content.empty()) throw Problem("export.failed", {{"reason", "the workbook can't be read again"}});
  return content;
}

std::string cell_string(std::string_view text) {
  std::string stored;
  stored.reserve(text.size());
  const std::string_view kept = beginning(text, longest_cell);
  for (std::size_t at = 0; at < kept.size(); ++at) {
    if (is_escape(kept.substr(at))) stored += "_x005F";
    stored += kept[at];
  }
  const bool escaped = stored.size() != kept.size();
  if (kept.size() == text.size() && !escaped) return stored;
  const std::string_view fitting = beginning(stored, longest_cell);
  if (kept.size() == text.size() && fitting.size() == stored.size()) return stored;
  return std::string(beginning(fitting, longest_cell - 1)) + std::string(cut_off);
}

std::optional<double> day_number(std::string_view text) {
  using namespace std::chrono;
  const auto day = parse_date(text.substr(0, 10));
  constexpr sys_days first{year{1899} / 12 / 30};
  if (!day || *day < sys_days{year{1900} / 3 / 1}) return std::nullopt;
  const auto days_since = static_cast<double>((*day - first).count());
  if (text.size() == 10) return days_since;
  const auto moment = parse_local_moment(text);
  const auto midnight = parse_local_moment(std::string(text.substr(0, 10)) + " 00:00");
  if (!moment || !midnight) return std::nullopt;
  return days_since + duration<double, days::period>(*moment - *midnight).count();
}

int width_of(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(sequence_length(text, at), 1);
    width += length == 1 ? 1 : 2;
    at += length;
  }
  return width;
}

}  // namespace liufa::host
