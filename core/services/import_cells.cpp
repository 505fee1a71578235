#include "services/import_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/clock.hpp"
#include "services/exporting.hpp"
#include "services/import_template.hpp"

namespace liufa::host {

namespace {

constexpr int money_scale = 2;

/// Without the spaces that are typed by accident, the ideographic and the no-break one among them.
std::string_view trimmed(std::string_view text) {
  constexpr std::array<std::string_view, 6> spaces{" ", "\t", "\n", "\r", "\u3000", "\u00A0"};
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view space : spaces) {
      if (text.starts_with(space)) text.remove_prefix(space.size()), changed = true;
      if (text.ends_with(space)) text.remove_suffix(space.size()), changed = true;
    }
  }
  return text;
}

std::string_view without_ending(std::string_view text, std::initializer_list<std::string_view> endings) {
  for (const std::string_view each : endings)
    if (text.size() > each.size() && text.ends_with(each)) return trimmed(text.substr(0, text.size() - each.size()));
  return text;
}

const Field* field_named(const RecordType& type, std::string_view name) {
  const auto found = std::find_if(type.fields.begin(), type.fields.end(), [&](const Field& each) {
    return !each.computed && (each.id == name || each.name.zh == name || each.name.en == name);
  });
  return found == type.fields.end() ? nullptr : &*found;
}

/// "2026/3/1", "2026.3.1", "2026年3月1日" as ISO 8601; anything else as it is, to be judged as that.
std::string iso_date_of(std::string_view text) {
  int parts[3]{};
  constexpr std::array<std::array<std::string_view, 4>, 3> after{
      {{"-", "/", ".", "年"}, {"-", "/", ".", "月"}, {"日", "", "", ""}}};
  std::string_view rest = text;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parts[i]);
    const auto length = static_cast<std::size_t>(end - rest.data());
    if (error != std::errc{} || parts[i] < 0 || (i == 0 ? length != 4 : length > 2)) return std::string(text);
    rest.remove_prefix(length);
    const auto separator = std::find_if(after[i].begin(), after[i].end(),
                                        [&](std::string_view each) { return !each.empty() && rest.starts_with(each); });
    if (separator != after[i].end())
      rest.remove_prefix(separator->size());
    else if (i < 2)
      return std::string(text);
  }
  return rest.empty() ? fmt::format("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]) : std::string(text);
}

/// Date and time by the clock in China, however the date is written, as an instant; else as it is.
std::string instant_of(std::string_view text) {
  const std::size_t space = text.find_first_of(" T");
  const std::string date = iso_date_of(text.substr(0, space));
  std::string_view time = space == std::string_view::npos ? "00:00" : trimmed(text.substr(space + 1));
  const std::string padded = time.find(':') == 1 ? fmt::format("0{}", time) : std::string(time);
  const auto moment = parse_local_moment(fmt::format("{} {}", date, padded));
  return moment ? iso_instant(*moment) : std::string(text);
}

/// A number that stands in a text field: as it is shown, "007" where the cell's format says so.
std::string shown(const Cell& cell) {
  const std::string_view digits = cell.text;
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return cell.text;
  const auto wanted = static_cast<std::size_t>(std::max(cell.digits, 0));
  return std::string(wanted - std::min(wanted, digits.size()), '0') + cell.text;
}

void refuse_unreadable(const Field& field, const Cell& cell) {
  const auto refuse = [&](const char* code) {
    throw Problem(code, {{"name", field.name}, {"found", cell.text}}).at_field(field.id);
  };
  switch (cell.kind) {
    case Cell::Kind::error: refuse("import.cell_error"); break;
    case Cell::Kind::imprecise: refuse("import.digits_lost"); break;
    case Cell::Kind::uncomputed: refuse("import.no_value"); break;
    default: break;
  }
}

Value fen_of_yuan(const Field& field, std::string_view yuan) {
  Field exact = field;
  exact.type = FieldType::decimal;
  exact.scale = money_scale;
  return decode_cell(exact, yuan);
}

Value date_of(const Field& field, const Cell& cell) {
  if (cell.kind == Cell::Kind::number)
    throw Problem("import.date_number", {{"name", field.name}, {"found", cell.text}}).at_field(field.id);
  return decode_cell(field, cell.kind == Cell::Kind::text ? iso_date_of(trimmed(cell.text)) : cell.text);
}

Value moment_of(const Field& field, const Cell& cell) {
  if (cell.kind == Cell::Kind::number)
    throw Problem("import.date_number", {{"name", field.name}, {"found", cell.text}}).at_field(field.id);
  const std::string_view text = trimmed(cell.text);
  return decode_cell(field, parse_instant(text) ? std::string(text) : instant_of(text));
}

}  // namespace

std::optional<ImportColumn> column_named(const RecordType& type, std::string_view heading) {
  const std::string_view name = without_ending(trimmed(heading), {required_mark, "*", "＊"});
  const auto position = [&](const Field* field) { return static_cast<std::size_t>(field - type.fields.data()); };
  if (const Field* field = field_named(type, name)) return ImportColumn{position(field)};
  const std::string_view without_unit = without_ending(name, {yuan_zh, "(元)", yuan_en, "(CNY)"});
  const Field* field = without_unit.size() == name.size() ? nullptr : field_named(type, without_unit);
  if (!field || field->type != FieldType::money || field->list) return std::nullopt;
  return ImportColumn{position(field), true};
}

Value value_in(const Field& field, const ImportColumn& column, const Cell& cell) {
  if (cell.empty()) return {};
  refuse_unreadable(field, cell);
  if (field.is_sensitive() && cell.text == mask) return {};
  if (field.type == FieldType::text && !field.list)
    return decode_cell(field, cell.kind == Cell::Kind::number ? shown(cell) : cell.text);
  const std::string_view text = trimmed(cell.text);
  if (text.empty()) return {};
  if (field.list) return decode_cell(field, text);
  switch (field.type) {
    case FieldType::date: return date_of(field, cell);
    case FieldType::datetime: return moment_of(field, cell);
    case FieldType::money: return column.in_yuan ? fen_of_yuan(field, text) : decode_cell(field, text);
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::boolean: return decode_cell(field, text);
    default: return decode_cell(field, cell.kind == Cell::Kind::number ? shown(cell) : std::string(text));
  }
}

}  // namespace liufa::host
