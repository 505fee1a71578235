/// Lives on what others declare: keeps what it hears of facts and gates, and holds up a gated step until somebody
/// agreed.
#include <liufa/method.hpp>

namespace {

std::string subject_record(liufa::Call& call) { return call.input().at("record").get<std::string>(); }

/// Creates the record with that name and subject, or updates it.
void keep(liufa::Call& call, const std::string& record, const std::string& name, liufa::Json fields) {
  const auto there =
      call.query_integer("SELECT id FROM listener_" + record + " WHERE " + name + " = $1 AND subject = $2",
                         {fields.at(name).get<std::string>(), fields.at("subject").get<std::int64_t>()});
  if (there)
    call.update(record, *there, fields);
  else
    call.create(record, fields);
}

void hear(liufa::Event& event) {
  std::vector<liufa::Json> facts;
  event.query("SELECT source, member, quantity, grade FROM host_fact WHERE record = $1 AND id = $2",
              {subject_record(event), event.id()}, [&](const liufa::Row& row) {
                facts.push_back({{"source", row.text(0)},
                                 {"record", subject_record(event)},
                                 {"subject", event.id()},
                                 {"quantity", row.integer(2)},
                                 {"grade", row.text(3)},
                                 {"holds", true}});
                if (!row.is_null(1)) facts.back()["member"] = row.integer(1);
              });
  std::vector<std::int64_t> earlier;
  event.query("SELECT id FROM listener_heard WHERE record = $1 AND subject = $2", {subject_record(event), event.id()},
              [&](const liufa::Row& row) { earlier.push_back(row.integer(0)); });
  for (const auto id : earlier) event.update("heard", id, {{"holds", false}});
  for (const liufa::Json& fact : facts) keep(event, "heard", "source", fact);
}

void ask(liufa::Event& event) {
  std::vector<liufa::Json> gates;
  event.query("SELECT gate, member, waiting FROM host_gate WHERE record = $1 AND id = $2",
              {subject_record(event), event.id()}, [&](const liufa::Row& row) {
                gates.push_back({{"gate", row.text(0)},
                                 {"subject", event.id()},
                                 {"member", row.integer(1)},
                                 {"waiting", row.integer(2) == 1}});
              });
  for (const liufa::Json& gate : gates) keep(event, "asked", "gate", gate);
}

class Listener final : public liufa::Method {
  void start(liufa::Setup& at) override {
    at.on("host.fact", hear);
    at.on("host.gate", ask);
    at.guard("host.gate", [](liufa::Change& change) {
      const auto agreed = change.query_integer("SELECT agreed FROM listener_asked WHERE subject = $1", {*change.id()});
      if (agreed.value_or(0) == 0)
        liufa::Change::refuse("member", {"尚未征得同意，请先征询", "expected agreement, found none; ask first"});
    });
    at.action("act", [](liufa::Call& call) {
      liufa::Json rows = liufa::Json::array();
      call.query(call.input().at("sql").get<std::string>(), {},
                 [&](const liufa::Row& row) { rows.push_back(row.is_null(0) ? "" : std::string(row.text(0))); });
      call.answer(rows);
    });
  }
};

}  // namespace

LIUFA_METHOD(Listener, "listener", "1.0.0")
