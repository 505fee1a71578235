/// What each paper says. Chinese only: they are official documents of the district.
#include <liufa/kit/voting.hpp>
#include <vector>

#include "fields.hpp"
#include "papers.hpp"
#include "people.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

/// What every paper needs.
struct Matter {
  Selection selection;
  Organisation organisation;
  Json fields;  ///< of the selection
  std::string office;
  std::vector<Post> posts;

  [[nodiscard]] std::string post_names() const {
    std::string names;
    for (const Post& post : posts) names += (names.empty() ? "" : "、") + post.name;
    return names;
  }
  [[nodiscard]] bool elected() const { return selection.procedure == "two_recommendations"; }
};

Matter matter_of(Call& call, std::int64_t selection) {
  Matter matter;
  matter.selection = read_selection(call, selection);
  matter.organisation = require_organisation(call, "organisation", matter.selection.organisation);
  matter.fields = call.read("selection", selection);
  matter.office = text_of(call.settings(), "office_name");
  for (const std::int64_t post : matter.selection.posts) matter.posts.push_back(require_post(call, "post", post));
  return matter;
}

/// "2026-03-01" as GB/T 9704-2012 writes it: 2026年3月1日.
std::string written(const std::string& date) {
  if (date.size() < 10) return "　　年　月　日";
  const auto number = [&](std::size_t at, std::size_t size) {
    return std::to_string(std::stoi(date.substr(at, size)));
  };
  return date.substr(0, 4) + "年" + number(5, 2) + "月" + number(8, 2) + "日";
}

std::string number(std::int64_t value) { return std::to_string(value); }

std::string signature(Call& call, const std::string& who) { return "\n" + who + "\n" + written(call.today()); }

const char* level_name(std::string_view level) {
  if (level == "secondary") return "高中（中专）及以下";
  if (level == "college") return "大专";
  if (level == "bachelor") return "本科";
  return level == "master" ? "硕士及以上" : "未登记";
}

std::string criteria_names(std::string_view column) {
  if (column.empty()) return "无";
  std::string names;
  for (const std::string& each : words_in(column))
    names += (names.empty() ? "" : "、") + std::string(each == "revolutionary" ? "革命化"
                                                       : each == "younger"     ? "年轻化"
                                                       : each == "educated"    ? "知识化"
                                                                               : "专业化");
  return names;
}

Paper request(Call& call, const Matter& matter) {
  std::string body = matter.office + "：\n";
  body += "我党组织下列岗位需" + std::string(matter.elected() ? "按两推一选办法选拔" : "报请任命") + "：\n";
  for (const Post& post : matter.posts) {
    const auto duties = call.query_text("SELECT duties FROM cadre_post WHERE id = $1", {post.id}).value_or("");
    body +=
        post.name + (post.vacant_since.empty() ? "（任期即将届满）" : "（自" + written(post.vacant_since) + "起空缺）");
    body += duties.empty() ? "。\n" : "。岗位职责：" + duties + "。\n";
  }
  body += "一、理由\n" + text_of(matter.fields, "reason") + "\n二、任职条件\n坚持革命化、年轻化、知识化、专业化标准。" +
          text_of(matter.fields, "conditions") + "\n";
  if (matter.elected())
    body += "三、办法\n由党员推荐、群众推荐提名，经组织初审、上级考察审批和公示后，在党内选举产生。应选 " +
            number(matter.selection.seats) + " 名，候选人" +
            (matter.selection.candidates_needed == matter.selection.seats ? "" : "不少于") + " " +
            number(matter.selection.candidates_needed) + " 名。\n";
  body += "妥否，请批示。" + signature(call, matter.organisation.name);
  return {"关于" + std::string(matter.elected() ? "选拔" : "任命") + matter.post_names() + "的请示", body};
}

