#include "services/figures.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/clock.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr hours china{8};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Months of a year: [first, first + count).
Period months_of(int y, int first, int count) {
  const year_month from{year{y}, month{static_cast<unsigned>(first)}};
  return {iso_date(sys_days{from / 1}), iso_date(sys_days{(from + months{count}) / 1}), y};
}

/// The instant at which a civil date begins in China, for columns that hold instants.
std::string beginning_of(const std::string& date) {
  return iso_instant(system_clock::time_point{*parse_date(date)} - china);
}

/// The condition that selects the records of a figure.
Condition condition_of(Session& session, const FigureInDistrict& declared, const FigureQuery& query) {
  const Figure& figure = *declared.figure;
  Condition condition;
  std::vector<std::string> parts;
  const auto parameter = [&](Value value) {
    condition.parameters.push_back(std::move(value));
    return fmt::format("${}", condition.parameters.size());
  };
  if (!figure.where.empty()) parts.push_back("(" + figure.where + ")");
  if (query.period && figure.period != Figure::Period::none) {
    const Period& period = *query.period;
    const auto bound = [&](const std::string& field, const std::string& date) {
      const Field* declared_field = declared.schema->type.field(field);
      const bool instants = !declared_field || declared_field->type == FieldType::datetime;
      return parameter(instants ? beginning_of(date) : date);
    };
    if (figure.period == Figure::Period::year)
      parts.push_back(fmt::format("{} = {}", figure.period_from, parameter(std::int64_t{period.year})));
    else if (figure.period == Figure::Period::at)
      parts.push_back(fmt::format("{0} >= {1} AND {0} < {2}", figure.period_from,
                                  bound(figure.period_from, period.from), bound(figure.period_from, period.until)));
    else
      parts.push_back(fmt::format("{} < {} AND ({} IS NULL OR {} >= {})", figure.period_from,
                                  bound(figure.period_from, period.until), figure.period_until, figure.period_until,
                                  bound(figure.period_until, period.from)));
  }
  if (query.organisation && !figure.organisation.empty()) {
    const Subtree subtree = subtree_of(session, *query.organisation);
    const std::string within =
        fmt::format("path >= {} AND path < {}", parameter(subtree.from), parameter(subtree.until));
    const std::string inside = "SELECT id FROM directory_organisation WHERE " + within;
    const Field* field = declared.schema->type.field(figure.organisation);
    if (!field)  // the organisation itself
      parts.push_back(within);
    else if (field->type == FieldType::member)
      parts.push_back(fmt::format("{} IN (SELECT id FROM directory_member WHERE organisation IN ({}))",
                                  figure.organisation, inside));
    else
      parts.push_back(fmt::format("{} IN ({})", figure.organisation, inside));
  }
  condition.sql = fmt::format("{}", fmt::join(parts, " AND "));
  return condition;
}

std::string aggregate_of(const Figure& figure) {
  switch (figure.value) {
    case Figure::Value::count: return "COUNT(*), 0";
    case Figure::Value::sum: return fmt::format("COALESCE(SUM({}), 0), 0", figure.value_field);
    case Figure::Value::average: return fmt::format("SUM({0}), COUNT({0})", figure.value_field);
    case Figure::Value::distinct: return fmt::format("COUNT(DISTINCT {}), 0", figure.value_field);
    case Figure::Value::share: return fmt::format("SUM(CASE WHEN {} THEN 1 ELSE 0 END), COUNT(*)", figure.share_where);
  }
  return "COUNT(*), 0";
}

/// numerator / denominator rounded half away from zero, both exact.
std::int64_t divide(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t doubled = 2 * (numerator < 0 ? -numerator : numerator) + denominator;
  const std::int64_t quotient = doubled / (2 * denominator);
  return numerator < 0 ? -quotient : quotient;
}

/// Digits after the point in which a figure's sum is kept: of money it depends on the unit, fen being its integer.
int scale_of(const FigureInDistrict& declared) {
  const Field* field = declared.schema->type.field(declared.figure->value_field);
  if (!field) return 0;
  if (field->type == FieldType::money)
    return declared.figure->unit == "万元" ? 6 : declared.figure->unit == "元" ? 2 : 0;
  return field->scale;
}

/// Two digits say enough of an average; where its values are kept in more, it has as many.
FigureValue average_of(std::int64_t sum, std::int64_t count, int scale) {
  for (; scale < 2; ++scale) sum *= 10;
  return {divide(sum, count), scale};
}

