/// Generated from all manifests: for every record type, every route and every role, what lies outside a person's scope
/// leaves no trace. The method is a comparison: every question is asked before the records outside exist and after, and
/// each answer must be the same, byte for byte — a list, its order and count, a filter with the very values that are
/// hidden, an id, a figure, an export, an error.
#include <fmt/format.h>

#include <array>

#include "base/clock.hpp"
#include "fixture.hpp"
#include "services/reach.hpp"
#include "services/record_schema.hpp"

namespace liufa::host::test {
namespace {

constexpr std::int64_t root = 1;

/// One side of the district: an organisation below the root, a person there, and a record of every type.
struct Side {
  std::int64_t organisation;
  std::int64_t member;
  std::int64_t record;  ///< the id of the record of every other type
  std::int64_t number;
  std::string word;
  std::string file;
};

const Side inside{2, 5, 101, 11, "inside", std::string(64, 'a')};
const Side outside{3, 6, 202, 22, "outside", std::string(64, 'b')};

class ScopeOfEverything : public ApiTest {
 protected:
  ScopeOfEverything() {
    const auto found = host.found();
    for (const Package& package : found->packages) {
      const Response enabled = ask("POST", "/methods/" + package.manifest->id + "/enable");
      EXPECT_EQ(enabled.status, 200) << enabled.body;
    }
    model = host.district("d").model();
    host.district("d").store().write([&](Session& session) {
      put(session, "directory.organisation", root, {root, 0, 0, 0, "root", ""}, "/1/");
    });
    add(inside);
    // A workbook says when it was made.
    host.district("d").clock().set(*parse_instant("2026-03-02T02:00:00Z"));
    for (const char* role : {"office", "secretary", "community", "auditor", "discipline"})
      person(role, inside.organisation, 0);
    person("member", 0, inside.member);
    person("admin", 0, 0);
    person("security", 0, 0);
    person("", 0, 0);
  }

  /// A record of every type that has owners, owned by this side; put into the tables as they are, so that no method's
  /// rule keeps a type out.
  void add(const Side& side) {
    host.district("d").store().write([&](Session& session) {
      for (const auto& [id, schema] : model->records) {
        if (schema->type.owners.empty()) continue;
        if (id == "directory.organisation")
          put(session, id, side.organisation, side, fmt::format("/1/{}/", side.organisation));
        else
          put(session, id, id == "directory.member" ? side.member : side.record, side, "");
      }
      const std::array<ValueView, 3> use{std::string_view(side.file), std::string_view("pairing.pair"), side.record};
      session.execute("INSERT INTO core_file_use (hash, record, subject) VALUES ($1, $2, $3)", use);
    });
  }

  void put(Session& session, const std::string& type, std::int64_t id, const Side& side, const std::string& path) {
    const RecordSchema& schema = model->record(type);
    Values values{
        id, std::int64_t{1}, {}, std::string("2026-01-01T00:00:00.000Z"), std::string("2026-01-01T00:00:00.000Z")};
    if (schema.type.workflow) values[2] = schema.type.workflow->initial;
    for (const Field& field : schema.type.fields) {
      Value value = value_of(field, side);
      if (type == "directory.organisation" && field.id == "parent") value = id == root ? Value{} : Value{root};
      if (type == "directory.organisation" && field.id == "path") value = path;
      if (type == "directory.organisation" && field.id == "closed_on") value = {};
      values.push_back(std::move(value));
    }
    std::vector<ValueView> views;
    for (const Value& each : values) views.push_back(view(each));
    session.execute(schema.insert, views);
  }

  static Value value_of(const Field& field, const Side& side) {
    switch (field.type) {
      case FieldType::organisation:
        return field.list ? Value{fmt::format("[{}]", side.organisation)} : Value{side.organisation};
      case FieldType::member: return field.list ? Value{fmt::format("[{}]", side.member)} : Value{side.member};
      case FieldType::record: return field.list ? Value{fmt::format("[{}]", side.record)} : Value{side.record};
      case FieldType::file: return field.list ? Value{Json::array({side.file}).dump()} : Value{side.file};
      case FieldType::integer:
      case FieldType::money:
      case FieldType::decimal: return field.list ? Value{fmt::format("[{}]", side.number)} : Value{side.number};
      case FieldType::boolean: return Value{side.number % 2};
      case FieldType::date: return Value{fmt::format("2026-01-{}", side.number)};
      case FieldType::datetime: return Value{fmt::format("2026-01-{}T00:00:00.000Z", side.number)};
      case FieldType::choice: {
        const std::string& option = (side.word == "inside" ? field.options.front() : field.options.back()).id;
        return field.list ? Value{Json::array({option}).dump()} : Value{option};
      }
      case FieldType::text: {
        const std::string text = side.word + "-" + field.id;
        return field.list ? Value{Json::array({text}).dump()} : Value{text};
      }
    }
    return {};
  }