Paper candidate_report(Call& call, const Matter& matter) {
  const Selection& selection = matter.selection;
  std::string body = matter.office + "：\n" + written(text_of(matter.fields, "recommended_on")) +
                     "，我党组织召开推荐会。党员推荐应到 " + number(selection.members_entitled) + " 人，实到 " +
                     number(selection.members_present) + " 人；群众推荐应到 " + number(selection.masses_entitled) +
                     " 人，实到 " + number(selection.masses_present) + " 人。推荐及初审情况如下：\n";
  body += "｜姓名｜年龄｜文化程度｜党员推荐票｜群众推荐票｜符合标准｜待核｜初审\n";
  call.query(
      "SELECT m.name, c.age, p.education, c.members_votes, c.masses_votes, c.criteria_met, c.criteria_unknown, "
      "c.state, "
      "c.reason FROM cadre_candidate c JOIN directory_member m ON m.id = c.member LEFT JOIN cadre_profile p ON "
      "p.member "
      "= c.member WHERE c.selection = $1 ORDER BY c.members_votes DESC, c.id",
      {selection.id}, [&](const Row& row) {
        const bool passed = row.text(7) != "rejected" && row.text(7) != "withdrawn";
        body += "｜" + std::string(row.text(0)) + "｜" + (row.is_null(1) ? "未登记" : number(row.integer(1))) + "｜" +
                level_name(row.text(2)) + "｜" + number(row.integer(3)) + "｜" + number(row.integer(4)) + "｜" +
                criteria_names(row.text(5)) + "｜" + criteria_names(row.text(6)) + "｜" +
                (passed ? "通过" : "未通过：" + std::string(row.text(8))) + "\n";
      });
  return {"关于" + matter.post_names() + "候选人情况的报告",
          body + "请审批。" + signature(call, matter.organisation.name)};
}

/// Names of the candidates in a state, parted by 、.
std::string names_in(Call& call, std::int64_t selection, const std::string& states) {
  std::string names;
  call.query(
      "SELECT m.name FROM cadre_candidate c JOIN directory_member m ON m.id = c.member WHERE c.selection = $1 AND "
      "c.state IN (" +
          states + ") ORDER BY c.id",
      {selection}, [&](const Row& row) { names += (names.empty() ? "" : "、") + std::string(row.text(0)); });
  return names;
}

void require_names(const std::string& names) {
  if (!names.empty()) return;
  Call::refuse("kind", {"还没有相应的候选人，不能生成此文书。请先办理前面的步骤。",
                        "Expected candidates for this paper, found none yet. Take the earlier steps first."});
}

Paper publicity(Call& call, const Matter& matter) {
  const std::string names = names_in(call, matter.selection.id, "'approved', 'elected', 'defeated', 'appointed'");
  require_names(names);
  return {matter.elected() ? "候选人公示" : "拟任公示",
          "经" + std::string(matter.elected() ? "民主推荐、组织初审和上级考察，拟确定" : "研究，拟任命") + names +
              "为" + matter.organisation.name + matter.post_names() + (matter.elected() ? "候选人" : "") +
              "，现予公示。公示期：" + written(matter.selection.publicity_from) + "至" +
              written(matter.selection.publicity_until) + "。\n对公示人选有意见的，请在公示期内向" + matter.office +
              "反映。" + signature(call, matter.office)};
}

Paper ballot(Call& call, const Matter& matter) {
  // The paper may be written when the first votes are counted already: it names all who stood.
  const std::string standing = "'approved', 'elected', 'defeated'";
  require_names(names_in(call, matter.selection.id, standing));
  std::string body =
      "应选 " + number(matter.selection.seats) +
      " 名。赞成的在姓名前空格内画“○”，不赞成的画“×”，弃权的不作记号；另选他人的，写在空白处并画“○”。所选人数多于应选"
      "名额的选票无效。\n｜符号｜候选人\n";
  call.query(
      "SELECT m.name FROM cadre_candidate c JOIN directory_member m ON m.id = c.member WHERE c.selection = $1 AND "
      "c.state IN (" +
          standing + ") ORDER BY m.name, c.id",
      {matter.selection.id}, [&](const Row& row) { body += "｜　｜" + std::string(row.text(0)) + "\n"; });
  body += "｜　｜（另选他人）";
  return {matter.organisation.name + matter.post_names() + "选票", body};
}

