#include "methods/district.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "directory/built_in.hpp"
#include "methods/access_hooks.hpp"
#include "methods/directory_hooks.hpp"
#include "methods/privacy_hooks.hpp"
#include "methods/references.hpp"
#include "methods/work_hooks.hpp"
#include "model/manifest_reader.hpp"
#include "services/decode.hpp"
#include "services/figures.hpp"
#include "services/reminders.hpp"
#include "services/settings.hpp"
#include "storage/schema.hpp"

namespace liufa::host {

namespace {

constexpr const char* host_name = "host";

SessionRule session_rule(Session& session) {
  const Json settings = read_settings(session, built_in_manifest("access"));
  return {std::chrono::minutes{settings.at("idle_minutes").get<int>()},
          std::chrono::hours{settings.at("absolute_hours").get<int>()}};
}

/// The organisation or member that an input names, by id or key; 0 if none.
std::int64_t input_reference(Session& session, const DistrictModel& model, const Action& action, const Json& input,
                             std::string_view name) {
  const auto field =
      std::find_if(action.input.begin(), action.input.end(), [&](const Field& each) { return each.id == name; });
  const auto given = input.find(name);
  if (field == action.input.end() || given == input.end() || given->is_null()) return 0;
  if (given->is_number_integer()) return given->get<std::int64_t>();
  const RecordType& type = model.record(field->record).type;
  const ValueView key = std::string_view(given->get_ref<const std::string&>());
  return session.scalar_integer(fmt::format("SELECT id FROM {} WHERE {} = $1", type.table, type.key.front()),
                                {&key, 1});
}

/// Who has the role over part of the district only starts an action for what lies in that part.
void require_inputs_in_scope(Session& session, const DistrictModel& model, const Actor& person, const Action& action,
                             const Json& input) {
  const Scope scope = authorise(person, {Act::run, action.id, action.by});
  if (!scope.covers_inputs(session, action.input,
                           [&](std::string_view name) { return input_reference(session, model, action, input, name); }))
    throw Problem("access.action_reach", {{"action", action.name}});
}

bool same(const std::shared_ptr<const WebFiles>& left, const std::shared_ptr<const WebFiles>& right) {
  return left && right ? *left == *right : left == right;
}

}  // namespace

District::District(Options options) : options_(std::move(options)), keys_(options_.keys) {
  std::filesystem::create_directories(options_.folder);
  store_ = open_sqlite((options_.folder / "district.db").string(), options_.durability);
  store_->on_commit([this] { recent_events_.committed(); });
  store_->write([&](Session& session) {
    create_core_tables(session);
    for (const auto& manifest : built_in_manifests())
      for (const RecordType& type : manifest->records)
        for (const std::string& line : migrate(session, type)) spdlog::info("[{}] {}", options_.id, line);
  });
  for (const auto& manifest : built_in_manifests()) known_[manifest->id] = {manifest, nullptr, nullptr};
  publish(build_model());
  reload_access();
  sessions_.load(*store_->read(), sessions_.rule());
  sign_in_delay_.load(*store_->read());
  open_methods();
  dispatcher_ = std::make_unique<Dispatcher>(
      *store_, clock_,
      [this] {
        const std::lock_guard lock(model_mutex_);
        return subscribers_;
      },
      options_.retry);
}

District::~District() {
  // Actions write through the store, handlers run in the dispatcher: both end before anything they use.
  for (const auto& [id, known] : known_) runs_.cancel_all(id);
  dispatcher_.reset();
  try {
    store_->write([&](Session& session) { sessions_.save_use(session); });
  } catch (const std::exception& error) {
    spdlog::warn("[{}] when sessions were last used is not written down: {}", options_.id, error.what());
  }
}

std::shared_ptr<const DistrictModel> District::model() const {
  const std::shared_lock lock(model_mutex_);
  return model_;
}

void District::write(const std::string& actor, const std::function<void(WriteContext&)>& work,
                     const std::string& author) {
  write_as(actor, author, nullptr, work);
}

void District::write(const Actor& person, const std::function<void(WriteContext&)>& work) {
  write_as(person.name, {}, &person, work);
}

void District::write_as(const std::string& actor, const std::string& author, const Actor* person,
                        const std::function<void(WriteContext&)>& work) {
  bool access_changed = false;
  store_->write([&](Session& session) {
    const auto current = model();
    WriteContext context{session, *current, log_, ids_, clock_.now(), actor, author, 0, nullptr, person, &keys_};
    work(context);
    access_changed = context.access_changed;
  });
  if (access_changed) reload_access();
  if (dispatcher_) dispatcher_->notify();
}

void District::reload_access() {
  const Reader session = store_->read();
  accounts_.load(*session);
  tokens_.load(*session);
  sessions_.set_rule(session_rule(*session));
  sessions_.keep_only([&](std::int64_t account) {
    const auto found = accounts_.by_id(account);
    return found && found->state == "active";
  });
}

std::string District::start_action(const Actor& person, std::string_view method, std::string_view action,
                                   const Json& input) {
  const auto current = model();
  const MethodInDistrict& known = current->method(method);
  if (!known.active) throw Problem("method.not_enabled", {{"method", method}});
  const Action* declared = known.manifest->action(action);
  if (!declared) {
    std::string names;
    for (const Action& each : known.manifest->actions) names += (names.empty() ? "" : ", ") + each.id;
    throw Problem("action.none", {{"method", method}, {"action", action}, {"known", names}});
  }
  const Json checked = decode_object(declared->input, input, [&](const std::string& name) {
    std::string names;
    for (const Field& each : declared->input) names += (names.empty() ? "" : ", ") + each.id;
    return Problem("request.unknown_parameter", {{"name", name}, {"known", names}}).at_field(name);
  });
  const std::string name = fmt::format("{}.{}", method, action);
  require_inputs_in_scope(*store_->read(), *current, person, *declared, checked);
  return runs_.start(
      method, action, person.name,
      [this, current, actor = person.name, checked, name, id = std::string(method)](
          const Progress& progress, const std::atomic<bool>& cancelled) {
        const auto snapshot = store_->snapshot(&cancelled);
        ActionContext context{
            *snapshot,     &current->method(id).grant,
            current.get(), actor,
            progress,      [&](const std::function<void(WriteContext&)>& work) { write(actor, work, id); }};
        return current->actions.at(name)(context, checked);
      });
}

std::shared_ptr<MethodInstance> District::start(const Package& package) {
  const auto manifest = package.manifest;
  return MethodInstance::start(
      package, {options_.id, clock_, [manifest](Session& session) { return read_settings(session, *manifest); }});
}

std::vector<District::Stored> District::stored_methods(Session& session) {
  std::vector<Stored> all;
  const auto rows =
      session.query("SELECT method, state, reason, version, manifest, count, since FROM core_method ORDER BY method");
  while (rows->next())
    all.push_back({std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2)),
                   std::string(rows->text(3)), std::string(rows->text(4)), rows->integer(5),
                   std::string(rows->text(6))});
  return all;
}

