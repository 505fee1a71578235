#include "methods/host_table.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "methods/bridge.hpp"
#include "services/records.hpp"

namespace liufa::host {

namespace {

std::string_view text(liufa_text from) {
  return from.size == 0 ? std::string_view{} : std::string_view{from.data, from.size};
}

liufa_text text(std::string_view from) { return {from.data(), from.size()}; }

liufa_status status_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::refused: return LIUFA_REFUSED;
    case ProblemKind::not_found: return LIUFA_NOT_FOUND;
    case ProblemKind::invalid:
    case ProblemKind::malformed: return LIUFA_INVALID;
    case ProblemKind::unauthenticated:
    case ProblemKind::forbidden: return LIUFA_FORBIDDEN;
    case ProblemKind::conflict:
    case ProblemKind::stale: return LIUFA_CONFLICT;
    case ProblemKind::cancelled: return LIUFA_CANCELLED;
    default: return LIUFA_FAILED;
  }
}

/// Every host function runs through here: no exception crosses, and what went wrong is kept for `problem`.
template <class Work>
liufa_status guarded(liufa_call* call, Work&& work) noexcept {
  try {
    work();
    return LIUFA_OK;
  } catch (const Problem& problem) {
    call->last = problem;
    return status_of(problem.kind());
  } catch (const std::exception& error) {
    call->last = Problem("storage.failed", {{"reason", error.what()}});
  } catch (...) {
    call->last = Problem("method.failed", {{"method", call->instance.manifest().id},
                                           {"handler", call->handler},
                                           {"reason", "what it handed to the host threw a C++ exception"}});
  }
  return LIUFA_FAILED;
}

/// What a method sends as JSON.
Json parse(const liufa_call* call, liufa_text json) {
  try {
    return parse_json(text(json));
  } catch (const Problem& problem) {
    throw Problem(
        "method.nonsense",
        {{"method", call->instance.manifest().id}, {"handler", call->handler}, {"reason", problem.text().en}});
  }
}

void require_write(const liufa_call* call) {
  if (call->only_refuses) throw Problem("method.not_here", {{"reason", "a guard may only refuse"}});
  if (!call->writing) throw Problem("method.not_here", {{"reason", "not inside a write"}});
}

/// The method's own record type of that name, within a write.
const RecordSchema& own_record(liufa_call* call, liufa_text record) {
  require_write(call);
  const std::string& method = call->instance.manifest().id;
  const std::string name(text(record));
  if (!call->instance.manifest().record(name)) throw Problem("method.not_own", {{"method", method}, {"record", name}});
  return call->model.record(method + "." + name);
}

ValueView view_of(const liufa_value& value) {
  switch (value.kind) {
    case LIUFA_INTEGER: return value.as.integer;
    case LIUFA_REAL: return value.as.real;
    case LIUFA_TEXT: return text(value.as.text);
    default: return {};
  }
}

std::optional<std::int64_t> version_or_any(std::int64_t version) {
  return version == 0 ? std::nullopt : std::optional(version);
}

liufa_status register_handler(liufa_host* host, std::uint32_t kind, liufa_text name, liufa_handler handler,
                              void* context) {
  try {
    return host->instance->register_handler(kind, std::string(text(name)), handler, context);
  } catch (...) {
    return LIUFA_FAILED;
  }
}

void log(liufa_host* host, std::uint32_t severity, liufa_text line) {
  const auto level = severity == LIUFA_LOG_ERROR     ? spdlog::level::err
                     : severity == LIUFA_LOG_WARNING ? spdlog::level::warn
                     : severity == LIUFA_LOG_INFO    ? spdlog::level::info
                                                     : spdlog::level::debug;
  spdlog::log(level, "[{}/{}] {}", host->instance->surroundings().district, host->instance->manifest().id,
              printable(text(line)));
}

liufa_status query(liufa_call* call, liufa_text sql, const liufa_value* parameters, std::size_t count,
                   liufa_row_sink sink, void* context) {
  return guarded(call, [&] {
    std::vector<ValueView> values;
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i) values.push_back(view_of(parameters[i]));
    const auto rows = call->session.query_within(call->grant, text(sql), values);
    std::vector<liufa_value> columns(rows->columns());
    while (rows->next()) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const ValueView value = rows->value(i);
        columns[i] = {};
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
          columns[i].kind = LIUFA_INTEGER;
          columns[i].as.integer = *integer;
        } else if (const auto* real = std::get_if<double>(&value)) {
          columns[i].kind = LIUFA_REAL;
          columns[i].as.real = *real;
        } else if (const auto* characters = std::get_if<std::string_view>(&value)) {
          columns[i].kind = LIUFA_TEXT;
          columns[i].as.text = text(*characters);
        }
      }
      if (sink(context, columns.data(), columns.size()) != 0) break;
    }
  });
}