  void person(const std::string& role, std::int64_t organisation, std::int64_t member) {
    Actor actor;
    actor.name = role.empty() ? "nobody" : role;
    actor.account = static_cast<std::int64_t>(people.size()) + 1;
    actor.member = member;
    if (!role.empty()) {
      actor.roles = {role};
      actor.posts = {{actor.account, role, organisation}};
    }
    people.push_back(std::move(actor));
  }

  std::string answer(const Actor& actor, const std::string& method, const std::string& path,
                     const std::string& body = {}) {
    Request request;
    request.method = method;
    const std::size_t question = path.find('?');
    request.path = "/api/v1/districts/d" + path.substr(0, question);
    if (question != std::string::npos) request.query = parse_query(std::string_view(path).substr(question + 1));
    request.headers = {{"if-match", "*"}};
    request.body = body;
    request.actor = actor;
    const Response response = api.handle(request);
    return fmt::format("{} {}", response.status, response.body);
  }

  /// A value of the hidden record as a filter's text.
  static std::string filter_text(const Field& field) {
    const Value value = value_of(field, outside);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (field.type == FieldType::boolean) return "false";
    return std::to_string(std::get<std::int64_t>(value));
  }

  std::int64_t id_of(const RecordType& type, const Side& side) const {
    return type.full_id == "directory.organisation" ? side.organisation
           : type.full_id == "directory.member"     ? side.member
                                                    : side.record;
  }

  /// CSV with one row, of the record inside, that refers to something by a text.
  static std::string import_that_names(const RecordType& type, const Field& reference, const std::string& named) {
    std::string heading = reference.id;
    std::string row = named;
    for (const std::string& key : type.key) {
      if (key == reference.id) continue;
      const Value value = value_of(*type.field(key), inside);
      const auto* text = std::get_if<std::string>(&value);
      heading += "," + key;
      row += "," + (text ? *text : std::to_string(std::get<std::int64_t>(value)));
    }
    return heading + "\n" + row + "\n";
  }

