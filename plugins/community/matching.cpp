#include "rules/matching.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <set>

#include "fields.hpp"
#include "handlers.hpp"
#include "needs.hpp"
#include "standing.hpp"

/// The actions "match" (members for needs) and "find_posts" (needs for one member): read at once, compute, write once.
namespace liufa::community {
namespace {

std::set<std::string> words_at(const Row& row, std::size_t column) {
  std::set<std::string> words;
  for (const Json& each : list_at(row, column)) words.insert(each.get<std::string>());
  return words;
}

std::set<std::int64_t> ids_at(const Row& row, std::size_t column) {
  std::set<std::int64_t> ids;
  for (const Json& each : list_at(row, column)) ids.insert(each.get<std::int64_t>());
  return ids;
}

/// A community's open needs and its members; everything about them is read with four questions for the whole district.
struct Side {
  std::vector<Volunteer> volunteers;
  std::vector<Wanted> wanted;
};

struct Known {
  std::string title;
  std::string kind;
  std::int64_t opening = 0;
};

class Market {
 public:
  /// `community` and `member` 0: all.
  Market(Call& call, std::int64_t community, std::int64_t member) {
    const Json& settings = call.settings();
    weights_ = {integer_of(settings, "weight_skill"), integer_of(settings, "weight_interest"),
                integer_of(settings, "weight_time"), integer_of(settings, "weight_load"),
                is_true(settings, "match_fitting_only")};
    most_ = integer_of(settings, "claims_per_member");
    read_needs(call, community);
    read_claims(call, member);
    read_volunteers(call, community, member);
  }

  [[nodiscard]] const std::map<std::int64_t, Side>& sides() const { return sides_; }
  [[nodiscard]] const Weights& weights() const { return weights_; }
  [[nodiscard]] const Known& known(std::int64_t need) const { return known_.at(need); }
  /// Whether the member already has as many posts as one may have.
  [[nodiscard]] bool is_full(std::int64_t member) const {
    const auto found = claims_.find(member);
    return found != claims_.end() && found->second.load >= most_;
  }

 private:
  void read_needs(Call& call, std::int64_t community) {
    const std::string today = call.today();
    call.query(
        "SELECT n.id, n.community, n.kind, n.skills, n.skills_required, n.times, n.people - n.taken, n.title,"
        " k.name, n.opening FROM community_need n JOIN community_post_kind k ON k.id = n.kind"
        " WHERE n.state = 'open' AND ($1 = 0 OR n.community = $1) AND (n.ends_on IS NULL OR n.ends_on >= $2)"
        " ORDER BY n.id",
        {community, today}, [&](const Row& row) {
          sides_[row.integer(1)].wanted.push_back({row.integer(0), row.integer(2), words_at(row, 3),
                                                   row.integer(4) != 0, words_at(row, 5), row.integer(6)});
          known_[row.integer(0)] = {std::string(row.text(7)), std::string(row.text(8)), row.integer(9)};
        });
  }

  void read_claims(Call& call, std::int64_t member) {
    call.query(
        "SELECT member, need, state FROM community_claim WHERE ($1 = 0 OR member = $1)"
        " AND (state IN ('claimed', 'proposed', 'confirmed') OR need IN"
        " (SELECT id FROM community_need WHERE state = 'open'))",
        {member}, [&](const Row& row) {
          Claims& claims = claims_[row.integer(0)];
          claims.needs.insert(row.integer(1));
          const auto state = row.text(2);
          if (state == "claimed" || state == "proposed" || state == "confirmed") ++claims.load;
          if (state == "claimed" || state == "proposed") ++pending_[row.integer(1)];
        });
    // A place that somebody has been proposed for, or has claimed, is not offered to another at the same time.
    for (auto& [community, side] : sides_)
      for (Wanted& wanted : side.wanted)
        if (member == 0) wanted.places = std::max<std::int64_t>(0, wanted.places - pending_[wanted.need]);
  }

  void read_volunteers(Call& call, std::int64_t community, std::int64_t member) {
    call.query(
        "SELECT r.member, r.community, r.skills, r.interests, r.times FROM community_report_in r"
        " JOIN directory_member m ON m.id = r.member WHERE r.state = 'confirmed'"
        " AND ($1 = 0 OR r.community = $1) AND ($2 = 0 OR r.member = $2) ORDER BY m.code",
        {community, member}, [&](const Row& row) {
          const auto side = sides_.find(row.integer(1));
          if (side == sides_.end() || is_full(row.integer(0))) return;
          const Claims& claims = claims_[row.integer(0)];
          side->second.volunteers.push_back({row.integer(0), words_at(row, 2), ids_at(row, 3), words_at(row, 4),
                                             static_cast<int>(claims.load), claims.needs});
        });
  }

  struct Claims {
    std::int64_t load = 0;
    std::set<std::int64_t> needs;
  };

