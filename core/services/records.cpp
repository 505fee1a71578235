#include "services/records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "services/derived.hpp"
#include "services/disclosing.hpp"
#include "services/files.hpp"
#include "services/reach.hpp"
#include "services/reminders.hpp"
#include "services/sealing.hpp"
#include "services/uniqueness.hpp"
#include "storage/schema.hpp"

namespace liufa::host {

namespace {

constexpr int deepest_handlers = 16;

/// Handlers may write, which runs handlers: counted, so that a circle ends with an explanation.
class Depth {
 public:
  explicit Depth(WriteContext& context) : context_(context) {
    if (context_.depth >= deepest_handlers) throw Problem("hook.depth", {{"limit", std::to_string(deepest_handlers)}});
    ++context_.depth;
  }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;
  ~Depth() { --context_.depth; }

 private:
  WriteContext& context_;
};

void require_writable(const RecordSchema& schema) {
  if (!schema.active) throw Problem("method.not_enabled", {{"method", schema.type.method}});
  require_not_derived(schema);
}

/// The hooks of an operation; null if there are none.
const std::vector<BeforeHook>* hooks_of(const WriteContext& context, const RecordSchema& schema,
                                        std::string_view operation) {
  const auto found = context.model.before.find(fmt::format("{}.{}", schema.type.full_id, operation));
  return found == context.model.before.end() ? nullptr : &found->second;
}

void run_before(Change& change) {
  const auto* hooks = hooks_of(change.context, change.schema, change.operation);
  if (!hooks) return;
  const Depth depth(change.context);
  for (const BeforeHook& hook : *hooks) hook(change);
}

void run_guards(const Change& change) {
  const std::string name = fmt::format("{}.{}", change.schema.type.full_id, change.operation);
  const auto guards = change.context.model.guards.find(name);
  if (guards == change.context.model.guards.end()) return;
  const Depth depth(change.context);
  for (const Guard& guard : guards->second) guard(change);
}

/// One error as it is, several as one with parts.
void throw_all(std::vector<Problem>& errors) {
  if (errors.empty()) return;
  if (errors.size() == 1) throw errors.front();
  Problem all("record.invalid", {{"count", std::to_string(errors.size())}});
  for (Problem& each : errors) all.with(std::move(each));
  throw all;
}

/// Before the hooks, so that these see ids and may count on them. A person can refer to what they can see; what stays
/// as it was in `before` they need not.
void resolve_given(WriteContext& context, const RecordSchema& schema, const Record* before, Changes& given) {
  const Actor* person = context.author.empty() ? context.person : nullptr;
  std::vector<Problem> errors;
  for (auto& [index, value] : given) {
    try {
      const bool unchanged = before && before->values[index] == value;
      resolve_reference(context, schema.type.fields[index], value, unchanged ? nullptr : person);
    } catch (Problem& problem) {
      errors.push_back(std::move(problem));
    }
  }
  throw_all(errors);
}

/// All that a declaration says of the values as they would be written; every error at once. References that are the
/// same as `checked`'s need no second look.
void check_values(WriteContext& context, const RecordSchema& schema, Record& after, const Record& checked) {
  std::vector<Problem> errors;
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    const Field& field = schema.type.fields[i];
    Value& value = after.values[i];
    if (is_null(value)) {
      if (field.required) errors.push_back(Problem("record.required", {{"name", field.name}}).at_field(field.id));
    } else if (checked.values[i] != value) {
      try {
        resolve_reference(context, field, value, nullptr);
      } catch (Problem& problem) {
        errors.push_back(std::move(problem));
      }
    }
  }
  throw_all(errors);
}

/// The event's two sides: on creation all that is set, else what differs.
struct Difference {
  JsonBuffer before;
  JsonBuffer after;
};

void write_difference(const RecordSchema& schema, const Record* before, const Record& after, Difference& out) {
  JsonWriter old_side(out.before);
  JsonWriter new_side(out.after);
  old_side.StartObject();
  new_side.StartObject();
  const auto add = [](JsonWriter& writer, const Field& field, const Value& value) {
    writer.Key(field.id.data(), static_cast<rapidjson::SizeType>(field.id.size()));
    write_value(writer, field, view(value));
  };
  if (schema.type.workflow && (!before || before->state != after.state)) {
    if (before) {
      old_side.Key("state");
      old_side.String(before->state.c_str());
    }
    new_side.Key("state");
    new_side.String(after.state.c_str());
  }
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    if (before ? before->values[i] == after.values[i] : is_null(after.values[i])) continue;
    if (before) add(old_side, schema.type.fields[i], before->values[i]);
    add(new_side, schema.type.fields[i], after.values[i]);
  }
  old_side.EndObject();
  new_side.EndObject();
}