liufa_status read(liufa_call* call, liufa_text record, std::int64_t id, liufa_text_sink sink, void* context) {
  return guarded(call, [&] {
    const Manifest& manifest = call->instance.manifest();
    std::string name(text(record));
    if (manifest.record(name)) name = manifest.id + "." + name;
    const auto found = call->model.records.find(name);
    if (found == call->model.records.end() || !call->grant.tables.contains(found->second->type.table))
      throw Problem("method.not_granted", {{"method", manifest.id}, {"record", name}});
    JsonBuffer buffer;
    JsonWriter out(buffer);
    found->second->write(out, read_record(call->session, *found->second, id));
    sink(context, text(text_of(buffer)));
  });
}

liufa_status settings(liufa_call* call, liufa_text_sink sink, void* context) {
  return guarded(call, [&] {
    const std::string json = call->instance.surroundings().settings(call->session).dump();
    sink(context, text(json));
  });
}

liufa_status now(liufa_call* call, liufa_text_sink sink, void* context) {
  return guarded(call, [&] {
    const std::string instant = call->writing ? call->writing->now : call->instance.surroundings().clock.now();
    sink(context, text(instant));
  });
}

liufa_status write(liufa_call* call, liufa_handler body, void* context) {
  return guarded(call, [&] {
    if (call->only_refuses) throw Problem("method.not_here", {{"reason", "a guard may only refuse"}});
    const auto run = [&](liufa_call& inner) {
      const liufa_status status = body(context, &inner, text("{}"));
      if (status == LIUFA_OK && !inner.refusal) return;
      if (inner.refusal) throw *inner.refusal;
      if (inner.last) throw *inner.last;
      throw Problem("method.not_here", {{"reason", fmt::format("the write was given up with status {}", status)}});
    };
    if (call->writing) {
      auto written = call->written;  // what is undone does not count as written
      try {
        call->session.within_savepoint([&] { run(*call); });
      } catch (...) {
        call->written = std::move(written);
        throw;
      }
      return;
    }
    if (!call->action) throw Problem("method.not_here", {{"reason", "no write can begin here"}});
    auto written = call->written;
    call->action->write([&](WriteContext& writing) {
      // The method goes on using its own `liufa_call`: for the time of the write that one reads and writes inside.
      liufa_call inner{
          call->instance, writing.session, call->grant, writing.model, &writing, call->action, false, {}, {}, {}, {},
          call->handler,  call->written};
      run(inner);
      written = std::move(inner.written);
      if (inner.answer || inner.bad_answer) {  // the last one holds, wherever it was given
        call->answer = std::move(inner.answer);
        call->bad_answer = std::move(inner.bad_answer);
      }
    });
    call->written = std::move(written);  // only now is it on disk
  });
}

liufa_status create(liufa_call* call, liufa_text record, liufa_text fields, std::int64_t* id) {
  return guarded(call, [&] {
    const RecordSchema& schema = own_record(call, record);
    call->session.within_savepoint([&] {
      *id = create_record(*call->writing, schema, decode_fields(schema, parse(call, fields), Author::method)).id;
    });
  });
}

liufa_status update(liufa_call* call, liufa_text record, std::int64_t id, std::int64_t version, liufa_text fields) {
  return guarded(call, [&] {
    const RecordSchema& schema = own_record(call, record);
    call->session.within_savepoint([&] {
      update_record(*call->writing, schema, id, version_or_any(version),
                    decode_fields(schema, parse(call, fields), Author::method));
    });
  });
}

liufa_status transition(liufa_call* call, liufa_text record, std::int64_t id, std::int64_t version, liufa_text step,
                        liufa_text fields) {
  return guarded(call, [&] {
    const RecordSchema& schema = own_record(call, record);
    call->session.within_savepoint([&] {
      transition_record(*call->writing, schema, id, version_or_any(version), text(step),
                        decode_fields(schema, parse(call, fields), Author::method));
    });
  });
}