  /// Every question about one type that could betray a record of it.
  void ask_about(const Actor& actor, const RecordType& type, std::map<std::string, std::string>& answers) {
    const std::string base = fmt::format("/records/{}/{}", type.method, type.id);
    const auto put_question = [&](const std::string& method, const std::string& path, const std::string& body = {}) {
      answers.emplace(fmt::format("{} {} {} {}", actor.name, method, path, body), answer(actor, method, path, body));
    };
    put_question("GET", base + "?count=true");
    put_question("GET", base + "?titles=true");
    put_question("GET", base + "/export");
    for (const char* word : {"outside", "out+side", "o", "inside"}) {
      put_question("GET", fmt::format("{}?count=true&q={}", base, word));
      put_question("GET", fmt::format("{}/export?q={}", base, word));
    }
    put_question("GET", base + "/export?format=csv&names=true");
    put_question("GET", base + "/export?format=xlsx&names=true");
    put_question("GET", base + "/template");
    for (const Field& field : type.fields) {
      if (!field.list) put_question("GET", fmt::format("{}?count=true&limit=1&sort=-{}", base, field.id));
      put_question("GET", fmt::format("{}?count=true&{}={}", base, field.id, filter_text(field)));
      put_question("GET", fmt::format("{}?count=true&{}.not={}", base, field.id, filter_text(field)));
      put_question("GET", fmt::format("{}?count=true&{}.gte={}", base, field.id, filter_text(field)));
      put_question("GET", fmt::format("{}/export?{}={}", base, field.id, filter_text(field)));
      if (field.is_reference() && !field.anywhere && !field.computed) {
        const std::int64_t hidden = field.type == FieldType::organisation ? outside.organisation
                                    : field.type == FieldType::member     ? outside.member
                                                                          : outside.record;
        const Json value = field.list ? Json::array({hidden}) : Json(hidden);
        // A type without owners is everybody's: what is referred to there is no secret.
        if (!model->record(field.record).type.owners.empty()) {
          put_question("POST", base, Json{{field.id, value}}.dump());
          put_question("PATCH", fmt::format("{}/{}", base, id_of(type, inside)), Json{{field.id, value}}.dump());
          for (const std::string& named : {std::to_string(hidden), fmt::format("#{}", hidden),
                                           std::string("outside-code"), std::string("outside-name")})
            put_question("POST", base + "/import?dry_run=true", import_that_names(type, field, named));
        }
      }
    }
    put_question("GET", fmt::format("{}?count=true&id={}", base, id_of(type, outside)));
    const std::string record = fmt::format("{}/{}", base, id_of(type, outside));
    put_question("GET", record);
    put_question("GET", record + "?titles=true");
    put_question("GET", record + "/history?titles=true");
    put_question("GET", record + "/steps");
    put_question("GET", record + "/links");
    const std::string reached = fmt::format("{}/{}", base, id_of(type, inside));
    put_question("GET", reached + "/history?titles=true");
    put_question("GET", reached + "/steps");
    put_question("GET", reached + "/links");
    put_question("PATCH", record, R"({"note": "x"})");
    if (!type.fields.empty()) put_question("PATCH", record, Json{{type.fields.front().id, nullptr}}.dump());
    if (type.workflow)
      for (const Transition& step : type.workflow->transitions) {
        put_question("POST", record + "/transitions/" + step.id, "{}");
        put_question("POST", fmt::format("{}/bulk/{}", base, step.id),
                     Json{{"records", Json::array({Json{{"id", id_of(type, outside)}}})}}.dump());
      }
  }

  /// The machine's administrators see all organisations: nothing of these is outside for them.
  static bool reaches_all(const Actor& actor, const RecordType& type) {
    return scope_of(actor, {Act::read, type.full_id, type.read}).everything();
  }

  std::map<std::string, std::string> ask_everything() {
    std::map<std::string, std::string> answers;
    for (const Actor& actor : people) {
      for (const auto& [id, schema] : model->records)
        if (!schema->type.owners.empty() && !reaches_all(actor, schema->type)) ask_about(actor, schema->type, answers);
      for (const char* path : {"/figures", "/figures?period=2026", "/figures?period=2026-Q1", "/figures?organisation=1",
                               "/figures?organisation=3", "/records", "/openapi.json", "/methods",
                               "/report?format=md&period=2026", "/report?format=html&lang=en&period=2026",
                               "/report?format=md&organisation=1", "/report?format=md&organisation=3"})
        answers.emplace(actor.name + " " + path, answer(actor, "GET", path));
      for (const auto& [key, figure] : model->figures) {
        answers.emplace(actor.name + " " + key, answer(actor, "GET", "/figures/" + key));
        answers.emplace(actor.name + " behind " + key, answer(actor, "GET", "/figures/" + key + "/records?count=true"));
        answers.emplace(actor.name + " found behind " + key,
                        answer(actor, "GET", "/figures/" + key + "/records?count=true&q=outside"));
      }
      answers.emplace(actor.name + " file", answer(actor, "GET", "/files/" + outside.file));
      answers.emplace(actor.name + " about", answer(actor, "GET", "/files/" + outside.file + "/about"));
    }
    return answers;
  }

