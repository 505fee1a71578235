#include "services/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/digest.hpp"
#include "services/decode.hpp"
#include "storage/schema.hpp"

namespace liufa::host {

namespace {

constexpr std::int64_t most_in_a_page = 500;
constexpr std::int64_t usual_page = 50;

/// The columns that every record has, as fields, so that they filter and sort like the others.
const std::vector<Field>& system_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> made;
    const auto add = [&](const char* id, FieldType type) {
      Field field;
      field.id = id;
      field.name = {id, id};
      field.type = type;
      made.push_back(std::move(field));
    };
    add("id", FieldType::integer);
    add("version", FieldType::integer);
    add("state", FieldType::text);
    add("created_at", FieldType::datetime);
    add("updated_at", FieldType::datetime);
    return made;
  }();
  return fields;
}

const Field* find_field(const RecordSchema& schema, std::string_view id) {
  for (const Field& field : system_fields())
    if (field.id == id) return &field;
  return schema.type.field(id);
}

std::int64_t parse_integer(std::string_view text, std::string_view parameter, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < low || number > high) {
    if (parameter == "limit") throw Problem("list.limit", {{"max", std::to_string(high)}, {"found", text}});
    throw Problem("request.parameter", {{"name", parameter}, {"found", text}, {"expected", "整数 / an integer"}});
  }
  return number;
}

struct SortKey {
  const Field* field = nullptr;
  bool descending = false;
};

/// Builds one SELECT for a list.
class ListQuery {
 public:
  ListQuery(Session& session, const RecordSchema& schema) : session_(session), schema_(schema) {}

  void limit_to(const Scope& scope, Scope::Look look = Scope::Look::set) {
    add(scope.condition(schema_.type, values_.size() + 1, look));
  }
  /// False if nothing would be gained; then nothing was limited.
  bool limit_to(const Scope& scope, const KnownReach& known) {
    const auto condition = scope.condition(schema_.type, values_.size() + 1, known);
    if (condition) add(*condition);
    return condition.has_value();
  }

  /// How the scope of a page is looked up: after `sort`.
  [[nodiscard]] Scope::Look look_for_page(const Scope& scope) const {
    const std::string& first = order_.front().field->id;
    const auto leads = [&](const auto& lists) {
      return std::any_of(lists.begin(), lists.end(), [&](const auto& each) { return each.front() == first; });
    };
    const bool along_an_index = first == "id" || leads(schema_.type.unique) || leads(schema_.type.indexes);
    return along_an_index && !scope.everything() ? scope.look_for_page(session_) : Scope::Look::set;
  }

  /// A condition whose parameters are numbered from the next one on.
  void add(const Condition& condition) {
    for (const Value& value : condition.parameters) values_.push_back(value);
    if (!condition.sql.empty()) conditions_.push_back("(" + condition.sql + ")");
  }

  /// `grant`: of the method in whose name the list is read, if it is one.
  void filter(const Query& query, const Grant* grant = nullptr) {
    for (const auto& [name, text] : query) {
      if (name == "q") {
        for (const std::string& word : words_in(text)) conditions_.push_back(found(word, grant));
        continue;
      }
      if (name == "sort" || name == "limit" || name == "cursor" || name == "count") continue;
      const std::size_t point = name.find('.');
      const std::string_view operation =
          point == std::string::npos ? std::string_view{"is"} : std::string_view(name).substr(point + 1);
      const Field* field = find_field(schema_, std::string_view(name).substr(0, point));
      if (!field)
        throw Problem("record.unknown_field",
                      {{"record", schema_.type.full_id}, {"field", name}, {"known", schema_.field_names()}})
            .at_field(name);
      if (field->is_sensitive() && operation != "empty")
        throw Problem("list.sensitive", {{"name", field->name}}).at_field(name);
      conditions_.push_back(condition(*field, operation, text, name));
    }
  }

