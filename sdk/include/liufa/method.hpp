/// The C++20 veneer over abi.h: what a method's code is written against. Header-only; needs nlohmann-json.
///
/// A method derives from `liufa::Method`, registers its handlers in `start` and names itself with LIUFA_METHOD:
///
///     class Pairing final : public liufa::Method {
///       void start(liufa::Setup& at) override {
///         at.before("pair.create", [](liufa::Change& change) { … change.refuse("urban", {"…", "…"}); });
///       }
///     };
///     LIUFA_METHOD(Pairing, "pairing", "1.0.0")
///
/// Handlers may throw: what they wrote is undone and the host gets the error. Thread and transaction rules are those of
/// abi.h: an action runs on a thread of its own outside a transaction, `before`, `guard` and `on` inside one.
#pragma once

#include <liufa/abi.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <initializer_list>
#include <liufa/civil_date.hpp>
#include <liufa/text.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace liufa {

using Json = nlohmann::ordered_json;

/// Thrown by `refuse` and `hold`: a rule says no. Ends the handler; the person sees the text.
class Refused : public std::runtime_error {
 public:
  Refused(std::string field, Text text)
      : std::runtime_error(text.en), field_(std::move(field)), text_(std::move(text)) {}
  [[nodiscard]] const std::string& field() const { return field_; }
  [[nodiscard]] const Text& text() const { return text_; }

 private:
  std::string field_;
  Text text_;
};

/// Thrown when a call to the host failed. `problem()` is the host's explanation (RFC 9457); let it pass to hand it on.
class HostError : public std::runtime_error {
 public:
  HostError(liufa_status status, Json problem)
      : std::runtime_error(problem.value("detail", std::string("the host gave no reason"))),
        status_(status),
        problem_(std::move(problem)) {}
  [[nodiscard]] liufa_status status() const { return status_; }
  [[nodiscard]] const Json& problem() const { return problem_; }

 private:
  liufa_status status_;
  Json problem_;
};

/// Thrown by `progress` when the action should stop.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

namespace detail {
inline liufa_text view(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(liufa_text text) {
  return text.size == 0 ? std::string_view{} : std::string_view{text.data, text.size};
}
inline void keep_text(void* context, liufa_text text) { *static_cast<std::string*>(context) = view(text); }
}  // namespace detail

/// One row of a query's result; valid only inside the row function. Columns count from 0.
class Row {
 public:
  Row(const liufa_value* columns, std::size_t count) : columns_(columns), count_(count) {}
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool is_null(std::size_t column) const { return at(column).kind == LIUFA_NULL; }
  /// The integer in a column; 0 if it is null. Throws std::invalid_argument if it is something else.
  [[nodiscard]] std::int64_t integer(std::size_t column) const {
    const liufa_value& value = at(column);
    if (value.kind == LIUFA_INTEGER) return value.as.integer;
    if (value.kind == LIUFA_NULL) return 0;
    throw std::invalid_argument("column " + std::to_string(column) + " is not an integer");
  }
  /// The number in a column as a double; 0 if it is null.
  [[nodiscard]] double real(std::size_t column) const {
    const liufa_value& value = at(column);
    return value.kind == LIUFA_REAL ? value.as.real : static_cast<double>(integer(column));
  }
  /// The text in a column; empty if it is null. Valid inside the row function.
  [[nodiscard]] std::string_view text(std::size_t column) const {
    const liufa_value& value = at(column);
    if (value.kind == LIUFA_TEXT) return detail::view(value.as.text);
    if (value.kind == LIUFA_NULL) return {};
    throw std::invalid_argument("column " + std::to_string(column) + " is not text");
  }

 private:
  [[nodiscard]] const liufa_value& at(std::size_t column) const {
    if (column >= count_) throw std::out_of_range("the query has no column " + std::to_string(column));
    return columns_[column];
  }
  const liufa_value* columns_;
  std::size_t count_;
};

/// A query's parameter: nothing, an integer, a number or a text.
using Parameter = std::variant<std::monostate, std::int64_t, double, std::string>;

class Derivation;

/// One running call to the method. Lives until the handler returns; used on the handler's thread only.
class Call {
 public:
  Call(const liufa_host_table& host, liufa_call* call, liufa_text input) : host_(host), call_(call), text_(input) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() = default;