  std::shared_ptr<const DistrictModel> model;
  std::vector<Actor> people;
};

TEST_F(ScopeOfEverything, what_lies_outside_leaves_no_trace) {
  const auto before = ask_everything();
  ASSERT_GT(before.size(), 5000U);
  add(outside);
  for (const auto& [question, expected] : ask_everything()) EXPECT_EQ(before.at(question), expected) << question;
}

TEST_F(ScopeOfEverything, what_lies_inside_is_seen_by_those_whom_the_manifest_names_and_by_nobody_else) {
  add(outside);
  std::size_t seen = 0;
  for (const auto& [id, schema] : model->records) {
    const RecordType& type = schema->type;
    if (type.owners.empty()) continue;
    // The one inside is shared with everybody, wherever they are.
    const bool shared = id == "work.view";
    const bool has_member =
        std::any_of(type.owners.begin(), type.owners.end(), [&, &id = id](const std::string& owner) {
          return owner == "id" ? id == "directory.member" : type.field(owner)->type == FieldType::member;
        });
    for (const Actor& actor : people) {
      const bool reads = std::any_of(type.read.begin(), type.read.end(),
                                     [&](const Permission& each) { return actor.roles.contains(each.role); });
      const bool machine = actor.roles.contains("admin") || actor.roles.contains("security");
      const bool owns = actor.member == 0 || has_member || shared;
      const std::string list = answer(actor, "GET", fmt::format("/records/{}/{}?count=true", type.method, type.id));
      const std::string one =
          answer(actor, "GET", fmt::format("/records/{}/{}/{}", type.method, type.id, id_of(type, inside)));
      SCOPED_TRACE(actor.name + " " + id + " " + list);
      if (!reads) {
        EXPECT_TRUE(list.starts_with("403") && one.starts_with("403"));
        continue;
      }
      // The machine's administrators see the organisations, which are nobody's personal data, and all of them.
      const char* count = machine && !shared ? "\"count\":3" : owns ? "\"count\":1" : "\"count\":0";
      EXPECT_NE(list.find(count), std::string::npos);
      EXPECT_TRUE(one.starts_with(owns ? "200" : "404"));
      EXPECT_TRUE(answer(actor, "GET", fmt::format("/records/{}/{}?q=in+s", type.method, type.id)).starts_with("200"));
      ++seen;
    }
  }
  EXPECT_GT(seen, 60U);
}

TEST_F(ScopeOfEverything, is_the_same_however_it_is_looked_up) {
  add(outside);
  host.district("d").store().write([](Session& session) { note_tree_change(session); });
  const auto session = host.district("d").store().read();
  KnownTree tree;
  std::size_t known_ones = 0;
  const auto reached = [&](const RecordType& type, const Condition& condition) {
    std::vector<ValueView> values;
    for (const Value& each : condition.parameters) values.push_back(view(each));
    std::vector<std::int64_t> ids;
    const auto rows =
        session->query(fmt::format("SELECT id FROM {} WHERE {} ORDER BY id", type.table, condition.sql), values);
    while (rows->next()) ids.push_back(rows->integer(0));
    return ids;
  };
  std::size_t some = 0;
  for (const auto& [id, schema] : model->records)
    for (const Actor& actor : people) {
      const RecordType& type = schema->type;
      const Scope scope = scope_of(actor, {Act::read, id, type.read});
      const Condition gathered = scope.condition(type, 1, Scope::Look::set);
      if (gathered.sql.empty()) continue;
      const auto ids = reached(type, gathered);
      EXPECT_EQ(ids, reached(type, scope.condition(type, 1, Scope::Look::each))) << id << " " << actor.name;
      std::vector<std::int64_t> told;
      for (const auto& [each, version] :
           versions_in_scope(*session, *schema,
                             {root, inside.organisation, outside.organisation, inside.member, outside.member,
                              inside.record, outside.record, 999},
                             scope, tree))
        told.push_back(each);
      EXPECT_EQ(ids, told) << id << " " << actor.name << ", to those who follow";
      some += ids.size();
      const auto known = tree.reach(*session, scope.tops());
      const auto condition = known ? scope.condition(type, 1, *known) : std::nullopt;
      if (!condition) continue;
      EXPECT_EQ(ids, reached(type, *condition)) << id << " " << actor.name;
      ++known_ones;
    }
  EXPECT_GT(some, 20U);
  EXPECT_GT(known_ones, 20U);
}

TEST_F(ScopeOfEverything, an_office_over_the_district_sees_both_sides) {
  add(outside);
  person("office", 0, 0);
  for (const auto& [id, schema] : model->records)
    if (!schema->type.owners.empty() && id != "directory.organisation") {
      const std::string list =
          answer(people.back(), "GET", fmt::format("/records/{}/{}?count=true", schema->type.method, schema->type.id));
      // But another's view is theirs alone, unless it is shared.
      EXPECT_NE(list.find(id == "work.view" ? "\"count\":1" : "\"count\":2"), std::string::npos) << list;
    }
}

}  // namespace
}  // namespace liufa::host::test