/// So that a file is found by the records that refer to it.
void note_files(WriteContext& context, const RecordSchema& schema, const Record* before, const Record& after) {
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    const Field& field = schema.type.fields[i];
    const auto* text = std::get_if<std::string>(&after.values[i]);
    if (field.type != FieldType::file || !text || (before && before->values[i] == after.values[i])) continue;
    const Json hashes = field.list ? Json::parse(*text) : Json::array({*text});
    for (const Json& hash : hashes)
      note_file_use(context.session, hash.get_ref<const std::string&>(), schema.type.full_id, after.id);
  }
}

void append_event(WriteContext& context, const RecordSchema& schema, std::string_view event, const Record* before,
                  const Record& after) {
  note_files(context, schema, before, after);
  Difference difference;
  write_difference(schema, before, after, difference);
  const std::string topic = fmt::format("{}.{}", schema.type.full_id, event);
  context.log.append(context.session,
                     {0, context.now, context.actor, context.author.empty() ? schema.type.method : context.author,
                      topic, schema.type.full_id, after.id, before ? text_of(difference.before) : std::string_view{},
                      text_of(difference.after)});
}

Record load(WriteContext& context, const RecordSchema& schema, std::int64_t id, std::optional<std::int64_t> version,
            const Scope& scope) {
  Record record = read_record(context.session, schema, id);
  require_reach(context, scope, schema, record);
  if (version && *version != record.version)
    throw Problem("record.stale", {{"expected", std::to_string(*version)}, {"found", std::to_string(record.version)}});
  return record;
}

void store_changes(WriteContext& context, const RecordSchema& schema, const Record& before, Record& after) {
  after.version = before.version + 1;
  after.updated_at = context.now;
  std::string sql = fmt::format("UPDATE {} SET version = $1, updated_at = $2, state = $3", schema.type.table);
  std::vector<ValueView> values{after.version, std::string_view(after.updated_at),
                                schema.type.workflow ? ValueView{std::string_view(after.state)} : ValueView{}};
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
    if (before.values[i] == after.values[i]) continue;
    values.push_back(view(after.values[i]));
    sql += fmt::format(", {} = ${}", schema.type.fields[i].id, values.size());
  }
  values.push_back(after.id);
  sql += fmt::format(" WHERE id = ${}", values.size());
  try {
    context.session.execute(sql, values);
  } catch (const Problem& problem) {
    if (problem.code() != "storage.constraint") throw;
    explain_constraint(context, schema, after, problem);
  }
}

Text state_name(const RecordSchema& schema, const std::string& state) {
  const State* found = schema.type.workflow ? schema.type.workflow->state(state) : nullptr;
  return found ? found->name : Text{state, state};
}

void check_changeable(const WriteContext& context, const RecordSchema& schema, const Record& before,
                      const Changes& given) {
  if (!context.author.empty()) return;
  for (const auto& [index, value] : given)
    if (before.values[index] != value)
      if (const auto problem = why_unchangeable(schema, before, index)) throw *problem;
}

/// Fields that have a value.
std::int64_t filled(const Record& record) {
  return std::count_if(record.values.begin(), record.values.end(), [](const Value& each) { return !is_null(each); });
}

void apply(Record& record, Changes& given) {
  for (auto& [index, value] : given) record.values[index] = std::move(value);
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, ", ")); }

}  // namespace