  /// What the handler was given: see `liufa_handler`. Parsed when it is first asked for.
  [[nodiscard]] const Json& input() const {
    if (input_.is_discarded()) {
      input_ = Json::parse(detail::view(text_), nullptr, false);
      if (input_.is_discarded()) throw std::invalid_argument("the host sent no JSON");
    }
    return input_;
  }

  /// Runs one SELECT and calls `each` with every row. See `liufa_host_table::query`.
  void query(std::string_view sql, const std::vector<Parameter>& parameters,
             const std::function<void(const Row&)>& each) {
    std::vector<liufa_value> values;
    values.reserve(parameters.size());
    for (const Parameter& parameter : parameters) values.push_back(abi(parameter));
    struct State {
      const std::function<void(const Row&)>& each;
      std::exception_ptr thrown;
    } state{each, nullptr};
    const liufa_status status = host_.query(
        call_, detail::view(sql), values.data(), values.size(),
        [](void* context, const liufa_value* columns, std::size_t count) -> std::int32_t {
          auto& seen = *static_cast<State*>(context);
          try {
            seen.each(Row(columns, count));
            return 0;
          } catch (...) {
            seen.thrown = std::current_exception();
            return 1;
          }
        },
        &state);
    if (state.thrown) std::rethrow_exception(state.thrown);
    check(status);
  }

  /// The first column of the first row as an integer; nothing if there is no row or it is null.
  [[nodiscard]] std::optional<std::int64_t> query_integer(std::string_view sql,
                                                          const std::vector<Parameter>& parameters = {}) {
    std::optional<std::int64_t> found;
    query(sql, parameters, [&](const Row& row) {
      if (!found && !row.is_null(0)) found = row.integer(0);
    });
    return found;
  }

  /// The first column of the first row as text; nothing if there is no row or it is null.
  [[nodiscard]] std::optional<std::string> query_text(std::string_view sql,
                                                      const std::vector<Parameter>& parameters = {}) {
    std::optional<std::string> found;
    query(sql, parameters, [&](const Row& row) {
      if (!found && !row.is_null(0)) found = std::string(row.text(0));
    });
    return found;
  }

  /// One record as JSON. Throws HostError (LIUFA_NOT_FOUND) if there is none.
  [[nodiscard]] Json read(std::string_view record, std::int64_t id) {
    return fetch([&](void* out) { return host_.read(call_, detail::view(record), id, detail::keep_text, out); });
  }

  /// The method's settings in this district, defaults filled in.
  [[nodiscard]] const Json& settings() {
    if (settings_.is_null())
      settings_ = fetch([&](void* out) { return host_.settings(call_, detail::keep_text, out); });
    return settings_;
  }

  /// The district's instant, "2026-03-01T08:00:00.000Z".
  [[nodiscard]] std::string now() {
    std::string text;
    check(host_.now(call_, detail::keep_text, &text));
    return text;
  }

  /// The civil date of the district's instant in China (UTC+8, GB/T 7408.1), "2026-03-01".
  [[nodiscard]] std::string today() { return detail::civil_date_in_china(now()); }

  /// Runs `body` in a write transaction: all of it is on disk when this returns, or none and it throws.
  void write(const std::function<void()>& body) {
    struct State {
      Call& self;
      const std::function<void()>& body;
      std::exception_ptr thrown;
    } state{*this, body, nullptr};
    liufa_call* const outside = call_;
    const liufa_status status = host_.write(
        call_,
        [](void* context, liufa_call* inside, liufa_text) -> liufa_status {
          auto& seen = *static_cast<State*>(context);
          seen.self.call_ = inside;  // within the body this object reads and writes inside the transaction
          try {
            seen.body();
            return LIUFA_OK;
          } catch (...) {
            seen.thrown = std::current_exception();
            return LIUFA_REFUSED;
          }
        },
        &state);
    call_ = outside;
    if (state.thrown) std::rethrow_exception(state.thrown);
    check(status);
  }