FigureValue value_of(const FigureInDistrict& declared, const Rows& row) {
  const std::int64_t first = row.integer(0);
  const std::int64_t count = row.integer(1);
  switch (declared.figure->value) {
    case Figure::Value::sum: return {first, scale_of(declared)};
    case Figure::Value::average:
      if (count == 0) return {};
      return average_of(first, count, scale_of(declared));
    case Figure::Value::share:
      if (count == 0) return {};
      return {divide(first * 1000, count), 1};
    default: return {first, 0};
  }
}

Json exact(const FigureValue& value) {
  if (!value.scaled) return nullptr;
  return value.scale == 0 ? Json(*value.scaled) : Json::parse(decimal_text(*value.scaled, value.scale));
}

}  // namespace

Period parse_period(std::string_view text) {
  const auto bad = [&] { return Problem("figure.period", {{"found", text}}); };
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto from = parse_date(text.substr(0, dots));
    const auto until = parse_date(text.substr(dots + 2));
    if (!from || !until || *until < *from) throw bad();
    return {iso_date(*from), iso_date(*until + days{1}), static_cast<int>(year_month_day{*from}.year())};
  }
  const auto y = number(text.substr(0, 4));
  if (!y || *y < 1900 || *y > 9999) throw bad();
  if (text.size() == 4) return months_of(*y, 1, 12);
  if (text[4] != '-') throw bad();
  const std::string_view part = text.substr(5);
  if (part == "H1" || part == "H2") return months_of(*y, part == "H1" ? 1 : 7, 6);
  if (part.size() == 2 && part[0] == 'Q' && part[1] >= '1' && part[1] <= '4')
    return months_of(*y, 3 * (part[1] - '1') + 1, 3);
  const auto m = number(part);
  if (part.size() != 2 || !m || *m < 1 || *m > 12) throw bad();
  return months_of(*y, *m, 1);
}

FigureValue figure_value(Session& session, const FigureInDistrict& declared, const FigureQuery& query,
                         const Scope& scope) {
  const Figure& figure = *declared.figure;
  Condition condition = condition_of(session, declared, query);
  Condition reached = scope.condition(declared.schema->type, condition.parameters.size() + 1);
  if (!reached.sql.empty()) condition.sql += (condition.sql.empty() ? "" : " AND ") + reached.sql;
  std::move(reached.parameters.begin(), reached.parameters.end(), std::back_inserter(condition.parameters));
  std::vector<ValueView> values;
  for (const Value& value : condition.parameters) values.push_back(view(value));
  const std::string sql = fmt::format("SELECT {} FROM {}{}{}", aggregate_of(figure), declared.schema->type.table,
                                      condition.sql.empty() ? "" : " WHERE ", condition.sql);
  const auto rows = session.query_within(*declared.grant, sql, values);
  return rows->next() ? value_of(declared, *rows) : FigureValue{};
}

Json compute_figure(Session& session, const FigureInDistrict& declared, const FigureQuery& query, const Scope& scope) {
  const Figure& figure = *declared.figure;
  return {{"key", figure.key},
          {"value", exact(figure_value(session, declared, query, scope))},
          {"unit", figure.unit},
          {"name", {{"zh", figure.name.zh}, {"en", figure.name.en}}}};
}

Json compute_figures(Session& session, const DistrictModel& model, const FigureQuery& query, const Actor& actor) {
  Json all = Json::array();
  for (const auto& [key, figure] : model.figures) {
    const RecordType& type = figure.schema->type;
    const Scope scope = scope_of(actor, {Act::read, type.full_id, type.read});
    if (scope.nothing()) continue;
    try {
      all.push_back(compute_figure(session, figure, query, scope));
    } catch (const Problem& problem) {
      // One that can't be computed, such as a sum beyond 64 bits, takes none of the others along.
      all.push_back({{"key", key},
                     {"value", nullptr},
                     {"unit", figure.figure->unit},
                     {"name", {{"zh", figure.figure->name.zh}, {"en", figure.figure->name.en}}},
                     {"problem", problem.to_json()}});
    }
  }
  return all;
}

std::string figure_records(Session& session, const FigureInDistrict& figure, const FigureQuery& query,
                           const Query& page, const Scope& scope) {
  return list_records_where(session, *figure.schema, page, condition_of(session, figure, query), scope, figure.grant);
}

}  // namespace liufa::host
