#include "services/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/clock.hpp"
#include "services/files.hpp"

namespace liufa::host {

namespace {

Text expected_form(FieldType type) {
  switch (type) {
    case FieldType::text: return {"文本", "text"};
    case FieldType::integer: return {"整数", "an integer"};
    case FieldType::decimal: return {"数字", "a number"};
    case FieldType::money: return {"以分为单位的整数", "an integer in fen (分)"};
    case FieldType::date: return {"日期（如 2026-03-01）", "a date such as 2026-03-01"};
    case FieldType::datetime: return {"时刻（如 2026-03-01T08:00:00Z）", "an instant such as 2026-03-01T08:00:00Z"};
    case FieldType::boolean: return {"true 或 false", "true or false"};
    case FieldType::choice: return {"选项", "one of the options"};
    case FieldType::file:
      return {"已上传文件的 SHA-256（64 位十六进制）", "the SHA-256 of an uploaded file (64 hex digits)"};
    default: return {"编号或代码", "an id or a key"};
  }
}

[[noreturn]] void wrong_type(const Field& field, std::string_view found) {
  throw Problem("record.type", {{"name", field.name}, {"expected", expected_form(field.type)}, {"found", found}})
      .at_field(field.id);
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char each) { return (static_cast<unsigned char>(each) & 0xC0) != 0x80; }));
}

void check_range(const Field& field, std::int64_t value) {
  if ((!field.min || value >= *field.min) && (!field.max || value <= *field.max)) return;
  const auto shown = [&](std::int64_t number) { return decimal_text(number, field.scale); };
  throw Problem("record.range", {{"name", field.name},
                                 {"min", field.min ? shown(*field.min) : "-∞"},
                                 {"max", field.max ? shown(*field.max) : "∞"},
                                 {"found", shown(value)}})
      .at_field(field.id);
}

/// Decimal text to a scaled integer, exactly; a point followed by more digits than the scale is refused.
std::int64_t scaled_decimal(const Field& field, std::string_view text) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  std::string digits(rest.substr(0, point));
  std::string_view fraction = point == std::string_view::npos ? std::string_view{} : rest.substr(point + 1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (digits.empty() || (point != std::string_view::npos && point + 1 == rest.size())) wrong_type(field, text);
  if (fraction.size() > static_cast<std::size_t>(field.scale) &&
      fraction.find_first_not_of("0123456789") == std::string_view::npos)
    throw Problem("record.scale", {{"name", field.name}, {"scale", std::to_string(field.scale)}, {"found", text}})
        .at_field(field.id);
  digits += fraction;
  digits.append(
      static_cast<std::size_t>(field.scale) - std::min(fraction.size(), static_cast<std::size_t>(field.scale)), '0');
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-') wrong_type(field, text);
  return negative ? -value : value;
}

void check_length(const Field& field, std::string_view text) {
  // Never more characters than bytes.
  if (text.size() <= field.max_length || characters(text) <= field.max_length) return;
  throw Problem(
      "record.too_long",
      {{"name", field.name}, {"max", std::to_string(field.max_length)}, {"found", std::to_string(characters(text))}})
      .at_field(field.id);
}

void check_option(const Field& field, std::string_view text) {
  for (const Option& each : field.options)
    if (each.id == text) return;
  Text known;
  for (const Option& each : field.options) {
    known.zh += fmt::format("{}{}（{}）", known.zh.empty() ? "" : "、", each.id, each.name.zh);
    known.en += fmt::format("{}{} ({})", known.en.empty() ? "" : ", ", each.id, each.name.en);
  }
  throw Problem("record.option", {{"name", field.name}, {"found", text}, {"known", known}}).at_field(field.id);
}

Value from_text(const Field& field, std::string_view text) {
  switch (field.type) {
    case FieldType::text: check_length(field, text); return std::string(text);
    case FieldType::choice: check_option(field, text); return std::string(text);
    case FieldType::date:
      if (!parse_date(text)) wrong_type(field, text);
      return std::string(text);
    case FieldType::datetime: {
      const auto instant = parse_instant(text);
      if (!instant) wrong_type(field, text);
      return iso_instant(*instant);
    }
    case FieldType::decimal: {
      const std::int64_t value = scaled_decimal(field, text);
      check_range(field, value);
      return value;
    }
    case FieldType::file:
      if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        wrong_type(field, text);
      return std::string(text);
    case FieldType::organisation:
    case FieldType::member:
    case FieldType::record:
      if (text.empty()) wrong_type(field, text);
      return std::string(text);
    default: wrong_type(field, text);
  }
}