std::int64_t IdSource::next(Session& session, const RecordType& type) {
  if (generation_ != session.generation()) {
    last_.clear();
    generation_ = session.generation();
  }
  auto found = last_.find(type.table);
  if (found == last_.end()) {
    // Those of erased records included: their events still name them.
    const ValueView record = std::string_view(type.full_id);
    const std::int64_t highest =
        std::max(session.scalar_integer(fmt::format("SELECT MAX(id) FROM {}", type.table)),
                 session.scalar_integer("SELECT MAX(subject) FROM core_event WHERE record = $1", {&record, 1}));
    found = last_.emplace(type.table, highest).first;
  }
  return ++found->second;
}

Record read_record(Session& session, const RecordSchema& schema, std::int64_t id) {
  const ValueView parameter = id;
  const auto rows = session.query(schema.select_by_id, {&parameter, 1});
  if (!rows->next()) throw not_found(schema, std::to_string(id));
  return schema.record_in(*rows);
}

const Transition& transition_of(const RecordSchema& schema, std::string_view transition) {
  if (!schema.type.workflow) throw Problem("workflow.none", {{"record", schema.type.name}, {"transition", transition}});
  const Transition* found = schema.type.workflow->transition(transition);
  if (found) return *found;
  std::string known;
  for (const Transition& each : schema.type.workflow->transitions) known += (known.empty() ? "" : ", ") + each.id;
  throw Problem("workflow.no_transition", {{"record", schema.type.name}, {"transition", transition}, {"known", known}});
}

std::optional<Problem> why_unchangeable(const RecordSchema& schema, const Record& record, std::size_t index) {
  const Field& field = schema.type.fields[index];
  if (field.computed) return Problem("record.computed", {{"name", field.name}}).at_field(field.id);
  if (field.fixed && !is_null(record.values[index]))
    return Problem("record.fixed", {{"name", field.name}}).at_field(field.id);
  if (!field.during.empty() && std::find(field.during.begin(), field.during.end(), record.state) == field.during.end())
    return Problem("record.not_in_state", {{"name", field.name}, {"state", state_name(schema, record.state)}})
        .at_field(field.id);
  return std::nullopt;
}

Record create_record(WriteContext& context, const RecordSchema& schema, Changes given) {
  require_writable(schema);
  const Scope scope = writer_scope(context, Act::create, schema, schema.type.create);
  Record record;
  record.version = 1;
  record.created_at = record.updated_at = context.now;
  if (schema.type.workflow) record.state = schema.type.workflow->initial;
  record.values.resize(schema.type.fields.size());
  for (std::size_t i = 0; i < schema.type.fields.size(); ++i)
    if (schema.type.fields[i].default_value)
      record.values[i] = decode_value(schema.type.fields[i], *schema.type.fields[i].default_value);
  resolve_given(context, schema, nullptr, given);
  apply(record, given);
  const std::int64_t told = filled(record);
  record.id = context.ids.next(context.session, schema.type);
  if (hooks_of(context, schema, "create")) {
    const Record checked = record;
    Change change{context, schema, "create", nullptr, record};
    run_before(change);
    check_values(context, schema, record, checked);
  } else {
    check_values(context, schema, record, record);
  }

  seal_changed(context, schema, nullptr, record);
  std::vector<ValueView> values{record.id, record.version,
                                schema.type.workflow ? ValueView{std::string_view(record.state)} : ValueView{},
                                std::string_view(record.created_at), std::string_view(record.updated_at)};
  for (const Value& value : record.values) values.push_back(view(value));
  try {
    context.session.execute(schema.insert, values);
  } catch (const Problem& problem) {
    if (problem.code() != "storage.constraint") throw;
    explain_constraint(context, schema, record, problem);
  }
  require_kept(context, scope, schema, record);
  if (context.person && context.author.empty())
    count_spared(context.session, schema.type.full_id, filled(record) - told);
  append_event(context, schema, "created", nullptr, record);
  return record;
}