  /// Creates a record of the method's own and returns its id. In a write.
  std::int64_t create(std::string_view record, const Json& fields) {
    std::int64_t id = 0;
    check(host_.create(call_, detail::view(record), detail::view(fields.dump()), &id));
    return id;
  }

  /// Changes fields of a record of the method's own. In a write.
  void update(std::string_view record, std::int64_t id, const Json& fields, std::int64_t version = 0) {
    check(host_.update(call_, detail::view(record), id, version, detail::view(fields.dump())));
  }

  /// Takes a step of a record's workflow. In a write.
  void transition(std::string_view record, std::int64_t id, std::string_view step, const Json& fields = Json::object(),
                  std::int64_t version = 0) {
    check(host_.transition(call_, detail::view(record), id, version, detail::view(step), detail::view(fields.dump())));
  }

  /// Writes rows of a derived record type by its key: `fill` hands them to the Derivation one by one. They are written
  /// in several writes if there are many, each of them whole; in a write or a handler of `before` or `on` in that. May
  /// read meanwhile, also row by row. Returns how many rows were new or changed. See `liufa_host_table::derive`.
  std::int64_t derive(std::string_view record, const std::vector<std::string>& fields,
                      const std::function<void(Derivation&)>& fill);
  /// The same for rows that are there already.
  std::int64_t derive(std::string_view record, const std::vector<std::string>& fields,
                      const std::vector<std::vector<Parameter>>& rows);

  /// Removes the rows of a derived record type that have these values (none: all rows), but not those that this handler
  /// has derived since it began. Returns how many are gone. See `liufa_host_table::discard`.
  std::int64_t discard(std::string_view record, const std::vector<std::pair<std::string, Parameter>>& values);

  /// Appends an event of the method's own. In a write.
  void emit(std::string_view name, const Json& payload) {
    check(host_.emit(call_, detail::view(name), detail::view(payload.dump())));
  }

  /// The result of an action.
  void answer(const Json& result) { check(host_.answer(call_, detail::view(result.dump()))); }

  /// Says how far an action is. Throws Cancelled when it should stop.
  void progress(std::int64_t done, std::int64_t total = 0, std::string_view note = {}) {
    const liufa_status status = host_.progress(call_, done, total, detail::view(note));
    if (status == LIUFA_CANCELLED) throw Cancelled();
    check(status);
  }

  /// Refuses: undoes what the handler wrote and shows the text to the person. `field` may be empty.
  [[noreturn]] static void refuse(std::string field, Text text) { throw Refused(std::move(field), std::move(text)); }

 private:
  friend class Derivation;

  /// A host older than these headers ends its table earlier.
  template <class Function>
  void require_in_table(Function liufa_host_table::*function) const {
    const auto* end = reinterpret_cast<const char*>(&(host_.*function)) + sizeof(Function);
    if (static_cast<std::size_t>(end - reinterpret_cast<const char*>(&host_)) > host_.size)
      throw std::logic_error("this host is older than the SDK the method was built with: install a newer one");
  }

  void derive_from(std::string_view record, const std::vector<liufa_text>& fields, liufa_row_source source,
                   void* context, std::int64_t& changed) {
    require_in_table(&liufa_host_table::derive);
    check(host_.derive(call_, detail::view(record), fields.data(), fields.size(), source, context, &changed));
  }

  static liufa_value abi(const Parameter& parameter) {
    liufa_value value{};
    if (const auto* integer = std::get_if<std::int64_t>(&parameter)) {
      value.kind = LIUFA_INTEGER;
      value.as.integer = *integer;
    } else if (const auto* real = std::get_if<double>(&parameter)) {
      value.kind = LIUFA_REAL;
      value.as.real = *real;
    } else if (const auto* text = std::get_if<std::string>(&parameter)) {
      value.kind = LIUFA_TEXT;
      value.as.text = detail::view(*text);
    }
    return value;
  }

