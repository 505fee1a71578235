#include "methods/bridge.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <tuple>

#include "methods/host_table.hpp"
#include "methods/sentinel.hpp"
#include "services/decode.hpp"

namespace liufa::host {

namespace {

std::string_view text(liufa_text from) {
  return from.size == 0 ? std::string_view{} : std::string_view{from.data, from.size};
}

/// Libraries stay mapped until the process ends: what a method started may still run when it is disabled.
struct Loaded {
  boost::dll::shared_library library;
  const liufa_method_table* table = nullptr;
};

/// A file that took another's place is another library. The loader knows libraries by their names too, and would give
/// back the old one; the same path written otherwise is a new name.
std::string new_name(const std::filesystem::path& file, std::size_t earlier) {
  std::string folder = file.parent_path().string();
  for (; earlier > 0; --earlier) folder += "/.";
  return folder + "/" + file.filename().string();
}

const liufa_method_table* load_once(const std::filesystem::path& file) {
  using Identity = std::tuple<std::string, dev_t, ino_t>;
  static std::mutex loading;
  static auto& loaded = *new std::map<Identity, Loaded>();
  static auto& times = *new std::map<std::string, std::size_t>();  // loaded from a path
  const std::lock_guard lock(loading);
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0)
    throw Problem("method.not_a_library", {{"file", file.string()}, {"reason", "it is not there"}});
  const Identity identity{file.string(), status.st_dev, status.st_ino};
  const auto found = loaded.find(identity);
  if (found != loaded.end()) return found->second.table;
  Loaded fresh;
  try {
    using boost::dll::load_mode::rtld_local;
    using boost::dll::load_mode::rtld_now;
    fresh.library.load(new_name(file, times[file.string()]++), rtld_local | rtld_now);
    fresh.table = fresh.library.get<const liufa_method_table*()>("liufa_method")();
  } catch (const std::exception& error) {
    throw Problem("method.not_a_library", {{"file", file.string()}, {"reason", error.what()}});
  }
  return loaded.emplace(identity, std::move(fresh)).first->second.table;
}

void write_record(std::string& out, const char* name, const RecordSchema& schema, const Record* record) {
  fmt::format_to(std::back_inserter(out), ",\"{}\":", name);
  if (!record) {
    out += "null";
    return;
  }
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  schema.write(writer, *record);
  out += text_of(buffer);
}

/// The input of a `before` hook or guard: see liufa_handler.
std::string change_input(const Change& change) {
  std::string json = fmt::format(R"({{"record":"{}","operation":"{}","id":{})", change.schema.type.full_id,
                                 change.operation, change.before ? std::to_string(change.before->id) : "null");
  write_record(json, "before", change.schema, change.before);
  write_record(json, "after", change.schema, &change.after);
  const Actor* person = change.context.person;
  return fmt::format(R"({},"actor":{},"member":{}}})", json, Json(change.context.actor).dump(),
                     person && person->member != 0 ? std::to_string(person->member) : "null");
}

/// The input of `on`: see liufa_handler. What the log keeps is JSON already and is passed on as it is.
std::string event_input(const Event& event) {
  const auto object = [](std::string_view json) { return json.empty() ? std::string_view{"null"} : json; };
  std::string json;
  json.reserve(256 + event.before.size() + event.after.size());
  const auto add = [&json](auto... parts) { (json.append(parts), ...); };
  add(R"({"offset":)", fmt::format_int(event.offset).c_str(), R"(,"time":")", event.at, R"(","actor":)",
      Json(event.actor).dump(), R"(,"topic":")", event.topic, R"(","record":)");
  if (event.record.empty())
    add("null");
  else
    add("\"", event.record, "\"");
  add(R"(,"id":)", event.subject == 0 ? "null" : fmt::format_int(event.subject).c_str(), R"(,"before":)",
      object(event.before), R"(,"after":)", object(event.after), "}");
  return json;
}

const Grant& grant_of(const DistrictModel& model, const Manifest& manifest) { return model.method(manifest.id).grant; }

/// Calls into a library. An exception that crosses the boundary, which abi.h forbids, ends here: `escaped` gets its
/// text.
template <class Call>
void contained(Call&& call, const std::function<void(std::string_view)>& escaped) {
  std::string what = "a C++ exception crossed the boundary";
  try {
    return call();
  } catch (const std::exception& error) {
    what += fmt::format(": {}", error.what());
  } catch (...) {
  }
  escaped(what);
}

}  // namespace

