#include "services/figures.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/clock.hpp"
#include "services/field_json.hpp"

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

/// Writes the conditions of one statement about a figure, and gathers their parameters.
class FigureConditions {
 public:
  explicit FigureConditions(const FigureInDistrict& declared) : figure_(*declared.figure), schema_(*declared.schema) {}

  /// What holds whatever the period.
  std::vector<std::string> always(Session& session, const FigureQuery& query) {
    std::vector<std::string> parts;
    if (!figure_.where.empty()) parts.push_back("(" + figure_.where + ")");
    if (query.organisation && !figure_.organisation.empty())
      parts.push_back(in_organisation(subtree_of(session, *query.organisation)));
    return parts;
  }

  /// That a record counts in a period; the figure must have one.
  std::string in_period(const Period& period) {
    const std::string& from = figure_.period_from;
    const std::string& until = figure_.period_until;
    if (figure_.period == Figure::Period::year)
      return fmt::format("{} = {}", from, parameter(std::int64_t{period.year}));
    if (figure_.period == Figure::Period::at)
      return fmt::format("{0} >= {1} AND {0} < {2}", from, bound(from, period.from), bound(from, period.until));
    return fmt::format("{} < {} AND ({} IS NULL OR {} >= {})", from, bound(from, period.until), until, until,
                       bound(until, period.from));
  }

  /// That it counts in one of several that follow each other.
  std::string in_span(const Period& first, const Period& last) {
    if (figure_.period != Figure::Period::year) return in_period({first.from, last.until});
    return fmt::format("{} BETWEEN {} AND {}", figure_.period_from, parameter(std::int64_t{first.year}),
                       parameter(std::int64_t{last.year}));
  }

  /// For a condition of another's: the number of its first parameter, and then its parameters.
  [[nodiscard]] std::size_t next() const { return parameters_.size() + 1; }
  void take(std::vector<Value> parameters) {
    std::move(parameters.begin(), parameters.end(), std::back_inserter(parameters_));
  }
  std::vector<Value>& parameters() { return parameters_; }

 private:
  std::string parameter(Value value) {
    parameters_.push_back(std::move(value));
    return fmt::format("${}", parameters_.size());
  }

  std::string bound(const std::string& field, const std::string& date) {
    const Field* declared = schema_.type.field(field);
    const bool instants = !declared || declared->type == FieldType::datetime;
    return parameter(instants ? beginning_of(date) : date);
  }

  std::string in_organisation(const Subtree& subtree) {
    const std::string within =
        fmt::format("path >= {} AND path < {}", parameter(subtree.from), parameter(subtree.until));
    const std::string inside = "SELECT id FROM directory_organisation WHERE " + within;
    const Field* field = schema_.type.field(figure_.organisation);
    if (!field) return within;  // the organisation itself
    if (field->type == FieldType::member)
      return fmt::format("{} IN (SELECT id FROM directory_member WHERE organisation IN ({}))", figure_.organisation,
                         inside);
    return fmt::format("{} IN ({})", figure_.organisation, inside);
  }

  const Figure& figure_;
  const RecordSchema& schema_;
  std::vector<Value> parameters_;
};

bool has_period(const FigureInDistrict& declared, const FigureQuery& query) {
  return query.period && declared.figure->period != Figure::Period::none;
}

/// The condition that selects the records of a figure.
Condition condition_of(Session& session, const FigureInDistrict& declared, const FigureQuery& query) {
  FigureConditions conditions(declared);
  std::vector<std::string> parts = conditions.always(session, query);
  if (has_period(declared, query)) parts.push_back(conditions.in_period(*query.period));
  return {fmt::format("{}", fmt::join(parts, " AND ")), std::move(conditions.parameters())};
}