  void sort(const Query& query) {
    if (const auto given = query.find("sort"); given != query.end())
      for (std::string_view rest = given->second; !rest.empty();) {
        std::string_view each = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(each.size() + 1, rest.size()));
        const bool descending = each.starts_with('-');
        if (descending) each.remove_prefix(1);
        const Field* field = find_field(schema_, each);
        if (!field || field->list)
          throw Problem("list.sort", {{"field", each}, {"known", "id, state, created_at, " + schema_.field_names()}});
        if (field->is_sensitive()) throw Problem("list.sensitive", {{"name", field->name}}).at_field("sort");
        order_.push_back({field, descending});
      }
    if (order_.empty() || order_.back().field->id != "id")
      order_.push_back({&system_fields()[0], !order_.empty() && order_.back().descending});
  }

  /// Continues after the row that a cursor names. Nulls come first in ascending order.
  void continue_after(const Query& query) {
    const auto given = query.find("cursor");
    if (given == query.end()) return;
    const Json cursor = Json::parse(from_base64url(given->second), nullptr, false);
    if (!cursor.is_array() || cursor.size() != order_.size() + 1 || cursor[0] != order_text())
      throw Problem("list.cursor");
    std::string alternatives;
    std::string equal_so_far;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const Json& last = cursor[i + 1];
      const std::string& column = order_[i].field->id;
      const std::string place = last.is_null() ? "" : parameter(cursor_value(last));
      std::string beyond;
      if (last.is_null())
        beyond = order_[i].descending ? "1 = 0" : column + " IS NOT NULL";
      else if (order_[i].descending)
        beyond = fmt::format("({0} < {1} OR {0} IS NULL)", column, place);
      else
        beyond = fmt::format("{} > {}", column, place);
      // Implied by the alternatives, but a range that an index can start from: pages far behind cost no more.
      if (i == 0 && !last.is_null() && !order_[i].descending)
        conditions_.push_back(fmt::format("{} >= {}", column, place));
      alternatives += fmt::format("{}({}{})", i == 0 ? "" : " OR ", equal_so_far, beyond);
      equal_so_far += last.is_null() ? column + " IS NULL AND " : fmt::format("{} = {} AND ", column, place);
    }
    conditions_.push_back("(" + alternatives + ")");
  }

  [[nodiscard]] std::string where() const {
    return conditions_.empty() ? "" : fmt::format(" WHERE {}", fmt::join(conditions_, " AND "));
  }

  [[nodiscard]] std::string order() const {
    std::string sql;
    for (const SortKey& key : order_)
      sql += fmt::format("{}{} {}", sql.empty() ? " ORDER BY " : ", ", key.field->id,
                         key.field->id == "id" ? (key.descending ? "DESC" : "ASC")
                                               : (key.descending ? "DESC NULLS LAST" : "ASC NULLS FIRST"));
    return sql;
  }

  /// The cursor that continues after a row of the schema's SELECT.
  [[nodiscard]] std::string cursor(const Rows& row) const {
    Json cursor = Json::array({order_text()});
    for (const SortKey& key : order_) {
      const ValueView value = row.value(column_of(*key.field));
      if (const auto* integer = std::get_if<std::int64_t>(&value))
        cursor.push_back(*integer);
      else if (const auto* text = std::get_if<std::string_view>(&value))
        cursor.push_back(*text);
      else if (const auto* real = std::get_if<double>(&value))
        cursor.push_back(*real);
      else
        cursor.push_back(nullptr);
    }
    return base64url(cursor.dump());
  }

  std::string parameter(Value value) {
    values_.push_back(std::move(value));
    return fmt::format("${}", values_.size());
  }

  std::unique_ptr<Rows> run(const std::string& sql, const Grant* grant) {
    views_.clear();
    for (const Value& value : values_) views_.push_back(view(value));
    return grant ? session_.query_within(*grant, sql, views_) : session_.query(sql, views_);
  }

 private:
  std::string condition(const Field& field, std::string_view operation, const std::string& text,
                        const std::string& name) {
    const std::string& column = field.id;
    if (operation == "empty") {
      if (text != "true" && text != "false")
        throw Problem("list.filter", {{"filter", name}, {"reason", "true, false"}});
      return column + (text == "false" ? " IS NOT NULL" : " IS NULL");
    }
    if (operation == "contains") return like(column, text);
    if (operation == "within") return within(field, text, name);
    if (field.list) return has_element(field, operation, text, name);
    if (operation == "in") {
      std::string list;
      for (std::string_view rest = text; !rest.empty();) {
        const std::string_view each = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(each.size() + 1, rest.size()));
        list += (list.empty() ? "" : ", ") + parameter(value_of(field, each));
      }
      return list.empty() ? "1 = 0" : fmt::format("{} IN ({})", column, list);
    }
    static const std::map<std::string_view, std::string_view> comparisons{{"is", "="},   {"not", "<>"}, {"lt", "<"},
                                                                          {"lte", "<="}, {"gt", ">"},   {"gte", ">="}};
    const auto comparison = comparisons.find(operation);
    if (comparison == comparisons.end())
      throw Problem("list.filter",
                    {{"filter", name}, {"reason", "is, not, lt, lte, gt, gte, in, contains, empty, within"}});
    return fmt::format("{} {} {}", column, comparison->second, parameter(value_of(field, text)));
  }

  /// The word in one of the places where it is looked for.
  std::string found(const std::string& word, const Grant* grant) {
    const std::string place = parameter(word);
    std::string any;
    for (const SearchPart& part : schema_.search)
      if (!grant || std::ranges::all_of(part.tables, [&](const auto& each) { return grant->tables.contains(each); }))
        any += (any.empty() ? "" : " OR ") + fmt::format(fmt::runtime(part.sql), place);
    // The parameter has to stand somewhere.
    return any.empty() ? fmt::format("1 = 0 AND {} = ''", place) : "(" + any + ")";
  }

  /// The text somewhere in a column, none of its characters standing for others.
  std::string like(std::string_view column, std::string_view text) {
    std::string pattern = "%";
    for (const char each : text) {
      if (each == '%' || each == '_' || each == '\\') pattern += '\\';
      pattern += each;
    }
    return fmt::format("{} LIKE {} ESCAPE '\\'", column, parameter(pattern + "%"));
  }

  /// A list is kept as a JSON array: an element is found by its whole text between the commas or brackets.
  std::string has_element(const Field& field, std::string_view operation, const std::string& text,
                          const std::string& name) {
    if (operation != "is" && operation != "not")
      throw Problem("list.filter", {{"filter", name}, {"reason", "is, not, contains, empty"}});
    const std::string element = field.is_text_element() ? Json(text).dump() : text;
    const std::string commas = fmt::format("REPLACE(REPLACE({}, '[', ','), ']', ',')", field.id);
    const std::string found = field.is_text_element() ? like(field.id, element) : like(commas, "," + element + ",");
    return operation == "is" ? found : fmt::format("({} IS NULL OR NOT {})", field.id, found);
  }

  std::string within(const Field& field, const std::string& text, const std::string& name) {
    const Subtree subtree = subtree_of(session_, parse_integer(text, name, 0, INT64_MAX));
    const std::string inside = fmt::format("SELECT id FROM directory_organisation WHERE path >= {} AND path < {}",
                                           parameter(subtree.from), parameter(subtree.until));
    if (field.type == FieldType::organisation || (field.id == "id" && schema_.type.table == "directory_organisation"))
      return fmt::format("{} IN ({})", field.id, inside);
    if (field.type == FieldType::member)
      return fmt::format("{} IN (SELECT id FROM directory_member WHERE organisation IN ({}))", field.id, inside);
    throw Problem("list.filter", {{"filter", name}, {"reason", "within: organisation, member"}});
  }

  static Value value_of(const Field& field, std::string_view text) {
    Value value = decode_cell(field, text);
    // A reference given as a number is an id; the list has no use for keys.
    if (field.is_reference())
      if (const auto* key = std::get_if<std::string>(&value)) return parse_integer(*key, field.id, 0, INT64_MAX);
    return value;
  }

  static Value cursor_value(const Json& json) {
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return json.get<std::string>();
    throw Problem("list.cursor");
  }

  [[nodiscard]] std::string order_text() const {
    std::string text;
    for (const SortKey& key : order_) text += (key.descending ? "-" : "+") + key.field->id;
    return text;
  }

  [[nodiscard]] std::size_t column_of(const Field& field) const {
    for (std::size_t i = 0; i < system_fields().size(); ++i)
      if (&system_fields()[i] == &field) return i;
    return system_column_count + *schema_.type.index_of(field.id);
  }

  Session& session_;
  const RecordSchema& schema_;
  std::vector<Value> values_;
  std::vector<ValueView> views_;
  std::vector<std::string> conditions_;
  std::vector<SortKey> order_;
};

}  // namespace