Value single_value(const Field& field, const Json& json) {
  if (json.is_string()) return from_text(field, json.get_ref<const std::string&>());
  if (field.type == FieldType::boolean && json.is_boolean()) return std::int64_t{json.get<bool>() ? 1 : 0};
  if (field.type == FieldType::decimal && json.is_number()) return from_text(field, json.dump());
  const bool integral = field.type == FieldType::integer || field.type == FieldType::money || field.is_reference();
  if (integral && json.is_number_integer() &&
      !(json.is_number_unsigned() && json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))) {
    const auto value = json.get<std::int64_t>();
    check_range(field, value);
    return value;
  }
  wrong_type(field, json.dump());
}

/// A cell's text in the JSON form that its type has.
Json cell_json(const Field& field, std::string_view cell) {
  if (field.type == FieldType::boolean) {
    for (const std::string_view yes : {"true", "1", "是", "yes", "TRUE"})
      if (cell == yes) return true;
    for (const std::string_view no : {"false", "0", "否", "no", "FALSE"})
      if (cell == no) return false;
    wrong_type(field, cell);
  }
  if (field.type == FieldType::integer || field.type == FieldType::money) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc{} || end != cell.data() + cell.size()) wrong_type(field, cell);
    return number;
  }
  if (field.type == FieldType::choice)  // people write the option's name as often as its id
    for (const Option& each : field.options)
      if (each.name.zh == cell || each.name.en == cell) return each.id;
  return std::string(cell);
}

}  // namespace

Value decode_value(const Field& field, const Json& json) {
  if (json.is_null() || (json.is_string() && json.get_ref<const std::string&>().empty())) return {};
  if (!field.list) return single_value(field, json);
  if (!json.is_array()) wrong_type(field, json.dump());
  if (json.empty()) return {};
  Json list = Json::array();
  for (const Json& each : json) {
    const Value value = single_value(field, each);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      if (field.type == FieldType::decimal)
        list.push_back(Json::parse(decimal_text(*integer, field.scale)));
      else if (field.type == FieldType::boolean)
        list.push_back(*integer != 0);
      else
        list.push_back(*integer);
    } else {
      list.push_back(std::get<std::string>(value));
    }
  }
  return list.dump();
}

Value decode_cell(const Field& field, std::string_view cell) {
  if (cell.empty()) return {};
  if (!field.list) {
    // The common types without a detour.
    if (field.type != FieldType::boolean && field.type != FieldType::integer && field.type != FieldType::money &&
        field.type != FieldType::choice)
      return from_text(field, cell);
    return single_value(field, cell_json(field, cell));
  }
  Json list = Json::array();
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    if (end > 0) list.push_back(cell_json(field, cell.substr(0, end)));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return decode_value(field, list);
}

namespace {

Text stored_form(const Field& field) {
  if (field.list) return {"JSON 数组文本", "a JSON array as text"};
  switch (field.type) {
    case FieldType::decimal:
      return {fmt::format("放大 10 的 {} 次方倍的整数", field.scale),
              fmt::format("an integer, scaled by ten to the power of {}", field.scale)};
    case FieldType::boolean: return {"整数 0 或 1", "the integer 0 or 1"};
    case FieldType::datetime:
      return {"时刻文本（如 2026-03-01T08:00:00.000Z）", "a text such as 2026-03-01T08:00:00.000Z"};
    case FieldType::organisation:
    case FieldType::member:
    case FieldType::record: return {"编号（正整数）", "an id, a positive integer"};
    default: return expected_form(field.type);
  }
}

[[noreturn]] void not_as_stored(const Field& field, std::string_view found) {
  throw Problem("record.stored", {{"name", field.name}, {"expected", stored_form(field)}, {"found", found}})
      .at_field(field.id);
}

void check_stored_text(const Field& field, std::string_view text) {
  if (!is_utf8(text)) not_as_stored(field, text);
  if (field.list) {
    const Json list = Json::parse(text, nullptr, false);
    if (!list.is_array() || decode_value(field, list) != Value{std::string(text)}) not_as_stored(field, text);
    return;
  }
  switch (field.type) {
    case FieldType::text: return check_length(field, text);
    case FieldType::choice: return check_option(field, text);
    case FieldType::date:
      if (!parse_date(text)) not_as_stored(field, text);
      return;
    case FieldType::datetime:
      if (const auto instant = parse_instant(text); !instant || iso_instant(*instant) != text)
        not_as_stored(field, text);
      return;
    default: not_as_stored(field, text);
  }
}

void check_stored_integer(const Field& field, std::int64_t value) {
  if (field.is_text_column() || (field.type == FieldType::boolean && value != 0 && value != 1) ||
      (field.is_reference() && value < 1))
    not_as_stored(field, std::to_string(value));
  check_range(field, value);
}

}  // namespace

