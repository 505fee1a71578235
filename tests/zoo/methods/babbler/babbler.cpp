/// Speaks the C interface itself and speaks it badly: nonsense for answers, and C++ exceptions through the boundary,
/// which abi.h forbids.
#include <liufa/abi.h>

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using Json = nlohmann::json;

const liufa_host_table* host = nullptr;
liufa_host* self = nullptr;  ///< there is one district in the zoo

liufa_text view(std::string_view text) { return {text.data(), text.size()}; }

std::int32_t throwing_row(void*, const liufa_value*, std::size_t) { throw 42; }
void throwing_text(void*, liufa_text) { throw 42; }

std::int32_t throwing_source(void*, liufa_value*, std::size_t) { throw 42; }
/// Gives one good row, then up.
std::int32_t failing_source(void* context, liufa_value* columns, std::size_t) {
  if (++*static_cast<int*>(context) > 1) return -7;
  columns[0].kind = LIUFA_INTEGER;
  columns[0].as.integer = 1;
  return 1;
}
std::int32_t strange_source(void* context, liufa_value* columns, std::size_t) {
  if (++*static_cast<int*>(context) > 1) return 0;
  columns[0].kind = 99;
  return 1;
}
std::int32_t real_source(void* context, liufa_value* columns, std::size_t) {
  if (++*static_cast<int*>(context) > 1) return 0;
  columns[0].kind = LIUFA_REAL;
  columns[0].as.real = 1.5;
  return 1;
}

liufa_status derive(liufa_call* call, liufa_row_source source) {
  const liufa_text place = view("place");
  int rows = 0;
  std::int64_t written = 0;
  return host->derive(call, view("standing"), &place, 1, source, &rows, &written);
}

liufa_status derive_inside(void* source, liufa_call* call, liufa_text) {
  return derive(call, *static_cast<liufa_row_source*>(source));
}

liufa_status derive_in_a_write(liufa_call* call, liufa_row_source source) {
  return host->write(call, derive_inside, &source);
}

liufa_status answer_inside(void*, liufa_call* call, liufa_text) {
  return host->answer(call, view("{\"given\": \"inside\"}"));
}

liufa_status babble(liufa_call* call, const std::string& mode) {
  if (mode == "throws std") throw std::runtime_error("through the boundary");
  if (mode == "throws other") throw 42;
  if (mode == "throws in a row") return host->query(call, view("SELECT 1"), nullptr, 0, throwing_row, nullptr);
  if (mode == "throws in a sink") return host->now(call, throwing_text, nullptr);
  if (mode == "throws in a source") return derive_in_a_write(call, throwing_source);
  if (mode == "gives up in a source") return derive_in_a_write(call, failing_source);
  if (mode == "strange value from a source") return derive_in_a_write(call, strange_source);
  if (mode == "number with a fraction from a source") return derive_in_a_write(call, real_source);
  if (mode == "derives outside a write") return derive(call, real_source);
  if (mode == "discards outside a write") return host->discard(call, view("standing"), nullptr, nullptr, 0, 1, nullptr);
  if (mode == "unknown status") return 99;
  if (mode == "negative status") return -1;
  if (mode == "refuses silently") return LIUFA_REFUSED;
  if (mode == "refuses and agrees") {
    host->refuse(call, {}, view("不"), view("no"));
    return LIUFA_OK;
  }
  if (mode == "refuses without words") {
    host->refuse(call, {}, {}, {});
    return LIUFA_REFUSED;
  }
  if (mode == "cancels") return LIUFA_CANCELLED;
  if (mode == "answers in a write") return host->write(call, answer_inside, nullptr);
  if (mode == "registers late") {
    const liufa_status status = host->register_handler(self, LIUFA_ACTION, view("act"), answer_inside, nullptr);
    const std::string json = Json{{"status", status}}.dump();
    return host->answer(call, view(json));
  }
  return LIUFA_OK;
}

/// The answers that are no good, whatever the host says to them.
void answer(liufa_call* call, const std::string& mode) {
  const auto say = [call](std::string_view json) { host->answer(call, view(json)); };
  if (mode == "no json") say("{\"score\": ");
  if (mode == "empty") say("");
  if (mode == "not utf-8") say("{\"day\": \"\xFF\xFE\"}");
  if (mode == "huge number") say("{\"score\": 1e999}");
  if (mode == "array") say("[1, 2, 3]");
  if (mode == "unknown field") say("{\"colour\": \"red\"}");
  if (mode == "wrong type") say("{\"score\": \"many\"}");
  if (mode == "out of range") say("{\"score\": 11}");
  if (mode == "no date") say("{\"day\": \"2026-02-30\"}");
  if (mode == "null for required") say("{\"mode\": null}");
  if (mode == "too long") say(Json{{"mode", std::string(std::size_t{5} << 20, 'x')}}.dump());
  if (mode == "nested") say("{\"score\": " + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}");
}

liufa_status on_mode(liufa_call* call, const std::string& mode) {
  answer(call, mode);
  return babble(call, mode);
}

std::string text_in(liufa_text input, const char* object, const char* field) {
  const Json json = Json::parse(std::string_view{input.data, input.size});
  return (object ? json.at(object) : json).at(field).get<std::string>();
}

liufa_status action(void*, liufa_call* call, liufa_text input) {
  return on_mode(call, text_in(input, nullptr, "mode"));
}
liufa_status before(void*, liufa_call* call, liufa_text input) {
  return on_mode(call, text_in(input, "after", "mode"));
}
liufa_status watch(void*, liufa_call* call, liufa_text input) { return on_mode(call, text_in(input, "after", "text")); }

void* create(const liufa_host_table* table, liufa_host* given) {
  host = table;
  self = given;
  return given;
}

liufa_status start(void*) {
  const auto add = [](std::uint32_t kind, std::string_view name, liufa_handler handler) {
    return host->register_handler(self, kind, view(name), handler, nullptr);
  };
  const std::array statuses{add(LIUFA_ACTION, "act", action), add(LIUFA_BEFORE, "trace.create", before),
                            add(LIUFA_GUARD, "behaved.note.close", watch),
                            add(LIUFA_ON, "behaved.note.created", watch)};
  for (const liufa_status status : statuses)
    if (status != LIUFA_OK) return status;
  return LIUFA_OK;
}

void destroy(void*) {}

const liufa_method_table table{
    sizeof(liufa_method_table), LIUFA_SDK, {"babbler", 7}, {"1.0.0", 5}, create, start, destroy};

}  // namespace

LIUFA_NOTE
extern "C" LIUFA_EXPORT const liufa_method_table* liufa_method(void) { return &table; }
