/// Reaches for what it was not granted.
#include <liufa/method.hpp>

namespace {

void write_where_it_may_not(liufa::Call& call, const std::string& mode, const std::string& record, std::int64_t id) {
  if (mode == "create") call.create(record, {{"text", "by a stranger"}});
  if (mode == "update") call.update(record, id, {{"text", "by a stranger"}});
  if (mode == "transition") call.transition(record, id, "close");
  if (mode == "derive") call.derive(record, {"place", "text"}, {{std::int64_t{1}, "by a stranger"}});
  if (mode == "discard") call.discard(record, {});
  if (mode == "emit") call.emit(record, {{"by", "a stranger"}});
}

class Trespasser final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.action("act", [](liufa::Call& call) {
      const auto mode = call.input().at("mode").get<std::string>();
      const auto record = call.input().value("record", "");
      const auto sql = call.input().value("sql", "");
      const auto id = call.input().at("id").get<std::int64_t>();
      liufa::Json rows = liufa::Json::array();
      const auto query = [&] { call.query(sql, {}, [&](const liufa::Row& row) { rows.push_back(row.size()); }); };
      if (mode == "query") query();
      if (mode == "query in a write") call.write(query);
      if (mode == "read") rows.push_back(call.read(record, id));
      if (mode == "outside") write_where_it_may_not(call, "create", record, id);
      if (mode.starts_with("write "))
        call.write([&] {
          call.create("trace", {{"mode", "before the trespass"}});
          write_where_it_may_not(call, mode.substr(6), record, id);
        });
      call.answer(rows);
    });
    at.guard("behaved.note.close", [](liufa::Change& change) {
      const auto text = change.after().at("text").get<std::string>();
      if (text == "guard writes") change.create("trace", {{"mode", "by a guard"}});
      if (text == "guard emits") change.emit("act.done", liufa::Json::object());
      if (text == "guard derives") change.derive("standing", {"place"}, {{std::int64_t{1}}});
      if (text == "guard discards") change.discard("standing", {});
      if (text == "guard begins a write") change.write([&] { change.create("trace", {{"mode", "by a guard"}}); });
    });
    at.on("behaved.note.created", [](liufa::Event& event) {
      if (event.after().at("text") == "event writes") event.update("behaved.note", event.id(), {{"remark", "mine"}});
    });
  }
};

}  // namespace

LIUFA_METHOD(Trespasser, "trespasser", "1.0.0")