void District::open_methods() {
  const std::lock_guard lock(lifecycle_mutex_);
  const auto stored = stored_methods(*store_->read());
  for (const Stored& each : stored)
    known_[each.id] = {std::make_shared<const Manifest>(read_manifest(each.manifest, each.id + "/method.yaml")),
                       nullptr, nullptr};
  for (const Stored& each : stored) {
    if (each.state != "enabled") continue;
    try {
      resume(each);
    } catch (const Problem& problem) {
      quarantine(each, problem);
    }
  }
  shared_views_ = shared_views(manifests(), read_shared_views(*store_->read()));
  store_->write([this](Session& session) { store_shared_views(session, shared_views_); });
  publish(build_model());
}

void District::resume(const Stored& stored) {
  const Package* package = options_.packages->package(stored.id);
  if (!package) {
    for (const Found::Refused& refused : options_.packages->refused)
      if (refused.id == stored.id) throw refused.problem;
    throw Problem("method.none", {{"method", stored.id}, {"known", "-"}});
  }
  if (package->manifest_text != stored.manifest) {
    const auto granted = read_granted(*store_->read(), stored.id);
    // What was enabled before grants were kept had all that it declared then.
    require_granted(*package->manifest, granted ? granted->words : words_of(*known_[stored.id].manifest));
    write(host_name, [&](WriteContext& context) {
      for (const RecordType& type : package->manifest->records)
        for (const std::string& line : migrate(context.session, type)) spdlog::info("[{}] {}", options_.id, line);
      try_shared(context.session, *package->manifest);
      store_state(context, *package->manifest, package->manifest_text, "enabled", "");
    });
  }
  known_[stored.id] = {package->manifest, start(*package), std::make_shared<const Package>(*package)};
}