  Weights weights_;
  std::int64_t most_ = 0;
  std::map<std::int64_t, Side> sides_;  ///< by community
  std::map<std::int64_t, Known> known_;
  std::map<std::int64_t, Claims> claims_;         ///< by member
  std::map<std::int64_t, std::int64_t> pending_;  ///< by need
};

Text explain(const Fit& fit, const std::string& kind, int load) {
  const std::vector<std::string> skills(fit.skills.begin(), fit.skills.end());
  Text text;
  if (!skills.empty())
    text = {"特长相符：" + joined(skills, "、"), "skills: " + joined(skills, ", ")};
  else if (fit.no_skill_wanted)
    text = {"不限特长", "no skill asked for"};
  else
    text = {"无所需特长", "skill not there"};
  text.zh += fit.interest ? "；“" + kind + "”是意向岗位" : "；“" + kind + "”不在意向岗位中";
  text.en += fit.interest ? "; wished for this kind of post" : "; has not wished for this kind of post";
  text.zh += fit.time ? "；时间相合" : "；时间不合";
  text.en += fit.time ? "; times meet" : "; times do not meet";
  text.zh += load == 0 ? "；目前没有其他岗位。" : fmt::format("；目前已有 {} 个岗位。", load);
  text.en += load == 0 ? "; no other post at present." : fmt::format("; {} other posts at present.", load);
  return text;
}

Json told(const Market& market, const Volunteer& volunteer, std::int64_t need, const Fit& fit) {
  const Known& known = market.known(need);
  const Text why = explain(fit, known.kind, volunteer.load);
  return {{"member", volunteer.member}, {"need", need},     {"opening", known.opening},
          {"title", known.title},       {"cost", fit.cost}, {"explanation", {{"zh", why.zh}, {"en", why.en}}}};
}

/// What could not be filled, and why.
Json unfilled(const Side& side, const Wanted& wanted, std::int64_t proposed, const Weights& weights) {
  bool fits = false;
  for (const Volunteer& each : side.volunteers) fits = fits || fit(each, wanted, weights).has_value();
  const Text why =
      fits ? Text{"相符的党员已推荐到其他岗位", "those who fit are proposed for others"}
           : Text{"没有特长或意向相符、且未达岗位上限的党员", "nobody whom skill or interest fits has room"};
  return {{"need", wanted.need}, {"places", wanted.places - proposed}, {"why", {{"zh", why.zh}, {"en", why.en}}}};
}

void match(Call& call) {
  const Market market(call, integer_of(call.input(), "community"), 0);
  const bool dry_run = is_true(call.input(), "dry_run");
  const std::int64_t count = integer_of(call.input(), "count");
  std::int64_t left = count != 0 ? count : std::numeric_limits<std::int32_t>::max();
  Json proposals = Json::array();
  Json missing = Json::array();
  std::int64_t done = 0;
  for (const auto& [community, side] : market.sides()) {
    call.progress(done++, static_cast<std::int64_t>(market.sides().size()));
    std::map<std::int64_t, std::int64_t> filled;
    for (const Proposed& each : propose(side.volunteers, side.wanted, market.weights(), left)) {
      proposals.push_back(told(market, side.volunteers[each.volunteer], each.need, each.fit));
      ++filled[each.need];
      --left;
    }
    for (const Wanted& each : side.wanted)
      if (filled[each.need] < each.places) missing.push_back(unfilled(side, each, filled[each.need], market.weights()));
  }
  if (!dry_run)
    call.write([&] {
      for (Json& each : proposals) {
        const std::int64_t id = call.create("claim", {{"opening", each["opening"]},
                                                      {"member", each["member"]},
                                                      {"matched", true},
                                                      {"explanation", each["explanation"]["zh"]},
                                                      {"explanation_en", each["explanation"]["en"]}});
        call.transition("claim", id, "propose");
        each["claim"] = id;
      }
      call.emit("match.completed", {{"proposals", proposals.size()}, {"unfilled", missing.size()}});
    });
  call.answer({{"dry_run", dry_run}, {"proposals", std::move(proposals)}, {"unfilled", std::move(missing)}});
}

/// A secretary asks for members of their own: the permission rests on the organisation named.
void require_own(Call& call, std::int64_t member) {
  const std::int64_t organisation = integer_of(call.input(), "organisation");
  if (organisation == 0) return;
  const auto within = call.query_integer(
      "SELECT m.id FROM directory_member m JOIN directory_organisation o ON o.id = m.organisation"
      " JOIN directory_organisation t ON t.id = $2 WHERE m.id = $1 AND SUBSTR(o.path, 1, LENGTH(t.path)) = t.path",
      {member, organisation});
  if (within) return;
  Call::refuse("member", {"该党员不在所填党组织之内。请核对。",
                          "Expected a member of the organisation named; this one is of another. Check both."});
}

void find_posts(Call& call) {
  const std::int64_t member = integer_of(call.input(), "member");
  require_own(call, member);
  const auto standing = standing_of(call, member);
  if (!standing)
    Call::refuse("member", {"尚无社区已接收的报到。请先报到，再找岗位。",
                            "Expected a member whose report-in a community has confirmed. Report in first."});
  const Market market(call, standing->community, member);
  if (market.is_full(member))
    Call::refuse("member", {"已达每名党员的岗位上限。请先完成或退出已有的岗位。",
                            "Expected fewer open claims than the limit; finish or withdraw one first."});
  std::vector<std::pair<std::int64_t, Json>> found;
  for (const auto& [community, side] : market.sides())
    for (const Volunteer& volunteer : side.volunteers)
      for (const Wanted& wanted : side.wanted)
        if (const auto how = fit(volunteer, wanted, market.weights()))
          found.emplace_back(how->cost, told(market, volunteer, wanted.need, *how));
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  Json posts = Json::array();
  for (auto& [cost, post] : found) posts.push_back(std::move(post));
  call.answer({{"posts", std::move(posts)}});
}

}  // namespace

void register_matching(Setup& at) {
  at.action("match", match);
  at.action("find_posts", find_posts);
}

}  // namespace liufa::community
