/// Which juror judges which entry: drawn so that anybody can repeat it, evenly, without conflicts of interest.
#include <algorithm>
#include <liufa/kit/assignment.hpp>
#include <liufa/kit/drawing.hpp>
#include <map>

#include "contest.hpp"
#include "fields.hpp"
#include "handlers.hpp"
#include "jurors.hpp"

namespace liufa::exemplar {
namespace {

struct Juror {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::size_t load = 0;  ///< sheets that count
};

struct Entry {
  std::int64_t id = 0;
  std::int64_t organisation = 0;
  std::string theme;
  std::int64_t sheets = 0;  ///< that count
};

/// All that a draw needs, read in one query each.
struct Draw {
  std::vector<Juror> jurors;
  std::vector<Entry> entries;
  std::set<std::pair<std::int64_t, std::int64_t>> met;  ///< (juror, entry) with a sheet, dropped ones included
  Recusals recusals;
  Tree tree;
};

Draw read_draw(Call& call, const Contest& contest) {
  Draw draw;
  draw.tree = Tree::all(call);
  std::map<std::int64_t, std::size_t> loads;
  std::map<std::int64_t, std::int64_t> sheets;
  call.query("SELECT juror, entry, state FROM exemplar_score WHERE contest = $1", {contest.id}, [&](const Row& row) {
    draw.met.emplace(row.integer(0), row.integer(1));
    if (row.text(2) == "dropped") return;
    ++loads[row.integer(0)];
    ++sheets[row.integer(1)];
  });
  call.query("SELECT id, organisation FROM exemplar_juror WHERE contest = $1 AND state = 'active' ORDER BY id",
             {contest.id}, [&](const Row& row) {
               draw.jurors.push_back({row.integer(0), row.integer(1), loads[row.integer(0)]});
             });
  call.query(
      "SELECT id, organisation, theme FROM exemplar_entry WHERE contest = $1 AND state = 'accepted' ORDER BY id",
      {contest.id}, [&](const Row& row) {
        draw.entries.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), sheets[row.integer(0)]});
      });
  call.query(
      "SELECT r.juror, r.organisation FROM exemplar_recusal r JOIN exemplar_juror j ON j.id = r.juror WHERE j.contest "
      "= "
      "$1",
      {contest.id}, [&](const Row& row) { draw.recusals.emplace(row.integer(0), row.integer(1)); });
  return draw;
}

bool may_judge(const Draw& draw, const Juror& juror, const Entry& entry) {
  return !draw.met.contains({juror.id, entry.id}) &&
         !is_interested(draw.tree, juror.organisation, entry.organisation) &&
         !has_declared(draw.tree, draw.recusals, juror.id, entry.organisation);
}

/// Puts the jurors in the order of chance, so that among equal loads none is preferred.
void shuffle(Draw& draw, kit::SplitMix64& numbers) {
  std::vector<std::int64_t> positions;
  for (std::size_t at = 0; at < draw.jurors.size(); ++at) positions.push_back(static_cast<std::int64_t>(at));
  std::vector<Juror> shuffled;
  for (const std::int64_t at : kit::draw(numbers, positions, positions.size()))
    shuffled.push_back(draw.jurors[static_cast<std::size_t>(at)]);
  draw.jurors = std::move(shuffled);
}

[[noreturn]] void refuse_too_few(const Contest& contest, const Entry& entry) {
  const std::string found = std::to_string(entry.sheets);
  const std::string least = std::to_string(contest.jurors_least);
  Call::refuse("contest",
               {"作品“" + entry.theme + "”应有 " + least + " 名评委，回避之后只有 " + found + " 名。请增聘评委",
                "“" + entry.theme + "” needs " + least +
                    " jurors; without those who have an interest there "
                    "are " +
                    found + ". Appoint more jurors"});
}

/// (juror, entry) for every sheet that is missing. One juror more for each entry at a time, the least loaded first.
std::vector<std::pair<std::int64_t, std::int64_t>> assign(Draw draw, const Contest& contest, std::uint64_t seed) {
  kit::SplitMix64 numbers(seed);
  std::vector<std::pair<std::int64_t, std::int64_t>> made;
  for (;;) {
    shuffle(draw, numbers);
    std::vector<std::size_t> open;
    std::vector<std::vector<std::size_t>> possible;
    for (std::size_t at = 0; at < draw.entries.size(); ++at) {
      if (draw.entries[at].sheets >= contest.jurors_least) continue;
      open.push_back(at);
      possible.emplace_back();
      for (std::size_t juror = 0; juror < draw.jurors.size(); ++juror)
        if (may_judge(draw, draw.jurors[juror], draw.entries[at])) possible.back().push_back(juror);
    }
    if (open.empty()) return made;
    std::vector<std::size_t> loads;
    for (const Juror& each : draw.jurors) loads.push_back(each.load);
    const auto chosen = kit::assign_evenly(possible, loads);
    for (std::size_t at = 0; at < open.size(); ++at) {
      Entry& entry = draw.entries[open[at]];
      if (!chosen[at]) refuse_too_few(contest, entry);
      Juror& juror = draw.jurors[*chosen[at]];
      ++juror.load;
      ++entry.sheets;
      draw.met.emplace(juror.id, entry.id);
      made.emplace_back(juror.id, entry.id);
    }
  }
}

/// Where no seed is given: the digits of the present instant, which nobody chose.
std::int64_t seed_of(Call& call) {
  if (is_given(call.input(), "seed")) return integer_of(call.input(), "seed");
  std::string digits;
  for (const char each : call.now())
    if (each >= '0' && each <= '9') digits += each;
  return std::stoll(digits);
}

void assign_jurors(Call& call) {
  const Contest contest = read_contest(call, integer_of(call.input(), "contest"));
  require_stage(contest, {"judging"}, {"抽签分配评委", "drawing the jurors"});
  const std::int64_t seed = seed_of(call);
  const auto sheets = assign(read_draw(call, contest), contest, static_cast<std::uint64_t>(seed));
  call.write([&] {
    for (const auto& [juror, entry] : sheets)
      call.create("score", {{"juror", juror}, {"entry", entry}, {"seed", seed}});
    if (!sheets.empty())
      call.update("contest", contest.id, {{"seed", seed}, {"algorithm", std::string(kit::drawing_algorithm)}});
  });
  call.answer({{"contest", contest.id}, {"seed", seed}, {"assigned", sheets.size()}});
}

}  // namespace

void register_drawing(Setup& at) { at.action("assign_jurors", assign_jurors); }

}  // namespace liufa::exemplar
