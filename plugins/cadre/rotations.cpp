/// Rotation: what is due becomes a proposal of exchanges; agreed with both organisations and the person, it is carried
/// out for all of an exchange at once.
#include <algorithm>
#include <map>

#include "appointments.hpp"
#include "exchanges.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "holdings.hpp"
#include "people.hpp"

namespace liufa::cadre {
namespace {

struct Place {
  std::int64_t holding = 0;
  std::int64_t post = 0;
  std::int64_t organisation = 0;
  std::string name;
  std::string organisation_name;
  std::string group;  ///< kind and employment: who can change places
  std::string starts_on;
  std::string due_on;
};

/// A move from a place to a post, in an exchange.
struct Move {
  const Place* from = nullptr;
  std::int64_t to_post = 0;
  std::string to_organisation;
  std::size_t circle = 0;
};

std::vector<Place> due_places(Call& call, const std::string& until, const Span& span) {
  std::vector<Place> found;
  call.query(
      "SELECT h.id, h.post, h.organisation, m.name, o.name, h.kind, p.employment, h.starts_on, h.rotation_due_on FROM "
      "cadre_holding h JOIN cadre_post p ON p.id = h.post JOIN directory_member m ON m.id = h.member JOIN "
      "directory_organisation o ON o.id = h.organisation WHERE h.state = 'serving' AND h.acting = 0 AND "
      "h.rotation_due_on <= $1 AND o.path >= $2 AND o.path < $3 AND NOT EXISTS (SELECT 1 FROM cadre_rotation r WHERE "
      "r.holding = h.id AND r.state IN ('proposed', 'agreed')) AND NOT EXISTS (SELECT 1 FROM cadre_exit e WHERE "
      "e.holding = h.id AND e.state IN ('proposed', 'heard')) ORDER BY h.rotation_due_on, h.id",
      {until, span.from, span.until}, [&](const Row& row) {
        found.push_back({row.integer(0), row.integer(1), row.integer(2), std::string(row.text(3)),
                         std::string(row.text(4)), std::string(row.text(5)) + "/" + std::string(row.text(6)),
                         std::string(row.text(7)), std::string(row.text(8))});
      });
  return found;
}

struct Vacant {
  std::int64_t post = 0;
  std::int64_t organisation = 0;
  std::string organisation_name;
};

/// Vacant posts nobody is being selected or moved for, by kind and employment.
std::multimap<std::string, Vacant> vacant_posts(Call& call) {
  std::multimap<std::string, Vacant> found;
  call.query(
      "SELECT p.id, p.organisation, o.name, p.kind, p.employment FROM cadre_post p JOIN directory_organisation o ON "
      "o.id = p.organisation WHERE p.state = 'established' AND p.vacant_since IS NOT NULL AND NOT EXISTS (SELECT 1 "
      "FROM "
      "cadre_selection s WHERE s.organisation = p.organisation AND s.state NOT IN ('completed', 'cancelled')) AND NOT "
      "EXISTS (SELECT 1 FROM cadre_rotation r WHERE r.to_post = p.id AND r.state IN ('proposed', 'agreed')) ORDER BY "
      "p.fill_by, p.id",
      {}, [&](const Row& row) {
        found.emplace(std::string(row.text(3)) + "/" + std::string(row.text(4)),
                      Vacant{row.integer(0), row.integer(1), std::string(row.text(2))});
      });
  return found;
}

/// Exchanges within each kind of post; who is left over goes to a vacant post elsewhere, if there is one.
std::vector<Move> plan(const std::vector<Place>& places, std::multimap<std::string, Vacant> vacant,
                       std::vector<const Place*>& without) {
  std::map<std::string, std::vector<const Place*>> groups;
  for (const Place& each : places) groups[each.group].push_back(&each);
  std::vector<Move> moves;
  std::size_t circle = 0;
  for (const auto& [group, members] : groups) {
    std::vector<std::int64_t> organisations;
    for (const Place* each : members) organisations.push_back(each->organisation);
    const Exchanges exchanges = make_exchanges(organisations);
    for (const auto& people : exchanges.circles) {
      for (std::size_t at = 0; at < people.size(); ++at) {
        const Place* next = members[people[(at + 1) % people.size()]];
        moves.push_back({members[people[at]], next->post, next->organisation_name, circle});
      }
      ++circle;
    }
    for (const std::size_t at : exchanges.left) {
      const auto [first, last] = vacant.equal_range(group);
      const auto& own = members[at]->organisation;
      const auto free = std::find_if(first, last, [&own](const auto& each) { return each.second.organisation != own; });
      if (free == last) {
        without.push_back(members[at]);
        continue;
      }
      moves.push_back({members[at], free->second.post, free->second.organisation_name, circle++});
      vacant.erase(free);
    }
  }
  return moves;
}

Json fields_of(const Move& move, std::int64_t exchange) {
  const Place& from = *move.from;
  return {{"exchange", exchange},
          {"holding", from.holding},
          {"to_post", move.to_post},
          {"explanation", "“" + from.name + "”自 " + from.starts_on + " 任现职，应于 " + from.due_on + " 轮岗，由“" +
                              from.organisation_name + "”交流到“" + move.to_organisation + "”。"},
          {"explanation_en", "“" + from.name + "” has held the post since " + from.starts_on + ", rotation is due on " +
                                 from.due_on + ": from “" + from.organisation_name + "” to “" + move.to_organisation +
                                 "”."}};
}

std::int64_t last_exchange(Call& call) {
  return call.query_integer("SELECT MAX(exchange) FROM cadre_rotation").value_or(0);
}

void propose_rotation(Call& call) {
  const Json& input = call.input();
  const int days = is_given(input, "within_days") ? static_cast<int>(integer_of(input, "within_days")) : 90;
  const std::vector<Place> places =
      due_places(call, add_days(call.today(), days), span_of(call, integer_of(input, "organisation")));
  std::vector<const Place*> without;
  const std::vector<Move> moves = plan(places, vacant_posts(call), without);
  const bool dry_run = boolean_of(input, "dry_run");
  Json proposed = Json::array();
  if (!dry_run)
    call.write([&] {
      const std::int64_t last = last_exchange(call);
      std::int64_t done = 0;
      for (const Move& each : moves) {
        call.progress(++done, static_cast<std::int64_t>(moves.size()));
        const std::int64_t exchange = last + 1 + static_cast<std::int64_t>(each.circle);
        call.create("rotation", fields_of(each, exchange));
        if (proposed.empty() || proposed.back() != exchange) proposed.push_back(exchange);
      }
    });
  Json left = Json::array();
  for (const Place* each : without)
    left.push_back({{"holding", each->holding},
                    {"name", each->name},
                    {"due_on", each->due_on},
                    {"why",
                     {{"zh", "没有同类岗位可交流，请指定岗位或暂缓轮岗。"},
                      {"en", "No post of the kind to change to: name one, or defer the rotation."}}}});
  call.answer({{"due", places.size()}, {"moves", moves.size()}, {"exchanges", proposed}, {"without", std::move(left)}});
}

void create_rotation(Change& change) {
  const std::int64_t holding = integer_of(change.after(), "holding");
  if (state_of(change, "holding", holding) != "serving")
    Call::refuse("holding", {"该任职已结束，不能轮岗。请另选任职。",
                             "Expected a holding that goes on; this one is over. Choose another."});
  if (const auto open = change.query_integer(
          "SELECT id FROM cadre_rotation WHERE holding = $1 AND state IN ('proposed', 'agreed')", {holding}))
    Call::refuse("holding",
                 {"该任职已有第 " + std::to_string(*open) + " 号轮岗在办。请在其中办理。",
                  "Expected no rotation under way; number " + std::to_string(*open) + " is. Go on with it."});
  change.query("SELECT member, organisation FROM cadre_holding WHERE id = $1", {holding}, [&](const Row& row) {
    change.set("member", row.integer(0));
    change.set("organisation", row.integer(1));
  });
  if (!is_given(change.after(), "exchange")) change.set("exchange", last_exchange(change) + 1);
}

void set_target(Change& change) {
  const Post post = require_established(change, "to_post", integer_of(change.after(), "to_post"));
  if (change.query_integer("SELECT id FROM cadre_holding WHERE id = $1 AND post = $2",
                           {integer_of(change.after(), "holding"), post.id}))
    Call::refuse("to_post",
                 {"拟任岗位就是现任岗位。请另选岗位。", "Expected another post than the present one. Choose another."});
  change.set("to_organisation", post.organisation);
}

/// The present holder has left by now: those of the exchange leave first, all together.
void carry_out(Change& change) {
  const std::int64_t member = integer_of(change.after(), "member");
  const std::int64_t post = integer_of(change.after(), "to_post");
  require_present(change, "member", member);
  if (const auto holder = change.query_text("SELECT m.name FROM cadre_holding h JOIN directory_member m ON m.id = "
                                            "h.member WHERE h.post = $1 AND h.state = "
                                            "'serving' AND h.acting = 0",
                                            {post}))
    Call::refuse("to_post",
                 {"拟任岗位仍由“" + *holder + "”担任，且不在同一交流组。请补入同组、另选岗位，或先办理其离任。",
                  "Expected a post that is free; “" + *holder +
                      "” holds it and is not of this exchange. Add them to it, choose another post, or end "
                      "that holding first."});
  const std::string starts_on = text_of(change.after(), "starts_on");
  const std::string note = check_training(change, member, starts_on);
  if (!note.empty()) change.set("note", note);
  change.set("carried_out_on", change.today());
  appoint(change, {post, member, starts_on, "rotation", "", 0, change.id().value_or(0)});
}

void carry_out_rotation(Call& call) {
  const std::int64_t exchange = integer_of(call.input(), "exchange");
  struct One {
    std::int64_t id = 0;
    std::int64_t holding = 0;
    std::string state;
    std::string starts_on;
  };
  std::vector<One> all;
  call.query(
      "SELECT id, holding, state, starts_on FROM cadre_rotation WHERE exchange = $1 AND state IN ('proposed', "
      "'agreed') "
      "ORDER BY id",
      {exchange}, [&](const Row& row) {
        all.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), std::string(row.text(3))});
      });
  const auto open = std::count_if(all.begin(), all.end(), [](const One& each) { return each.state != "agreed"; });
  if (all.empty() || open > 0)
    Call::refuse(
        "exchange",
        {"第 " + std::to_string(exchange) + " 组应全部商定后一并办理，现有 " + std::to_string(all.size()) +
             " 人在办，其中 " + std::to_string(open) + " 人未商定。请先逐一商定。",
         "Expected all of exchange " + std::to_string(exchange) + " to be agreed; " + std::to_string(all.size()) +
             " are open, of them " + std::to_string(open) + " not agreed. Agree on each of them first."});
  const std::string given = text_of(call.input(), "starts_on");
  call.write([&] {
    for (One& each : all) {
      if (!given.empty()) each.starts_on = given;
      if (each.starts_on.empty()) each.starts_on = call.today();
      end_holdings(call, "id = $1", each.holding, {add_days(each.starts_on, -1), "rotation", ""});
    }
    for (const One& each : all) call.transition("rotation", each.id, "carry_out", {{"starts_on", each.starts_on}});
  });
  call.answer({{"exchange", exchange}, {"carried_out", all.size()}});
}

/// The holding keeps its post for now; the day that is due moves on, with the reason on record.
void defer(Change& change) {
  const std::string until = text_of(change.after(), "deferred_until");
  if (until <= change.today())
    Call::refuse("deferred_until",
                 {"暂缓日期应晚于今天 " + change.today() + "，现为 " + until + "。请更正。",
                  "Expected a day after today, " + change.today() + "; found " + until + ". Correct it."});
  change.update("holding", integer_of(change.after(), "holding"),
                {{"rotation_deferred_until", until}, {"rotation_due_on", until}});
}

}  // namespace

void register_rotations(Setup& at) {
  at.before("rotation.create", [](Change& change) {
    create_rotation(change);
    set_target(change);
  });
  at.before("rotation.update", [](Change& change) {
    if (is_changed(change, "to_post")) set_target(change);
  });
  at.before("rotation.agree", [](Change& change) { complete(change, "heard_on", change.today()); });
  at.before("rotation.carry_out", carry_out);
  at.before("rotation.defer", defer);
  at.action("propose_rotation", propose_rotation);
  at.action("carry_out_rotation", carry_out_rotation);
}

}  // namespace liufa::cadre