/// The counted ballots, one after the other.
std::string tallies(Call& call, std::int64_t selection) {
  std::string body;
  std::vector<std::int64_t> ballots;
  std::vector<std::string> heads;
  call.query(
      "SELECT id, round, held_on, entitled, present, issued, received, invalid, others, explanation FROM cadre_ballot "
      "WHERE selection = $1 AND state = 'counted' ORDER BY round",
      {selection}, [&](const Row& row) {
        ballots.push_back(row.integer(0));
        heads.push_back("第 " + number(row.integer(1)) + " 轮（" + written(std::string(row.text(2))) + "）：应到 " +
                        number(row.integer(3)) + " 人，实到 " + number(row.integer(4)) + " 人；发出选票 " +
                        number(row.integer(5)) + " 张，收回 " + number(row.integer(6)) + " 张，其中废票 " +
                        number(row.integer(7)) + " 张；另选他人 " + number(row.integer(8)) + " 票。" +
                        std::string(row.text(9)) + "\n");
      });
  for (std::size_t at = 0; at < ballots.size(); ++at) {
    body += heads[at] + "｜候选人｜赞成票｜结果\n";
    call.query(
        "SELECT m.name, v.votes, v.result FROM cadre_vote v JOIN cadre_candidate c ON c.id = v.candidate JOIN "
        "directory_member m ON m.id = c.member WHERE v.ballot = $1 ORDER BY v.votes DESC, v.id",
        {ballots[at]}, [&](const Row& row) {
          const std::string_view result = row.text(2);
          body += "｜" + std::string(row.text(0)) + "｜" + (row.is_null(1) ? "未计" : number(row.integer(1))) + "｜" +
                  (result == "elected" ? "当选"
                   : result == "tied"  ? "票数相等，再次投票"
                                       : "未当选") +
                  "\n";
        });
  }
  return body;
}

Paper tally(Call& call, const Matter& matter) {
  const std::string body = tallies(call, matter.selection.id);
  if (body.empty())
    Call::refuse("kind", {"尚未计票，不能生成计票结果报告单。请先计票。",
                          "Expected a counted ballot, found none. Count the ballot first."});
  return {matter.organisation.name + matter.post_names() + "选举计票结果报告单",
          body + "监票人：　　　　　　计票人：　　　　　　" + signature(call, matter.organisation.name)};
}

Paper result_report(Call& call, const Matter& matter) {
  const std::string names = names_in(call, matter.selection.id, "'elected', 'appointed'");
  require_names(names);
  return {"关于" + matter.post_names() + "选举结果的报告",
          matter.office + "：\n我党组织于" + written(text_of(matter.fields, "elected_on")) + "选举" +
              matter.post_names() + "。\n" + tallies(call, matter.selection.id) + "选举结果：" + names +
              "当选。请审批。" + signature(call, matter.organisation.name)};
}

Paper appointment(Call& call, const Matter& matter) {
  std::string body = matter.organisation.name + "：\n经研究，决定：\n";
  bool any = false;
  call.query(
      "SELECT m.name, p.name, h.starts_on, h.document FROM cadre_holding h JOIN cadre_candidate c ON c.id = "
      "h.candidate "
      "JOIN directory_member m ON m.id = h.member JOIN cadre_post p ON p.id = h.post WHERE c.selection = $1 ORDER BY "
      "h.id",
      {matter.selection.id}, [&](const Row& row) {
        any = true;
        body += std::string(row.text(0)) + "同志任" + matter.organisation.name + std::string(row.text(1)) + "，自" +
                written(std::string(row.text(2))) + "起任职" +
                (row.text(3).empty() ? "" : "（" + std::string(row.text(3)) + "）") + "。\n";
      });
  require_names(any ? "1" : "");
  return {"关于" + matter.post_names() + "任职的通知", body + signature(call, matter.office).substr(1)};
}

}  // namespace

Paper write_paper(Call& call, std::int64_t selection, std::string_view kind) {
  const Matter matter = matter_of(call, selection);
  if (kind == "request") return request(call, matter);
  if (kind == "candidate_report") return candidate_report(call, matter);
  if (kind == "publicity") return publicity(call, matter);
  if (kind == "ballot") return ballot(call, matter);
  if (kind == "tally") return tally(call, matter);
  if (kind == "result_report") return result_report(call, matter);
  return appointment(call, matter);
}

}  // namespace liufa::cadre
