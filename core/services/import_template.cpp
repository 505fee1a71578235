#include "services/import_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/problem.hpp"
#include "services/derived.hpp"
#include "services/exporting.hpp"
#include "services/table/workbook_file.hpp"

namespace liufa::host {

namespace {

constexpr lxw_row_t last_row = LXW_ROW_MAX - 1;
constexpr std::size_t longest_prompt = 255;  // characters that Excel shows beside a cell

const Text yes{"是", "yes"};
const Text no{"否", "no"};

bool is_required(const RecordType& type, const Field& field) {
  const bool of_key = std::find(type.key.begin(), type.key.end(), field.id) != type.key.end();
  return of_key || (field.required && !field.default_value);
}

/// What a cell of the column may hold.
Text form_of(const Field& field) {
  switch (field.type) {
    case FieldType::text:
      return {fmt::format("文本，不超过 {} 字", field.max_length),
              fmt::format("text, at most {} characters", field.max_length)};
    case FieldType::integer: return {"整数", "a whole number"};
    case FieldType::decimal:
      return {fmt::format("数字，小数不超过 {} 位", field.scale),
              fmt::format("a number, at most {} decimals", field.scale)};
    case FieldType::money: return {"金额，单位元，可到分", "an amount in yuan, to the fen"};
    case FieldType::date: return {"日期，如 2026-03-01", "a date such as 2026-03-01"};
    case FieldType::datetime: return {"日期和时间，如 2026-03-01 08:30", "date and time such as 2026-03-01 08:30"};
    case FieldType::boolean: return {"是或否", "yes or no"};
    case FieldType::choice: return {"从选项中选", "one of the options"};
    case FieldType::organisation: return {"组织的代码，或唯一的名称", "an organisation's code, or its name if unique"};
    case FieldType::member: return {"党员的代码，或唯一的姓名", "a member's code, or their name if unique"};
    case FieldType::record: return {"记录的代码或记录号", "a record's key or number"};
    case FieldType::file: return {"已上传文件的 SHA-256", "the SHA-256 of an uploaded file"};
  }
  return {};
}

class Template {
 public:
  Template(const RecordSchema& schema, Language language, std::string_view now)
      : type_(schema.type), language_(language), book_(WorkbookKind::whole, now) {}

  std::string make() {
    sheet_ = book_.add_sheet(in(language_, type_.name));
    notes_ = book_.add_sheet(pick({"填写说明", "Notes"}));
    options_ = book_.add_sheet(options_sheet());
    worksheet_hide(options_);
    begin_notes();
    for (const Field& field : type_.fields) {
      if (field.computed) continue;
      column(field);
      note(field);
      ++at_;
    }
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_set_comments_author(sheet_, "六法");
    return book_.finish();
  }

 private:
  [[nodiscard]] const std::string& pick(const Text& text) const { return in(language_, text); }
  [[nodiscard]] std::string options_sheet() const { return pick({"选项", "Options"}); }

  [[nodiscard]] std::vector<std::string> options_of(const Field& field) const {
    if (field.type == FieldType::boolean) return {pick(yes), pick(no)};
    std::vector<std::string> names;
    for (const Option& each : field.options) names.push_back(pick(each.name));
    return names;
  }

  /// In words, with bounds, several values and the default.
  [[nodiscard]] std::string form(const Field& field) const {
    std::string text = pick(form_of(field));
    const int scale = field.type == FieldType::money ? 2 : field.scale;
    if (field.min) text += pick({"，不小于 ", ", at least "}) + decimal_text(*field.min, scale);
    if (field.max) text += pick({"，不大于 ", ", at most "}) + decimal_text(*field.max, scale);
    if (field.list) text += pick({"；多个以英文分号“;”分隔", "; several are separated by “;”"});
    return text;
  }

  void write(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string_view text, lxw_format* format) {
    if (!text.empty()) require_written(worksheet_write_string(sheet, row, column, cell_string(text).c_str(), format));
  }

  lxw_format* format_of(const Field& field) {
    if (field.list) return book_.formats().text;
    switch (field.type) {
      case FieldType::integer: return book_.number_format(0);
      case FieldType::decimal: return book_.number_format(field.scale);
      case FieldType::money: return book_.number_format(2);
      case FieldType::date: return book_.formats().date;
      case FieldType::datetime: return book_.formats().moment;
      default: return book_.formats().text;
    }
  }

