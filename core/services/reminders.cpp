#include "services/reminders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "services/figures.hpp"

namespace liufa::host {

using namespace std::chrono;

namespace {

constexpr int most_of_one_reminder = 500;

struct Span {
  sys_days from;
  sys_days until;  ///< exclusive
};

/// The period of a reminder that contains a day.
Span period_of(Reminder::Every every, sys_days day) {
  const year_month_day date{day};
  const unsigned first = every == Reminder::Every::year      ? 1
                         : every == Reminder::Every::quarter ? (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1
                                                             : static_cast<unsigned>(date.month());
  const int count = every == Reminder::Every::year ? 12 : every == Reminder::Every::quarter ? 3 : 1;
  const year_month from{date.year(), month{first}};
  return {sys_days{from / 1}, sys_days{(from + months{count}) / 1}};
}

struct Item {
  const Reminder* reminder = nullptr;
  std::int64_t subject = 0;
  std::int64_t organisation = 0;
  std::string organisation_name;
  std::string title;
  sys_days due;
};

/// Of what recurs nothing is recorded yet: what the record begins with that is to be made.
Json entered_with(const Item& item) {
  if (item.reminder->every == Reminder::Every::once) return nullptr;
  return {{item.reminder->organisation, item.subject}};
}

/// Collects the items of one question.
class Collector {
 public:
  Collector(Session& session, const DistrictModel& model, const DueQuery& query)
      : session_(session), model_(model), query_(query), days_(read_working_days(session)) {
    const auto today = parse_date(query.today);
    if (!today) throw Problem("request.parameter", {{"name", "today"}, {"found", query.today}, {"expected", "date"}});
    today_ = *today;
  }

  void add(const Reminder& reminder, const Scope& scope) {
    if (scope.nothing()) return;
    if (reminder.every == Reminder::Every::once) return add_records(reminder, scope);
    const Span now = period_of(reminder.every, today_);
    add_periods(reminder, scope, period_of(reminder.every, now.from - days{1}));  // what was missed
    add_periods(reminder, scope, now);
  }

  Json result() {
    std::stable_sort(items_.begin(), items_.end(),
                     [](const Item& left, const Item& right) { return left.due < right.due; });
    const auto urged = urgings();
    Json items = Json::array();
    for (const Item& each : items_) {
      const auto found = urged.find({each.reminder->key, each.subject});
      items.push_back({{"reminder", each.reminder->key},
                       {"name", {{"zh", each.reminder->name.zh}, {"en", each.reminder->name.en}}},
                       {"record", each.reminder->of},
                       {"id", each.subject},
                       {"title", each.title},
                       {"organisation", each.organisation == 0 ? Json(nullptr) : Json(each.organisation)},
                       {"organisation_name", each.organisation_name},
                       {"due_on", iso_date(each.due)},
                       {"working_days", days_.between(today_, each.due)},
                       {"overdue", each.due < today_},
                       {"urged", found == urged.end() ? 0 : found->second},
                       {"enter", entered_with(each)}});
    }
    return {{"today", query_.today}, {"items", std::move(items)}};
  }

 private:
  /// Whether a day is asked for.
  [[nodiscard]] bool wanted(const Reminder& reminder, sys_days due) const {
    if (query_.overdue_only) return due < today_;
    if (!query_.until.empty()) return due <= *parse_date(query_.until);
    return due <= today_ + days{reminder.ahead};
  }

  /// The condition that an organisation column lies in the part of the tree that is asked for.
  std::string within(const std::string& column, std::vector<Value>& parameters) const {
    if (query_.organisation == 0) return "";
    const Subtree subtree = subtree_of(session_, query_.organisation);
    parameters.emplace_back(subtree.from);
    parameters.emplace_back(subtree.until);
    return fmt::format(" AND {} IN (SELECT id FROM directory_organisation WHERE path >= ${} AND path < ${})", column,
                       parameters.size() - 1, parameters.size());
  }

  /// A title field as people read it: of a reference the name.
  static std::string title_column(const RecordType& type, const std::string& name) {
    const Field& field = *type.field(name);
    if (field.type == FieldType::organisation || field.type == FieldType::member)
      return fmt::format("(SELECT named.name FROM directory_{} AS named WHERE named.id = {}.{})",
                         field.type == FieldType::member ? "member" : "organisation", type.table, name);
    return name;
  }

  std::unique_ptr<Rows> run(const Reminder& reminder, const std::string& sql, const std::vector<Value>& parameters) {
    std::vector<ValueView> views;
    for (const Value& each : parameters) views.push_back(view(each));
    return session_.query_within(model_.method(reminder.method).grant, sql, views);
  }

  void add_records(const Reminder& reminder, const Scope& scope) {
    const RecordType& type = model_.record(reminder.of).type;
    Condition condition = scope.condition(type, 1);
    std::string sql =
        fmt::format("SELECT id, ({}), {}", reminder.due,
                    reminder.organisation.empty()
                        ? "NULL, NULL"
                        : fmt::format("{}, {}", reminder.organisation, title_column(type, reminder.organisation)));
    for (const std::string& name : type.title) sql += ", " + title_column(type, name);
    sql += fmt::format(" FROM {} WHERE ({})", type.table, reminder.where.empty() ? "1 = 1" : reminder.where);
    if (!condition.sql.empty()) sql += " AND " + condition.sql;
    if (!reminder.organisation.empty()) sql += within(reminder.organisation, condition.parameters);
    condition.parameters.emplace_back(latest(reminder));
    sql += fmt::format(" AND ({}) <= ${} ORDER BY 2, 1 LIMIT {}", reminder.due, condition.parameters.size(),
                       most_of_one_reminder);
    const auto rows = run(reminder, sql, condition.parameters);
    while (rows->next()) {
      const auto due = parse_date(rows->text(1).substr(0, 10));
      if (!due) continue;
      Item item{&reminder,
                rows->integer(0),
                rows->integer(2),
                std::string(rows->text(3)),
                "",
                days_.after(*due, reminder.working_days)};
      if (!wanted(reminder, item.due)) continue;
      for (std::size_t i = 0; i < type.title.size(); ++i) {
        const Field& field = *type.field(type.title[i]);
        const std::string part = field.is_reference() && field.type != FieldType::record
                                     ? std::string(rows->text(4 + i))
                                     : cell_text(field, rows->value(4 + i));
        item.title += (item.title.empty() || part.empty() ? "" : " ") + part;
      }
      items_.push_back(std::move(item));
    }
  }

  /// The last day that can be wanted, before working days are added.
  [[nodiscard]] std::string latest(const Reminder& reminder) const {
    if (query_.overdue_only) return query_.today;
    return query_.until.empty() ? iso_date(today_ + days{reminder.ahead}) : query_.until;
  }

  void add_periods(const Reminder& reminder, const Scope& scope, const Span& span) {
    const sys_days due = span.until - days{1};
    if (!wanted(reminder, due)) return;
    const RecordType& type = model_.record(reminder.of).type;
    Condition condition = scope.condition(model_.record("directory.organisation").type, 1);
    std::string kinds;
    const auto parameter = [&](Value value) {
      condition.parameters.push_back(std::move(value));
      return fmt::format("${}", condition.parameters.size());
    };
    for (const std::string& kind : reminder.kinds) kinds += (kinds.empty() ? "" : ", ") + parameter(kind);
    const std::string from = parameter(iso_date(span.from));
    const std::string until = parameter(iso_date(span.until));
    std::string sql = fmt::format(
        "SELECT id, name FROM directory_organisation WHERE kind IN ({0}) AND closed_on IS NULL "
        "AND (founded_on IS NULL OR founded_on < {2}) AND NOT EXISTS (SELECT 1 FROM {3} WHERE "
        "{3}.{4} = directory_organisation.id AND {3}.{5} >= {1} AND {3}.{5} < {2} AND ({6}))",
        kinds, from, until, type.table, reminder.organisation, reminder.at,
        reminder.where.empty() ? "1 = 1" : reminder.where);
    if (!condition.sql.empty()) sql += " AND " + condition.sql;
    sql += within("id", condition.parameters) + fmt::format(" ORDER BY id LIMIT {}", most_of_one_reminder);
    const auto rows = run(reminder, sql, condition.parameters);
    while (rows->next())
      items_.push_back(
          {&reminder, rows->integer(0), rows->integer(0), std::string(rows->text(1)), std::string(rows->text(1)), due});
  }

  /// How often each was urged.
  std::map<std::pair<std::string, std::int64_t>, int> urgings() {
    std::map<std::pair<std::string, std::int64_t>, int> counts;
    const auto rows = session_.query("SELECT reminder, subject, COUNT(*) FROM work_urging GROUP BY reminder, subject");
    while (rows->next()) counts[{std::string(rows->text(0)), rows->integer(1)}] = static_cast<int>(rows->integer(2));
    return counts;
  }

  Session& session_;
  const DistrictModel& model_;
  const DueQuery& query_;
  kit::WorkingDays days_;
  sys_days today_;
  std::vector<Item> items_;
};

bool is_of_own_organisation(std::string_view role) { return role == "secretary" || role == "community"; }

/// Those of a reminder's permissions that count; of a periodic one the organisation itself is the owner.
std::vector<Permission> permissions_of(const Reminder& reminder, bool own_organisation) {
  std::vector<Permission> chosen;
  for (const Permission& each : reminder.by)
    if (is_of_own_organisation(each.role) == own_organisation)
      chosen.push_back({each.role, reminder.every == Reminder::Every::once ? each.owner : ""});
  return chosen;
}

template <class Visit>
void each_reminder(const DistrictModel& model, Visit&& visit) {
  for (const auto& [id, method] : model.methods)
    if (method.active)
      for (const Reminder& reminder : method.manifest->reminders) visit(reminder);
}

}  // namespace

kit::WorkingDays read_working_days(Session& session) {
  kit::WorkingDays days;
  const auto rows = session.query("SELECT date, kind FROM work_calendar_day");
  while (rows->next())
    if (const auto day = parse_date(rows->text(0))) days.set(*day, rows->text(1) == "workday");
  return days;
}

Json todo(Session& session, const DistrictModel& model, const Actor& actor, const DueQuery& query) {
  Collector collector(session, model, query);
  each_reminder(model, [&](const Reminder& reminder) {
    Scope scope = scope_of(actor, {Act::transition, reminder.key, permissions_of(reminder, true)}).without_below();
    scope.add(scope_of(actor, {Act::transition, reminder.key, permissions_of(reminder, false)}));
    collector.add(reminder, scope);
  });
  return collector.result();
}

Json due_in_scope(Session& session, const DistrictModel& model, const Actor& actor, const DueQuery& query) {
  Collector collector(session, model, query);
  each_reminder(model, [&](const Reminder& reminder) {
    const RecordType& type = model.record(reminder.of).type;
    collector.add(reminder, scope_of(actor, {Act::read, type.full_id, type.read}));
  });
  return collector.result();
}

void try_reminder(Session& session, const DistrictModel& model, const Reminder& reminder) {
  const DueQuery query{"2026-01-01"};
  Collector collector(session, model, query);
  collector.add(reminder, Scope::whole_district());
}

void count_spared(Session& session, std::string_view record, std::int64_t fields) {
  if (fields == 0) return;
  const std::array<ValueView, 2> values{fields, record};
  const ValueView id = record;
  if (is_null(session.scalar("SELECT fields FROM core_spared WHERE record = $1", {&id, 1})))
    session.execute("INSERT INTO core_spared (fields, record) VALUES ($1, $2)", values);
  else
    session.execute("UPDATE core_spared SET fields = fields + $1 WHERE record = $2", values);
}

Json spared_fields(Session& session) {
  Json records = Json::array();
  std::int64_t total = 0;
  const auto rows = session.query("SELECT record, fields FROM core_spared ORDER BY record");
  while (rows->next()) {
    records.push_back({{"record", rows->text(0)}, {"fields", rows->integer(1)}});
    total += rows->integer(1);
  }
  return {{"total", total}, {"records", std::move(records)}};
}

}  // namespace liufa::host