  template <class Fetch>
  Json fetch(Fetch&& fetch_into) {
    std::string text;
    check(fetch_into(&text));
    return Json::parse(text);
  }

  void check(liufa_status status) {
    if (status == LIUFA_OK) return;
    std::string text;
    if (host_.problem(call_, detail::keep_text, &text) != LIUFA_OK) text = "{}";
    Json problem = Json::parse(text, nullptr, false);
    throw HostError(status, problem.is_object() ? std::move(problem) : Json::object());
  }

  const liufa_host_table& host_;
  liufa_call* call_;
  liufa_text text_;
  mutable Json input_ = Json(Json::value_t::discarded);
  Json settings_;
};

/// A change of one of the method's records, before it is written. See `LIUFA_BEFORE`.
class Change : public Call {
 public:
  using Call::Call;
  /// "create", "update" or the transition's id.
  [[nodiscard]] std::string operation() const { return input().at("operation").get<std::string>(); }
  /// The record's id; nothing on create.
  [[nodiscard]] std::optional<std::int64_t> id() const {
    return input().at("id").is_null() ? std::nullopt : std::optional(input().at("id").get<std::int64_t>());
  }
  /// All fields as they stand; null on create.
  [[nodiscard]] const Json& before() const { return input().at("before"); }
  /// All fields as they would be written.
  [[nodiscard]] const Json& after() const { return input().at("after"); }
  [[nodiscard]] std::string actor() const { return input().at("actor").get<std::string>(); }
  /// The directory's id of the member who is signed in: who votes, rates or hands in, whatever the fields say. Nothing
  /// if the account belongs to no member, or a method's code writes.
  [[nodiscard]] std::optional<std::int64_t> member() const {
    const auto found = input().find("member");
    return found == input().end() || found->is_null() ? std::nullopt : std::optional(found->get<std::int64_t>());
  }
  /// Completes the change: the field is written with this value, checked like any other.
  void set(std::string_view field, Json value) {
    completed_[std::string(field)] = std::move(value);
    answer(completed_);
  }

 private:
  Json completed_ = Json::object();
};

/// An event of the log. See `LIUFA_ON`. Exactly once, in order; in a write.
class Event : public Call {
 public:
  using Call::Call;
  [[nodiscard]] std::int64_t offset() const { return input().at("offset").get<std::int64_t>(); }
  [[nodiscard]] std::string topic() const { return input().at("topic").get<std::string>(); }
  /// The subject's id; 0 if the event has none.
  [[nodiscard]] std::int64_t id() const {
    return input().at("id").is_null() ? 0 : input().at("id").get<std::int64_t>();
  }
  /// The fields that changed, as they were and as they became; of an emitted event, `after` is the payload.
  [[nodiscard]] const Json& before() const { return input().at("before"); }
  [[nodiscard]] const Json& after() const { return input().at("after"); }
};

namespace detail {
/// A handler as the host calls it: turns every exception into a status.
struct Handler {
  const liufa_host_table* host;
  std::function<void(const liufa_host_table&, liufa_call*, liufa_text)> run;

  static liufa_status invoke(void* context, liufa_call* call, liufa_text input) {
    const auto& self = *static_cast<const Handler*>(context);
    try {
      self.run(*self.host, call, input);
      return LIUFA_OK;
    } catch (const Refused& refused) {
      self.host->refuse(call, view(refused.field()), view(refused.text().zh), view(refused.text().en));
      return LIUFA_REFUSED;
    } catch (const Cancelled&) {
      return LIUFA_CANCELLED;
    } catch (const HostError& error) {
      return error.status();
    } catch (const std::exception& error) {
      self.host->refuse(call, {}, view(error.what()), view(error.what()));
      return LIUFA_FAILED;
    } catch (...) {
      return LIUFA_FAILED;
    }
  }
};
}  // namespace detail

/// Where a method registers its handlers while it starts. Throws if the manifest does not declare the name.
class Setup {
 public:
  Setup(const liufa_host_table& table, liufa_host* host, std::vector<std::unique_ptr<detail::Handler>>& handlers)
      : table_(table), host_(host), handlers_(handlers) {}