Record update_record(WriteContext& context, const RecordSchema& schema, std::int64_t id,
                     std::optional<std::int64_t> version, Changes given) {
  require_writable(schema);
  if (given.empty()) throw Problem("record.nothing_to_change");
  const Scope scope = writer_scope(context, Act::update, schema, schema.type.update);
  const Record before = load(context, schema, id, version, scope);
  Record after = before;
  resolve_given(context, schema, &before, given);
  check_changeable(context, schema, before, given);
  drop_unchanged(context, schema, before, given);
  apply(after, given);
  if (after.values == before.values) return before;
  Change change{context, schema, "update", &before, after};
  const Record checked = after;
  run_before(change);
  check_values(context, schema, after, checked);
  seal_changed(context, schema, &before, after);
  store_changes(context, schema, before, after);
  require_kept(context, scope, schema, after);
  append_event(context, schema, "updated", &before, after);
  return after;
}

void rehearse_update(WriteContext& context, const RecordSchema& schema, std::int64_t id) {
  require_writable(schema);
  const Record before = load(context, schema, id, {}, writer_scope(context, Act::update, schema, schema.type.update));
  Record after = before;
  Change change{context, schema, "update", &before, after};
  run_before(change);
}

Record transition_record(WriteContext& context, const RecordSchema& schema, std::int64_t id,
                         std::optional<std::int64_t> version, std::string_view transition, Changes given) {
  require_writable(schema);
  const Transition& step = transition_of(schema, transition);
  const Scope scope = writer_scope(context, Act::transition, schema, step.by);
  const Record before = load(context, schema, id, version, scope);
  if (std::find(step.from.begin(), step.from.end(), before.state) == step.from.end()) {
    Text from;
    for (const std::string& each : step.from) {
      const Text name = state_name(schema, each);
      from.zh += (from.zh.empty() ? "" : "、") + name.zh;
      from.en += (from.en.empty() ? "" : ", ") + name.en;
    }
    throw Problem("workflow.wrong_state",
                  {{"state", state_name(schema, before.state)}, {"transition", step.name}, {"from", from}});
  }
  if (context.author.empty())
    for (const auto& [index, value] : given) {
      const std::string& field = schema.type.fields[index].id;
      const auto lists = [&](const std::vector<std::string>& words) {
        return std::find(words.begin(), words.end(), field) != words.end();
      };
      if (!lists(step.needs) && !lists(step.takes))
        throw Problem("workflow.not_taken",
                      {{"transition", step.name},
                       {"field", field},
                       {"known", joined(step.needs) + (step.takes.empty() ? "" : ", ") + joined(step.takes)}})
            .at_field(field);
    }
  resolve_given(context, schema, &before, given);
  Record after = before;
  drop_unchanged(context, schema, before, given);
  apply(after, given);
  after.state = step.to;
  const Record checked = after;
  Change change{context, schema, transition, &before, after};
  run_before(change);
  for (const std::string& needed : step.needs) {
    const std::size_t index = schema.index(needed);
    if (is_null(after.values[index]))
      throw Problem("record.required", {{"name", schema.type.fields[index].name}}).at_field(needed);
  }
  check_values(context, schema, after, checked);
  run_guards(change);
  seal_changed(context, schema, &before, after);
  store_changes(context, schema, before, after);
  require_kept(context, scope, schema, after);
  append_event(context, schema, step.event, &before, after);
  if (step.discloses) disclose(context, schema, step, after);
  return after;
}

void emit_event(WriteContext& context, std::string_view method, std::string_view name, std::string_view payload) {
  const std::string topic = fmt::format("{}.{}", method, name);
  context.log.append(context.session, {0, context.now, context.actor, method, topic, {}, 0, {}, payload});
}

void emit_event_about(WriteContext& context, const RecordSchema& schema, std::int64_t id, std::string_view name,
                      const Json& payload) {
  const std::string topic = fmt::format("host.{}", name);
  const std::string text = payload.dump();
  context.log.append(context.session,
                     {0, context.now, context.actor, "host", topic, schema.type.full_id, id, {}, text});
}

}  // namespace liufa::host