void check_stored(const Field& field, const ValueView& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return check_stored_integer(field, *integer);
  if (const auto* text = std::get_if<std::string_view>(&value)) return check_stored_text(field, *text);
  if (const auto* real = std::get_if<double>(&value)) not_as_stored(field, fmt::format("{}", *real));
  if (field.required) throw Problem("record.required", {{"name", field.name}}).at_field(field.id);
}

Changes decode_fields(const RecordSchema& schema, const Json& object, Author author) {
  if (!object.is_object()) throw Problem("request.object", {{"found", object.type_name()}});
  Changes changes;
  std::vector<Problem> errors;
  for (const auto& [name, json] : object.items()) {
    try {
      const std::size_t index = schema.index(name);
      const Field& field = schema.type.fields[index];
      if (field.computed && author == Author::person)
        throw Problem("record.computed", {{"name", field.name}}).at_field(field.id);
      // What was masked on the way out comes back as it is: nobody meant to change it.
      if (field.is_sensitive() && json == mask) continue;
      changes.emplace_back(index, decode_value(field, json));
    } catch (Problem& problem) {
      errors.push_back(std::move(problem));
    }
  }
  if (errors.size() == 1) throw errors.front();
  if (!errors.empty()) {
    Problem all("record.invalid", {{"count", std::to_string(errors.size())}});
    for (Problem& each : errors) all.with(std::move(each));
    throw all;
  }
  return changes;
}

Json decode_object(const std::vector<Field>& fields, const Json& object,
                   const std::function<Problem(const std::string&)>& unknown) {
  if (!object.is_object()) throw Problem("request.object", {{"found", object.type_name()}});
  for (const auto& [name, json] : object.items())
    if (std::none_of(fields.begin(), fields.end(), [&name = name](const Field& each) { return each.id == name; }))
      throw unknown(name);
  Json result = Json::object();
  for (const Field& field : fields) {
    const auto given = object.find(field.id);
    if (given != object.end() && !given->is_null()) {
      (void)decode_value(field, *given);  // checks it; the JSON form is what a method gets
      result[field.id] = *given;
    } else if (field.default_value) {
      result[field.id] = *field.default_value;
    } else if (field.required) {
      throw Problem("record.required", {{"name", field.name}}).at_field(field.id);
    }
  }
  return result;
}

namespace {

/// The records of one type that somebody may refer to.
class Target {
 public:
  Target(WriteContext& context, const Field& field, const RecordSchema& schema, const Actor* person)
      : context_(context),
        field_(field),
        schema_(schema),
        reach_(person && !field.anywhere ? scope_of(*person, {Act::read, schema.type.full_id, schema.type.read})
                                               .condition(schema.type, 2, Scope::Look::each)
                                         : Condition{}),
        limited_(person && !field.anywhere) {}

  [[nodiscard]] std::optional<Resolved> by_id(std::int64_t id) const { return one("id", id); }

  [[nodiscard]] std::optional<Resolved> by_key(std::string_view key) const {
    if (schema_.type.key.size() != 1) return std::nullopt;
    return one(schema_.type.key.front(), key);
  }

  /// As people write it: "#12" or "12" for an id, the title if it is one text and only one record has it.
  [[nodiscard]] std::optional<Resolved> as_people_write(std::string_view text) const {
    const std::string_view digits = text.starts_with('#') ? text.substr(1) : text;
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (!digits.empty() && error == std::errc{} && end == digits.data() + digits.size())
      if (auto found = by_id(id)) return found;
    const auto& title = schema_.type.title;
    const Field* name = title.size() == 1 ? schema_.type.field(title.front()) : nullptr;
    if (!name || name->type != FieldType::text || name->list || name->is_sensitive()) return std::nullopt;
    const IdsByName& names = names_in(name->id);
    const auto found = names.find(std::string(text));
    if (found == names.end()) return std::nullopt;
    if (found->second == 0)
      throw Problem("import.ambiguous", {{"name", field_.name}, {"target", schema_.type.name}, {"found", text}})
          .at_field(field_.id);
    return by_id(found->second);
  }

 private:
  [[nodiscard]] bool with_kind() const { return field_.type == FieldType::organisation; }

  [[nodiscard]] std::optional<Resolved> one(std::string_view column, const ValueView& value) const {
    std::vector<ValueView> parameters{value};
    for (const Value& each : reach_.parameters) parameters.push_back(view(each));
    const auto rows =
        context_.session.query(fmt::format("SELECT id{} FROM {} WHERE {} = $1{}{}", with_kind() ? ", kind" : "",
                                           schema_.type.table, column, reach_.sql.empty() ? "" : " AND ", reach_.sql),
                               parameters);
    if (!rows->next()) return std::nullopt;
    return Resolved{rows->integer(0), with_kind() ? std::string(rows->text(1)) : std::string()};
  }