  /// What a person or a schedule starts, by its id under `actions`.
  void action(std::string_view id, std::function<void(Call&)> run) { add<Call>(LIUFA_ACTION, id, std::move(run)); }
  /// Before a record is written: "RECORD.create", "RECORD.update", "RECORD.TRANSITION".
  void before(std::string_view name, std::function<void(Change&)> run) {
    add<Change>(LIUFA_BEFORE, name, std::move(run));
  }
  /// After an event that the manifest subscribes to, by topic.
  void on(std::string_view topic, std::function<void(Event&)> run) { add<Event>(LIUFA_ON, topic, std::move(run)); }
  /// Before another method's transition, "METHOD.RECORD.TRANSITION": may only refuse.
  void guard(std::string_view name, std::function<void(Change&)> run) {
    add<Change>(LIUFA_GUARD, name, std::move(run));
  }

 private:
  template <class Argument>
  void add(std::uint32_t kind, std::string_view name, std::function<void(Argument&)> run) {
    auto handler = std::make_unique<detail::Handler>();
    handler->host = &table_;
    handler->run = [run = std::move(run)](const liufa_host_table& host, liufa_call* call, liufa_text input) {
      Argument argument(host, call, input);
      run(argument);
    };
    const liufa_status status =
        table_.register_handler(host_, kind, detail::view(name), detail::Handler::invoke, handler.get());
    if (status != LIUFA_OK)
      throw std::invalid_argument("the manifest declares no “" + std::string(name) + "” to register a handler for");
    handlers_.push_back(std::move(handler));
  }

  const liufa_host_table& table_;
  liufa_host* host_;
  std::vector<std::unique_ptr<detail::Handler>>& handlers_;
};

/// A method. One instance per district; its handlers may run on different threads, but writes never at the same time.
class Method {
 public:
  Method() = default;
  Method(const Method&) = delete;
  Method& operator=(const Method&) = delete;
  virtual ~Method() = default;
  /// Registers the handlers. An exception quarantines the method in this district.
  virtual void start(Setup& at) = 0;
};

namespace detail {
/// An instance with the handlers it registered.
template <class M>
struct Instance {
  const liufa_host_table* table;
  liufa_host* host;
  M method;
  std::vector<std::unique_ptr<Handler>> handlers;

  static void* create(const liufa_host_table* table, liufa_host* host) {
    try {
      return new Instance{table, host, {}, {}};
    } catch (...) {
      return nullptr;
    }
  }
  static liufa_status start(void* instance) {
    auto& self = *static_cast<Instance*>(instance);
    try {
      Setup setup(*self.table, self.host, self.handlers);
      static_cast<Method&>(self.method).start(setup);
      return LIUFA_OK;
    } catch (const std::exception& error) {
      self.table->log(self.host, LIUFA_LOG_ERROR, view(error.what()));
      return LIUFA_FAILED;
    } catch (...) {
      return LIUFA_FAILED;
    }
  }
  static void destroy(void* instance) { delete static_cast<Instance*>(instance); }
};
}  // namespace detail

}  // namespace liufa

/// Names the library's one method; `id` and `version` must agree with method.yaml. Once per library.
#define LIUFA_METHOD(Class, id_text, version_text)                                                                     \
  LIUFA_NOTE                                                                                                           \
  extern "C" LIUFA_EXPORT const liufa_method_table* liufa_method(void) {                                               \
    using Instance = liufa::detail::Instance<Class>;                                                                   \
    static const liufa_method_table table{sizeof(liufa_method_table),                                                  \
                                          LIUFA_SDK,                                                                   \
                                          {id_text, sizeof(id_text) - 1},                                              \
                                          {version_text, sizeof(version_text) - 1},                                    \
                                          Instance::create,                                                            \
                                          Instance::start,                                                             \
                                          Instance::destroy};                                                          \
    return &table;                                                                                                     \
  }

#include <liufa/derivation.hpp>