  void column(const Field& field) {
    const bool required = is_required(type_, field);
    const std::string heading = heading_of(field, language_) + std::string(required ? required_mark : "");
    write(sheet_, 0, at_, heading, required ? book_.formats().required : book_.formats().heading);
    const int width = std::clamp(width_of(heading) + 4, 12, 40);
    require_written(worksheet_set_column(sheet_, at_, at_, width, format_of(field)));
    std::string remark = form(field);
    if (!field.help.empty()) remark = pick(field.help) + "\n" + remark;
    require_written(worksheet_write_comment(sheet_, 0, at_, remark.c_str()));
    if (!field.list) validate(field);
  }

  /// What can be told while typing; the import checks everything again.
  void validate(const Field& field) {
    lxw_data_validation rule{};
    std::string list;
    std::string message = form(field);
    rule.ignore_blank = LXW_VALIDATION_ON;
    rule.show_error = LXW_VALIDATION_ON;
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    if (const auto options = options_of(field); !options.empty()) {
      list = write_options(options);
      rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      rule.value_formula = list.data();
      rule.dropdown = LXW_VALIDATION_ON;
    } else if (field.type == FieldType::integer || field.type == FieldType::decimal || field.type == FieldType::money) {
      const double unit = field.type == FieldType::money ? 100 : std::pow(10.0, field.scale);
      rule.validate = field.type == FieldType::integer ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_number = field.min ? static_cast<double>(*field.min) / unit : -1e14;
      rule.maximum_number = field.max ? static_cast<double>(*field.max) / unit : 1e14;
    } else if (field.type == FieldType::text && field.max_length <= 32'767) {
      rule.validate = LXW_VALIDATION_TYPE_LENGTH;
      rule.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
      rule.value_number = static_cast<double>(field.max_length);
    } else {
      return;  // dates may be typed as text, references are known to the host only
    }
    if (static_cast<std::size_t>(width_of(message)) < longest_prompt) rule.error_message = message.data();
    require_written(worksheet_data_validation_range(sheet_, 1, at_, last_row, at_, &rule));
  }

  /// Puts the options into the hidden sheet, as a list in the rule itself may have no more than 255 characters; returns
  /// where they are.
  std::string write_options(const std::vector<std::string>& options) {
    for (std::size_t i = 0; i < options.size(); ++i)
      write(options_, static_cast<lxw_row_t>(i), options_column_, options[i], book_.formats().text);
    char name[16]{};
    lxw_col_to_name(name, options_column_++, LXW_TRUE);
    return fmt::format("='{}'!{}$1:{}${}", options_sheet(), name, name, options.size());
  }

  void begin_notes() {
    const std::pair<Text, int> heads[] = {{{"列", "Column"}, 24},     {{"字段", "Field"}, 18},
                                          {{"必填", "Required"}, 10}, {{"填写什么", "What it takes"}, 44},
                                          {{"选项", "Options"}, 44},  {{"说明", "Explanation"}, 60}};
    lxw_col_t column = 0;
    for (const auto& [head, width] : heads) {
      write(notes_, 0, column, pick(head), book_.formats().heading);
      require_written(worksheet_set_column(notes_, column, column, width, book_.formats().wrapped));
      ++column;
    }
    worksheet_freeze_panes(notes_, 1, 0);
  }

  void note(const Field& field) {
    const lxw_row_t row = static_cast<lxw_row_t>(at_) + 1;
    lxw_format* wrapped = book_.formats().wrapped;
    write(notes_, row, 0, heading_of(field, language_), wrapped);
    write(notes_, row, 1, field.id, wrapped);
    write(notes_, row, 2, is_required(type_, field) ? pick(yes) : "", wrapped);
    write(notes_, row, 3, form(field), wrapped);
    write(notes_, row, 4, fmt::format("{}", fmt::join(options_of(field), pick({"、", ", "}))), wrapped);
    write(notes_, row, 5, field.help.empty() ? "" : pick(field.help), wrapped);
  }

  const RecordType& type_;
  Language language_;
  WorkbookFile book_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_worksheet* notes_ = nullptr;
  lxw_worksheet* options_ = nullptr;
  lxw_col_t at_ = 0;
  lxw_col_t options_column_ = 0;
};

}  // namespace

std::string import_template(const RecordSchema& schema, Language language, std::string_view now) {
  require_not_derived(schema);
  if (schema.type.key.empty()) throw Problem("import.not_possible", {{"record", schema.type.name}});
  return Template(schema, language, now).make();
}

}  // namespace liufa::host