  /// Read in one go: a file names many, and titles have no index.
  [[nodiscard]] const IdsByName& names_in(const std::string& column) const {
    const auto [made, is_new] = context_.resolved->names.try_emplace((limited_ ? "own " : "") + schema_.type.table);
    if (!is_new) return made->second;
    std::vector<ValueView> parameters{std::int64_t{0}};  // in the place of the value that `reach_` counts on
    for (const Value& each : reach_.parameters) parameters.push_back(view(each));
    const auto rows =
        context_.session.query(fmt::format("SELECT id, {} FROM {} WHERE id > $1{}{}", column, schema_.type.table,
                                           reach_.sql.empty() ? "" : " AND ", reach_.sql),
                               parameters);
    while (rows->next()) {
      const auto [named, first] = made->second.emplace(rows->text(1), rows->integer(0));
      if (!first) named->second = 0;
    }
    return made->second;
  }

  WriteContext& context_;
  const Field& field_;
  const RecordSchema& schema_;
  Condition reach_;
  bool limited_;
};

Resolved look_up(WriteContext& context, const Field& field, const RecordSchema& schema, const Value& value,
                 const Actor* person) {
  const Target target(context, field, schema, person);
  const auto* key = std::get_if<std::string>(&value);
  std::optional<Resolved> found = key ? target.by_key(*key) : target.by_id(std::get<std::int64_t>(value));
  if (!found && key && context.resolved && context.author.empty()) found = target.as_people_write(*key);
  if (found) return *found;
  throw Problem("record.no_reference", {{"name", field.name},
                                        {"target", schema.type.name},
                                        {"found", key ? *key : std::to_string(std::get<std::int64_t>(value))}})
      .at_field(field.id);
}

Resolved look_up_once(WriteContext& context, const Field& field, const RecordSchema& target, const Value& value,
                      const Actor* person) {
  if (!context.resolved) return look_up(context, field, target, value, person);
  const auto* key = std::get_if<std::string>(&value);
  std::string name = fmt::format("{}{}{}{}", person && !field.anywhere ? "own " : "", target.type.table,
                                 key ? '=' : '#', key ? *key : std::to_string(std::get<std::int64_t>(value)));
  const auto found = context.resolved->known.find(name);
  if (found != context.resolved->known.end()) return found->second;
  return context.resolved->known.emplace(std::move(name), look_up(context, field, target, value, person)).first->second;
}

}  // namespace

namespace {

/// A file is referred to by its hash; it must have been uploaded.
void require_file(WriteContext& context, const Field& field, const std::string& hash, const Actor* person) {
  const ValueView parameter = std::string_view(hash);
  if (is_null(context.session.scalar("SELECT id FROM core_file WHERE hash = $1", {&parameter, 1})) ||
      (person && !may_see_file(context.session, context.model, *person, hash)))
    throw Problem("record.no_reference", {{"name", field.name}, {"target", Text{"文件", "the file"}}, {"found", hash}})
        .at_field(field.id);
}

}  // namespace

void resolve_reference(WriteContext& context, const Field& field, Value& value, const Actor* person) {
  if (is_null(value)) return;
  if (field.type == FieldType::file) {
    const std::string& text = std::get<std::string>(value);
    if (!field.list) return require_file(context, field, text, person);
    for (const Json& each : Json::parse(text)) require_file(context, field, each.get<std::string>(), person);
  }
  if (!field.is_reference()) return;
  const auto target = context.model.records.find(field.record);
  if (target == context.model.records.end())
    throw Problem("record.no_type", {{"record", field.record}}).at_field(field.id);
  const auto resolve_one = [&](Value& single) {
    const Resolved resolved = look_up_once(context, field, *target->second, single, person);
    if (!field.kinds.empty() && std::find(field.kinds.begin(), field.kinds.end(), resolved.kind) == field.kinds.end())
      throw Problem("record.kind", {{"name", field.name},
                                    {"expected", fmt::format("{}", fmt::join(field.kinds, ", "))},
                                    {"found", resolved.kind}})
          .at_field(field.id);
    single = resolved.id;
  };
  if (!field.list) return resolve_one(value);
  Json ids = Json::array();
  for (const Json& each : Json::parse(std::get<std::string>(value))) {
    Value single = each.is_string() ? Value{each.get<std::string>()} : Value{each.get<std::int64_t>()};
    resolve_one(single);
    ids.push_back(std::get<std::int64_t>(single));
  }
  value = ids.dump();
}

}  // namespace liufa::host