liufa_status emit(liufa_call* call, liufa_text name, liufa_text payload) {
  return guarded(call, [&] {
    require_write(call);
    const Manifest& manifest = call->instance.manifest();
    const auto declared = std::any_of(manifest.events.begin(), manifest.events.end(),
                                      [&](const DeclaredEvent& each) { return each.name == text(name); });
    if (!declared) throw Problem("method.no_event", {{"method", manifest.id}, {"event", text(name)}});
    const Json json = parse(call, payload);
    if (!json.is_object()) throw Problem("request.object", {{"found", json.type_name()}});
    emit_event(*call->writing, manifest.id, text(name), json.dump());
  });
}

liufa_status answer(liufa_call* call, liufa_text json) {
  return guarded(call, [&] {
    try {
      call->answer = parse(call, json);
      call->bad_answer.reset();
    } catch (const Problem& problem) {
      call->answer.reset();
      call->bad_answer = problem;
      throw;
    }
  });
}

liufa_status refuse(liufa_call* call, liufa_text field, liufa_text zh, liufa_text en) {
  return guarded(call, [&] {
    call->refusal = Problem(ProblemKind::refused, "method.refused",
                            {printable(text(zh.size ? zh : en)), printable(text(en.size ? en : zh))});
    if (field.size) call->refusal->at_field(printable(text(field)));
  });
}

liufa_status progress(liufa_call* call, std::int64_t done, std::int64_t total, liufa_text note) {
  bool go_on = true;
  const liufa_status status = guarded(call, [&] {
    if (call->action) go_on = call->action->progress(done, total, printable(text(note)));
  });
  return status == LIUFA_OK && !go_on ? LIUFA_CANCELLED : status;
}

liufa_status problem(liufa_call* call, liufa_text_sink sink, void* context) {
  try {
    if (!call->last) return LIUFA_NOT_FOUND;
    sink(context, text(call->last->to_json(true).dump()));
    return LIUFA_OK;
  } catch (...) {
    return LIUFA_FAILED;
  }
}

std::string name_in(liufa_text from) { return std::string(text(from)); }

liufa_status derive(liufa_call* call, liufa_text record, const liufa_text* fields, std::size_t count,
                    liufa_row_source source, void* context, std::int64_t* written) {
  return guarded(call, [&] {
    const RecordSchema& schema = own_record(call, record);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(name_in(fields[i]));
    std::vector<liufa_value> columns(count);
    std::size_t line = 0;
    const RowSource rows = [&](std::span<ValueView> row) {
      std::fill(columns.begin(), columns.end(), liufa_value{});
      ++line;
      const std::int32_t given = source(context, columns.data(), count);
      if (given < 0) throw Problem("derived.source", {{"line", std::to_string(line)}});
      if (given == 0) return false;
      for (std::size_t i = 0; i < count; ++i) row[i] = view_of(columns[i]);
      return true;
    };
    IdSet ids = call->written[schema.type.id];
    call->session.within_savepoint([&] {
      const std::int64_t changed = derive_rows(*call->writing, schema, names, rows, ids);
      if (written) *written = changed;
    });
    call->written[schema.type.id] = std::move(ids);
  });
}

liufa_status discard(liufa_call* call, liufa_text record, const liufa_text* fields, const liufa_value* values,
                     std::size_t count, std::int64_t most, std::int64_t* removed) {
  return guarded(call, [&] {
    const RecordSchema& schema = own_record(call, record);
    std::vector<std::pair<std::string, ValueView>> which;
    for (std::size_t i = 0; i < count; ++i) which.emplace_back(name_in(fields[i]), view_of(values[i]));
    call->session.within_savepoint([&] {
      const std::int64_t gone = discard_rows(*call->writing, schema, which, call->written[schema.type.id], most);
      if (removed) *removed = gone;
    });
  });
}

}  // namespace

const liufa_host_table& host_table() {
  static const liufa_host_table table{sizeof(liufa_host_table),
                                      register_handler,
                                      log,
                                      query,
                                      read,
                                      settings,
                                      now,
                                      write,
                                      create,
                                      update,
                                      transition,
                                      emit,
                                      answer,
                                      refuse,
                                      progress,
                                      problem,
                                      derive,
                                      discard};
  return table;
}

}  // namespace liufa::host