const liufa_method_table* load_library(const Package& package) {
  const liufa_method_table* table = load_once(package.library);
  const auto disagree = [](std::string_view what, std::string_view expected, std::string_view found) {
    return Problem("method.descriptor", {{"what", what}, {"expected", expected}, {"found", found}});
  };
  if (!table) throw disagree("descriptor", "a table", "null");
  const std::size_t least = offsetof(liufa_method_table, destroy) + sizeof(table->destroy);
  if (table->size < least) throw disagree("size", std::to_string(least), std::to_string(table->size));
  if (table->sdk != LIUFA_SDK) throw disagree("sdk", std::to_string(LIUFA_SDK), std::to_string(table->sdk));
  if (text(table->id) != package.manifest->id) throw disagree("id", package.manifest->id, text(table->id));
  if (text(table->version) != package.manifest->version)
    throw disagree("version", package.manifest->version, text(table->version));
  if (!table->create || !table->start || !table->destroy) throw disagree("function", "create, start, destroy", "null");
  return table;
}

MethodInstance::MethodInstance(const Package& package, Surroundings surroundings)
    : manifest_(package.manifest), surroundings_(std::move(surroundings)), host_(new liufa_host{this}) {}

MethodInstance::~MethodInstance() {
  if (!instance_) return;
  const InMethod in_method(surroundings_.district, manifest_->id);
  contained([this] { table_->destroy(instance_); },
            [this](std::string_view what) { spdlog::error("{}: destroy: {}", manifest_->id, what); });
}

std::shared_ptr<MethodInstance> MethodInstance::start(const Package& package, Surroundings surroundings) {
  std::shared_ptr<MethodInstance> made(new MethodInstance(package, std::move(surroundings)));
  if (!package.library.empty()) {
    const auto failed = [&](std::string_view reason) {
      return Problem("method.start_failed", {{"method", package.manifest->id}, {"reason", reason}});
    };
    const auto escaped = [&](std::string_view what) { throw failed(what); };
    made->table_ = load_library(package);
    const InMethod in_method(made->surroundings_.district, package.manifest->id);
    contained([&] { made->instance_ = made->table_->create(&host_table(), made->host_.get()); }, escaped);
    if (!made->instance_) throw failed("create returned null");
    made->starting_ = true;
    liufa_status status = LIUFA_FAILED;
    contained([&] { status = made->table_->start(made->instance_); }, escaped);
    made->starting_ = false;
    if (status != LIUFA_OK) throw failed(fmt::format("start returned status {}; see the log", status));
  }
  made->require_all_registered();
  return made;
}

bool MethodInstance::may_register(std::uint32_t kind, const std::string& name) const {
  const auto lists = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (kind == LIUFA_ACTION) return manifest_->action(name) != nullptr;
  if (kind == LIUFA_ON) return lists(manifest_->subscribes);
  if (kind == LIUFA_GUARD) return lists(manifest_->guards);
  if (kind != LIUFA_BEFORE) return false;
  const std::size_t point = name.find('.');
  if (point == std::string::npos) return false;
  const RecordType* record = manifest_->record(name.substr(0, point));
  const std::string operation = name.substr(point + 1);
  return record && !record->derived &&
         (operation == "create" || operation == "update" ||
          (record->workflow && record->workflow->transition(operation)));
}

liufa_status MethodInstance::register_handler(std::uint32_t kind, std::string name, liufa_handler handler,
                                              void* context) {
  const bool twice = std::any_of(handlers_.begin(), handlers_.end(),
                                 [&](const Handler& each) { return each.kind == kind && each.name == name; });
  if (!starting_ || !handler || twice || !may_register(kind, name)) {
    spdlog::error("[{}/{}] can't register “{}”: {}", surroundings_.district, manifest_->id, printable(name),
                  !starting_ ? "only while it starts"
                  : twice    ? "it is registered already"
                             : "the manifest declares no such name");
    return LIUFA_INVALID;
  }
  handlers_.push_back({kind, std::move(name), handler, context});
  return LIUFA_OK;
}

void MethodInstance::require_all_registered() const {
  const auto require = [&](std::uint32_t kind, std::string_view what, const std::string& name) {
    if (std::none_of(handlers_.begin(), handlers_.end(),
                     [&](const Handler& each) { return each.kind == kind && each.name == name; }))
      throw Problem("method.not_registered", {{"what", what}, {"name", name}});
  };
  for (const Action& action : manifest_->actions) require(LIUFA_ACTION, "action", action.id);
  for (const std::string& topic : manifest_->subscribes) require(LIUFA_ON, "subscription", topic);
  for (const std::string& guarded : manifest_->guards) require(LIUFA_GUARD, "guard", guarded);
}