void District::quarantine(const Stored& stored, const Problem& problem) {
  spdlog::error("[{}] method {} quarantined: {}", options_.id, stored.id, problem.what());
  write(host_name, [&](WriteContext& context) {
    store_state(context, *known_[stored.id].manifest, stored.manifest, "quarantined", problem.to_json().dump());
  });
}

void District::store_state(WriteContext& context, const Manifest& manifest, const std::string& manifest_text,
                           const std::string& state, const std::string& reason) {
  const ValueView id = std::string_view(manifest.id);
  const std::array<ValueView, 2> same{id, std::string_view(state)};
  const std::int64_t before =
      context.session.scalar_integer("SELECT count FROM core_method WHERE method = $1 AND state = $2", same);
  context.session.execute("DELETE FROM core_method WHERE method = $1", {&id, 1});
  const std::array<ValueView, 7> values{id,
                                        std::string_view(state),
                                        std::string_view(reason),
                                        std::string_view(manifest.version),
                                        std::string_view(manifest_text),
                                        before + 1,
                                        std::string_view(context.now)};
  context.session.execute(
      "INSERT INTO core_method (method, state, reason, version, manifest, count, since) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      values);
  const std::string payload = Json{{"method", manifest.id}, {"version", manifest.version}}.dump();
  context.log.append(context.session,
                     {0, context.now, context.actor, host_name, "host.method." + state, {}, 0, {}, payload});
}

void District::check_needs(const Manifest& manifest) const {
  for (const auto& [other, required] : manifest.uses) {
    const auto found = known_.find(other);
    if (required && (found == known_.end() || !found->second.instance))
      throw Problem("method.needs", {{"method", manifest.id}, {"other", other}});
  }
  check_references(manifest, [this](std::string_view other) -> const Manifest* {
    if (const auto found = known_.find(std::string(other)); found != known_.end()) return found->second.manifest.get();
    const Package* package = options_.packages->package(other);
    return package ? package->manifest.get() : nullptr;
  });
  for (const auto& [other, known] : known_) check_names(manifest, *known.manifest);
}

void District::enable(const std::string& actor, const std::string& method,
                      const std::optional<CapabilityWords>& granted) {
  const std::lock_guard lock(lifecycle_mutex_);
  for (const Found::Refused& refused : options_.packages->refused)
    if (refused.id == method) throw refused.problem;
  const Package* package = options_.packages->package(method);
  if (!package) {
    std::string names;
    for (const Package& each : options_.packages->packages) names += (names.empty() ? "" : ", ") + each.manifest->id;
    throw Problem("method.none", {{"method", method}, {"known", names}});
  }
  if (const auto found = known_.find(method); found != known_.end() && found->second.instance) return;
  check_needs(*package->manifest);
  if (granted) {
    CapabilityWords all = *granted;
    if (const auto earlier = read_granted(*store_->read(), method))
      all.insert(earlier->words.begin(), earlier->words.end());
    require_granted(*package->manifest, all);
  }
  const auto before = known_;
  const auto views_before = shared_views_;
  known_[method] = {package->manifest, start(*package), std::make_shared<const Package>(*package)};
  try {
    shared_views_ = shared_views(manifests(), views_before);
    const auto next = build_model();
    write(actor, [&](WriteContext& context) {
      for (const RecordType& type : package->manifest->records)
        for (const std::string& line : migrate(context.session, type)) spdlog::info("[{}] {}", options_.id, line);
      try_shared(context.session, *package->manifest);
      store_shared_views(context.session, shared_views_);
      // A figure whose SQL can't be computed is found now, by the one who enables it.
      for (const Figure& figure : package->manifest->figures)
        (void)compute_figure(context.session, next->figures.at(figure.key), {}, Scope::whole_district());
      for (const Reminder& reminder : package->manifest->reminders) try_reminder(context.session, *next, reminder);
      store_granted(context, *package->manifest);
      store_state(context, *package->manifest, package->manifest_text, "enabled", "");
    });
    publish(next);
  } catch (...) {
    known_ = before;
    shared_views_ = views_before;
    throw;
  }
  if (dispatcher_) dispatcher_->notify();
}

void District::disable(const std::string& actor, const std::string& method) {
  const std::lock_guard lock(lifecycle_mutex_);
  const auto found = known_.find(method);
  if (found == known_.end() || is_built_in(method)) throw Problem("method.not_enabled", {{"method", method}});
  if (!found->second.instance) return;
  for (const auto& [other, known] : known_)
    if (const auto use = known.manifest->uses.find(method);
        known.instance && use != known.manifest->uses.end() && use->second)
      throw Problem("method.needed_by", {{"method", method}, {"other", other}});
  std::string manifest_text;
  for (const Stored& each : stored_methods(*store_->read()))
    if (each.id == method) manifest_text = each.manifest;
  const auto instance = std::exchange(found->second.instance, nullptr);
  found->second.package = nullptr;
  publish(build_model());
  runs_.cancel_all(method);
  // Runs after every write that still had the old model: from here on none of the method's handlers runs.
  write(actor,
        [&](WriteContext& context) { store_state(context, instance->manifest(), manifest_text, "disabled", ""); });
}

std::vector<const Manifest*> District::manifests() const {
  std::vector<const Manifest*> all;
  for (const auto& [id, known] : known_) all.push_back(known.manifest.get());
  return all;
}

void District::use_packages(std::shared_ptr<const Found> packages) {
  const std::lock_guard lock(lifecycle_mutex_);
  options_.packages = std::move(packages);
  // What is there now may be read by what runs, once it is enabled.
  publish(build_model());
}

std::shared_ptr<const Manifest> District::declared(std::string_view method) {
  const std::lock_guard lock(lifecycle_mutex_);
  if (const Package* package = options_.packages->package(method)) return package->manifest;
  const auto known = known_.find(std::string(method));
  return known == known_.end() ? nullptr : known->second.manifest;
}

std::vector<std::string> District::needed_by(std::string_view method) {
  const std::lock_guard lock(lifecycle_mutex_);
  std::vector<std::string> all;
  for (const auto& [other, known] : known_)
    if (const auto use = known.manifest->uses.find(std::string(method));
        known.instance && use != known.manifest->uses.end() && use->second)
      all.push_back(other);
  return all;
}

std::vector<MethodState> District::methods() {
  std::map<std::string, MethodState> all;
  const auto stored = stored_methods(*store_->read());
  const std::lock_guard lock(lifecycle_mutex_);
  for (const Package& package : options_.packages->packages) {
    const Manifest& manifest = *package.manifest;
    all[manifest.id] = {manifest.id, manifest.name,    manifest.version, "found", "", 0,
                        "",          manifest.summary, manifest.version};
  }
  for (const Found::Refused& refused : options_.packages->refused) {
    const std::string problem = refused.problem.to_json().dump();
    all[refused.id] = {refused.id, {refused.id, refused.id}, "", "refused", problem, 0, "", {}, "", false, problem};
  }
  for (const Stored& each : stored) {
    MethodState& state = all[each.id];
    const auto known = known_.find(each.id);
    if (known != known_.end()) {
      state.name = known->second.manifest->name;
      state.summary = known->second.manifest->summary;
      const Package* package = options_.packages->package(each.id);
      state.package_differs = known->second.package && package &&
                              (package->folder != known->second.package->folder ||
                               package->manifest_text != known->second.package->manifest_text ||
                               !same(package->web, known->second.package->web));
    } else {
      state.name = {each.id, each.id};
    }
    state.id = each.id;
    state.version = each.version;
    state.state = each.state;
    state.reason = each.reason;
    state.count = each.count;
    state.since = each.since;
  }
  std::vector<MethodState> states;
  for (auto& [id, state] : all) states.push_back(std::move(state));
  return states;
}

std::optional<Problem> District::why(std::string_view method) {
  for (const MethodState& state : methods()) {
    if (state.id != method) continue;
    if (state.reason.empty()) return std::nullopt;
    const Json reason = Json::parse(state.reason);
    Problem problem(ProblemKind::refused, reason.value("code", ""),
                    {reason["text"].value("zh", ""), reason["text"].value("en", "")});
    for (const Json& each : reason.value("errors", Json::array()))
      problem.with(Problem(ProblemKind::invalid, each.value("code", ""),
                           {each["text"].value("zh", ""), each["text"].value("en", "")})
                       .at_line(each.value("line", std::size_t{0})));
    return problem;
  }
  throw Problem("method.none", {{"method", method}, {"known", "-"}});
}

std::shared_ptr<const DistrictModel> District::build_model() const {
  auto model = std::make_shared<DistrictModel>();
  const auto type_of = [this](std::string_view full_id) {
    const std::size_t point = std::min(full_id.find('.'), full_id.size() - 1);
    const auto found = known_.find(std::string(full_id.substr(0, point)));
    return found == known_.end() ? nullptr : found->second.manifest->record(full_id.substr(point + 1));
  };
  for (const auto& [id, known] : known_) {
    const bool active = known.instance || is_built_in(id);
    for (const RecordType& type : known.manifest->records)
      model->records[type.full_id] = std::make_shared<const RecordSchema>(type, active, search_parts(type, type_of));
  }
  for (const auto& [id, known] : known_) {
    MethodInDistrict& method = model->methods[id];
    method.manifest = known.manifest;
    method.active = known.instance || is_built_in(id);
    const Package* package = known.package ? known.package.get() : options_.packages->package(id);
    if (package) {
      method.report = package->report;
      if (method.active) method.web = package->web;
    }
    for (const RecordType& type : known.manifest->records) method.grant.tables.insert(type.table);
    for (const std::string& read : known.manifest->reads) {
      const auto schema = model->records.find(read);
      if (schema != model->records.end()) {
        if (schema->second->active)
          method.grant.tables.insert(schema->second->type.table);
        else
          method.grant.replaced[schema->second->type.table] = schema->second->empty_select;
        continue;
      }
      const Package* other = options_.packages->package(read.substr(0, read.find('.')));
      const RecordType* type = other ? other->manifest->record(read.substr(read.find('.') + 1)) : nullptr;
      if (type) method.grant.replaced[type->table] = RecordSchema(*type, false).empty_select;
    }
    // Figures are placed in the tree by the host's own condition.
    method.grant.tables.insert({"directory_organisation", "directory_member"});
    grant_shared(method.grant, *known.manifest, shared_views_);
    method.grant.id = fmt::format("{} {}", id, method.grant.replaced.size());
    for (const auto& [name, select] : method.grant.replaced) method.grant.id += " -" + name;
    for (const std::string& view : method.grant.views) method.grant.id += " +" + view;
    if (known.instance) known.instance->register_in(*model);
  }
  for (const auto& [id, method] : model->methods)
    if (method.active)
      for (const Figure& figure : method.manifest->figures)
        model->figures[figure.key] = {&figure, model->records.at(figure.of).get(), &method.grant};
  expand_shared(*model);
  register_directory_hooks(*model);
  register_access_hooks(*model);
  register_work_hooks(*model);
  register_privacy_hooks(*model);
  return model;
}

void District::publish(std::shared_ptr<const DistrictModel> model) {
  auto subscribers = std::make_shared<Subscribers>();
  for (const auto& [method, subscriptions] : model->subscriptions) {
    auto handlers = std::make_shared<std::multimap<std::string, EventHandler, std::less<>>>();
    for (const Subscription& each : subscriptions) handlers->emplace(each.topic, each.handle);
    subscribers->push_back(
        {method, [handlers](std::string_view topic) { return handlers->contains(topic); },
         [this, handlers, method = method](Session& session, const Event& event) {
           // The model of now for what a handler reads and writes; the handlers as they were when it was asked.
           const auto current = this->model();
           if (!current->method(method).active) throw Problem("method.not_enabled", {{"method", method}});
           WriteContext context{session, *current, log_,    ids_,    clock_.now(), std::string(event.actor),
                                method,  0,        nullptr, nullptr, &keys_};
           // An old dead letter may be of a topic that the method no longer hears.
           const auto [first, last] = handlers->equal_range(event.topic);
           if (first == last) throw Problem("method.not_registered", {{"what", "subscription"}, {"name", event.topic}});
           for (auto each = first; each != last; ++each) each->second(context, event);
         }});
  }
  const std::lock_guard lock(model_mutex_);
  model_ = std::move(model);
  subscribers_ = std::move(subscribers);
}

}  // namespace liufa::host
