/// Who leaves, retires or moves in the directory does so here too: entered once there, it need not be entered again.
#include <string>
#include <utility>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "jurors.hpp"
#include "round.hpp"
#include "tree.hpp"

namespace liufa::exemplar {
namespace {

struct Person {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  bool left = false;
  bool retired = false;
  std::string left_on;
};

std::string ending_of(const Person& person) {
  if (person.left) return "党员已转出或离党。";
  return person.retired ? "党员已离退休。" : "党员已调到其他组织。";
}

void lapse_nominations(Call& call, const Person& person) {
  struct Open {
    std::int64_t id = 0;
    std::int64_t organisation = 0;
    std::int64_t round = 0;
  };
  std::vector<Open> open;
  call.query(
      "SELECT id, organisation, round FROM exemplar_nomination WHERE member = $1 AND state IN ('draft', 'submitted', "
      "'returned', 'accepted', 'publicity') ORDER BY id",
      {person.id}, [&](const Row& row) {
        open.push_back({row.integer(0), row.integer(1), row.integer(2)});
      });
  for (const Open& each : open) {
    if (!person.left && !person.retired) {
      const Organisation* nominating =
          Tree::above(call, person.organisation).nearest(person.organisation, read_round(call, each.round).kinds);
      if (nominating && nominating->id == each.organisation) continue;
    }
    call.transition("nomination", each.id, "lapse", {{"reason", ending_of(person)}});
  }
}

void end_posts(Call& call, const Person& person) {
  std::vector<std::pair<std::int64_t, std::string>> held;
  std::vector<std::int64_t> moved;
  call.query(
      "SELECT id, organisation, named_on FROM exemplar_model_post WHERE member = $1 AND state IN ('held', 'improving') "
      "ORDER BY id",
      {person.id}, [&](const Row& row) {
        if (person.left || person.retired)
          held.emplace_back(row.integer(0), std::string(row.text(2)));
        else if (row.integer(1) != person.organisation)
          moved.push_back(row.integer(0));
      });
  for (const auto& [id, named_on] : held) {
    const std::string on = person.left && person.left_on >= named_on ? person.left_on : call.today();
    call.transition("model_post", id, "end", {{"reason", ending_of(person)}, {"ends_on", on}});
  }
  const bool follows = text_of(call.settings(), "when_moved") == "follow";
  for (const std::int64_t id : moved) {
    if (follows)
      call.update("model_post", id, {{"organisation", person.organisation}});
    else
      call.transition("model_post", id, "end", {{"reason", ending_of(person)}});
  }
}

void change_juror(Call& call, const Person& person) {
  std::vector<std::int64_t> jurors;
  call.query(
      "SELECT j.id FROM exemplar_juror j JOIN exemplar_contest c ON c.id = j.contest WHERE j.member = $1 AND j.state = "
      "'active' AND c.state <> 'published' ORDER BY j.id",
      {person.id}, [&](const Row& row) { jurors.push_back(row.integer(0)); });
  for (const std::int64_t id : jurors) {
    if (person.left) {
      call.transition("juror", id, "withdraw", {{"reason", ending_of(person)}});
    } else {
      call.update("juror", id, {{"organisation", person.organisation}});
      drop_conflicting(call, id, "评委已调动，应当回避。");
    }
  }
}

void member_changed(Event& event) {
  Person person;
  event.query("SELECT organisation, status, service, left_on FROM directory_member WHERE id = $1", {event.id()},
              [&](const Row& row) {
                person = {event.id(), row.integer(0), row.text(1) == "left", row.text(2) == "retired",
                          std::string(row.text(3))};
              });
  if (person.id == 0) return;  // erased since
  lapse_nominations(event, person);
  end_posts(event, person);
  change_juror(event, person);
}

}  // namespace

void register_departures(Setup& at) { at.on("directory.member.updated", member_changed); }

}  // namespace liufa::exemplar