Subtree subtree_of(Session& session, std::int64_t organisation) {
  const ValueView id = organisation;
  const Value path = session.scalar("SELECT path FROM directory_organisation WHERE id = $1", {&id, 1});
  if (is_null(path)) return {"0", "0"};  // nothing lies between
  const std::string& from = std::get<std::string>(path);
  // '0' is the character after '/': everything that begins with the path lies between the two.
  return {from, from.substr(0, from.size() - 1) + "0"};
}

namespace {

std::int64_t limit_of(const Query& query) {
  const auto text = query.find("limit");
  return text == query.end() ? usual_page : parse_integer(text->second, "limit", 1, most_in_a_page);
}

bool wants_count(const Query& query) {
  const auto wanted = query.find("count");
  return wanted != query.end() && wanted->second == "true";
}

/// Reads and writes out one page of a list that is limited to its scope. `first` says whether there is a row.
std::string write_page(ListQuery& list, const RecordSchema& schema, const Query& query, const Grant* grant,
                       bool* first = nullptr) {
  std::int64_t count = -1;
  if (wants_count(query)) {
    const auto rows = list.run(fmt::format("SELECT COUNT(*) FROM {}{}", schema.type.table, list.where()), grant);
    count = rows->next() ? rows->integer(0) : 0;
  }
  const std::int64_t limit = limit_of(query);
  list.continue_after(query);
  const std::string limited = list.parameter(limit + 1);
  const auto rows = list.run(schema.select + list.where() + list.order() + " LIMIT " + limited, grant);
  JsonBuffer buffer(nullptr, 16384);
  JsonWriter out(buffer);
  out.StartObject();
  out.Key("items");
  out.StartArray();
  std::string next;
  std::int64_t seen = 0;
  for (; seen < limit && rows->next(); ++seen) {
    schema.write(out, *rows);
    if (seen + 1 == limit) next = list.cursor(*rows);
  }
  if (first) *first = seen > 0;
  out.EndArray();
  out.Key("next");
  if (!next.empty() && rows->next())
    out.String(next.c_str());
  else
    out.Null();
  if (count >= 0) {
    out.Key("count");
    out.Int64(count);
  }
  out.EndObject();
  return std::string(text_of(buffer));
}

/// The page by what is known of the tree; nothing if that does not help.
std::optional<std::string> list_by_known_tree(Session& session, const RecordSchema& schema, const Query& query,
                                              const Scope& scope, KnownTree& tree) {
  if (scope.everything() || wants_count(query)) return std::nullopt;
  const auto known = tree.reach(session, scope.tops());
  if (!known) return std::nullopt;
  ListQuery list(session, schema);
  list.filter(query);
  list.sort(query);
  if (!list.limit_to(scope, *known)) return std::nullopt;
  bool any = false;
  std::string page = write_page(list, schema, query, nullptr, &any);
  // No row may mean that the tree has changed: a version never comes again, so asking afterwards is safe.
  if (any || KnownTree::is_current(session, known->version)) return page;
  tree.forget();
  return std::nullopt;
}

}  // namespace

std::string list_records(Session& session, const RecordSchema& schema, const Query& query, const Scope& scope,
                         KnownTree* tree) {
  if (tree)
    if (auto page = list_by_known_tree(session, schema, query, scope, *tree)) return *page;
  return list_records_where(session, schema, query, {}, scope, nullptr);
}

std::string list_records_where(Session& session, const RecordSchema& schema, const Query& query,
                               const Condition& condition, const Scope& scope, const Grant* grant) {
  ListQuery list(session, schema);
  list.add(condition);
  list.filter(query, grant);
  list.sort(query);
  list.limit_to(scope, wants_count(query) ? Scope::Look::set : list.look_for_page(scope));
  return write_page(list, schema, query, grant);
}

void each_record(Session& session, const RecordSchema& schema, const Query& query, const Scope& scope,
                 const std::function<void(const Rows&)>& visit) {
  ListQuery list(session, schema);
  list.limit_to(scope);
  list.filter(query);
  list.sort(query);
  const auto rows = list.run(schema.select + list.where() + list.order(), nullptr);
  while (rows->next()) visit(*rows);
}

}  // namespace liufa::host