/// Two columns: a figure's numerator and denominator, over the rows of which `when` holds; empty: over all.
std::string aggregate_of(const Figure& figure, const std::string& when = {}) {
  const auto of = [&](const std::string& value) {
    return when.empty() ? value : fmt::format("CASE WHEN {} THEN {} END", when, value);
  };
  const std::string& field = figure.value_field;
  switch (figure.value) {
    case Figure::Value::count: break;
    case Figure::Value::sum: return fmt::format("COALESCE(SUM({}), 0), 0", of(field));
    case Figure::Value::average: return fmt::format("SUM({0}), COUNT({0})", of(field));
    case Figure::Value::distinct: return fmt::format("COUNT(DISTINCT {}), 0", of(field));
    case Figure::Value::share:
      return fmt::format("SUM({}), COUNT({})", of(fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", figure.share_where)),
                         of("1"));
  }
  return fmt::format("COUNT({}), 0", of("1"));
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
    return declared.figure->unit.zh == "万元" ? 6 : declared.figure->unit.zh == "元" ? 2 : 0;
  return field->scale;
}

/// Two digits say enough of an average; where its values are kept in more, it has as many.
FigureValue average_of(std::int64_t sum, std::int64_t count, int scale) {
  for (; scale < 2; ++scale) sum *= 10;
  return {divide(sum, count), scale};
}

/// From the two columns of an aggregate, the first of which is `column`.
FigureValue value_of(const FigureInDistrict& declared, const Rows& row, std::size_t column) {
  const std::int64_t first = row.integer(column);
  const std::int64_t count = row.integer(column + 1);
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
  FigureQuery alone = query;
  alone.before.clear();
  return figure_values(session, declared, alone, scope).back();
}

std::vector<FigureValue> figure_values(Session& session, const FigureInDistrict& declared, const FigureQuery& query,
                                       const Scope& scope) {
  const Figure& figure = *declared.figure;
  FigureConditions conditions(declared);
  std::vector<std::string> parts = conditions.always(session, query);
  std::vector<std::string> aggregates;
  if (has_period(declared, query) && !query.before.empty()) {
    for (const NamedPeriod& each : query.before)
      aggregates.push_back(aggregate_of(figure, conditions.in_period(each.period)));
    aggregates.push_back(aggregate_of(figure, conditions.in_period(*query.period)));
    parts.push_back(conditions.in_span(query.before.front().period, *query.period));
  } else {
    aggregates.push_back(aggregate_of(figure));
    if (has_period(declared, query)) parts.push_back(conditions.in_period(*query.period));
  }
  Condition reached = scope.condition(declared.schema->type, conditions.next());
  if (!reached.sql.empty()) parts.push_back(std::move(reached.sql));
  conditions.take(std::move(reached.parameters));
  std::vector<ValueView> values;
  for (const Value& value : conditions.parameters()) values.push_back(view(value));
  const std::string sql = fmt::format("SELECT {} FROM {}{}{}", fmt::join(aggregates, ", "), declared.schema->type.table,
                                      parts.empty() ? "" : " WHERE ", fmt::join(parts, " AND "));
  const auto rows = session.query_within(*declared.grant, sql, values);
  std::vector<FigureValue> found(aggregates.size());
  if (rows->next())
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = value_of(declared, *rows, 2 * i);
  return found;
}

Json compute_figure(Session& session, const FigureInDistrict& declared, const FigureQuery& query, const Scope& scope) {
  const Figure& figure = *declared.figure;
  const std::vector<FigureValue> values = figure_values(session, declared, query, scope);
  Json computed{{"key", figure.key},
                {"value", exact(values.back())},
                {"unit", json_of(figure.unit)},
                {"name", json_of(figure.name)}};
  if (query.before.empty()) return computed;
  computed["before"] = Json::array();
  for (std::size_t i = 0; i + 1 < values.size(); ++i)
    computed["before"].push_back({{"period", query.before[i].text}, {"value", exact(values[i])}});
  return computed;
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
                     {"unit", json_of(figure.figure->unit)},
                     {"name", json_of(figure.figure->name)},
                     {"problem", problem.to_json()}});
      if (!query.before.empty()) all.back()["before"] = Json::array();
    }
  }
  return all;
}

std::string figure_records(Session& session, const FigureInDistrict& figure, const FigureQuery& query,
                           const Query& page, const Scope& scope) {
  return list_records_where(session, *figure.schema, page, condition_of(session, figure, query), scope, figure.grant);
}

}  // namespace liufa::host