void MethodInstance::register_in(DistrictModel& model) {
  const auto self = shared_from_this();
  for (std::size_t i = 0; i < handlers_.size(); ++i) {
    const Handler& handler = handlers_[i];
    switch (handler.kind) {
      case LIUFA_ACTION:
        model.actions[fmt::format("{}.{}", manifest_->id, handler.name)] = [self, i](ActionContext& context,
                                                                                     const Json& input) {
          return self->run_action(self->handlers_[i], context, input);
        };
        break;
      case LIUFA_BEFORE:
        model.before[fmt::format("{}.{}", manifest_->id, handler.name)].push_back(
            [self, i](Change& change) { self->run_before(self->handlers_[i], change); });
        break;
      case LIUFA_GUARD:
        model.guards[handler.name].push_back(
            [self, i](const Change& change) { self->run_guard(self->handlers_[i], change); });
        break;
      default:
        model.subscriptions[manifest_->id].push_back(
            {handler.name, [self, i](WriteContext& context, const Event& event) {
               self->run_event(self->handlers_[i], context, event);
             }});
    }
  }
}

/// Calls into the library and turns what comes back into a Problem or nothing.
void MethodInstance::invoke(const Handler& handler, liufa_call& call, const std::string& input) {
  const auto failed = [&](std::string_view reason) {
    return Problem("method.failed", {{"method", manifest_->id}, {"handler", handler.name}, {"reason", reason}});
  };
  liufa_status status = LIUFA_FAILED;
  call.handler = handler.name;
  {
    const InMethod in_method(surroundings_.district, manifest_->id);
    contained(
        [&] {
          status = handler.function(handler.context, &call, {input.data(), input.size()});
        },
        [&](std::string_view what) { throw failed(what); });
  }
  if (status == LIUFA_OK) {
    // Said no or answered nonsense, yet returned OK: the safe reading is no.
    if (call.refusal) throw *call.refusal;
    if (call.bad_answer) throw *call.bad_answer;
    return;
  }
  if (status == LIUFA_CANCELLED) throw Problem("action.cancelled");
  if (status == LIUFA_REFUSED && call.refusal) throw *call.refusal;
  if (status == LIUFA_FAILED)
    throw failed(call.refusal ? call.refusal->text().en : call.last ? call.last->text().en : "no reason given");
  if (call.last) throw *call.last;
  throw Problem("method.nonsense", {{"method", manifest_->id},
                                    {"handler", handler.name},
                                    {"reason", fmt::format("status {} without a reason", status)}});
}

void MethodInstance::run_before(const Handler& handler, Change& change) {
  WriteContext& context = change.context;
  const std::string outer_author = std::exchange(context.author, manifest_->id);
  struct Restore {
    std::string& author;
    const std::string& outer;
    ~Restore() { author = outer; }
  } restore{context.author, outer_author};
  liufa_call call{
      *this, context.session, grant_of(context.model, *manifest_), context.model, &context, nullptr, false, {}, {}, {},
      {}};
  invoke(handler, call, change_input(change));
  if (!call.answer || call.answer->is_null()) return;
  try {
    for (auto& [index, value] : decode_fields(change.schema, *call.answer, Author::method))
      change.after.values[index] = std::move(value);
  } catch (const Problem& problem) {
    throw Problem("method.nonsense",
                  {{"method", manifest_->id}, {"handler", handler.name}, {"reason", problem.text().en}});
  }
}

void MethodInstance::run_guard(const Handler& handler, const Change& change) {
  const WriteContext& context = change.context;
  liufa_call call{*this,
                  context.session,
                  grant_of(context.model, *manifest_),
                  context.model,
                  &change.context,
                  nullptr,
                  true,
                  {},
                  {},
                  {},
                  {}};
  invoke(handler, call, change_input(change));
}

void MethodInstance::run_event(const Handler& handler, WriteContext& context, const Event& event) {
  context.author = manifest_->id;
  liufa_call call{
      *this, context.session, grant_of(context.model, *manifest_), context.model, &context, nullptr, false, {}, {}, {},
      {}};
  invoke(handler, call, event_input(event));
}

Json MethodInstance::run_action(const Handler& handler, ActionContext& context, const Json& input) {
  liufa_call call{*this, context.snapshot, *context.grant, *context.model, nullptr, &context, false, {}, {}, {}, {}};
  invoke(handler, call, input.dump());
  return call.answer.value_or(nullptr);
}

}  // namespace liufa::host
