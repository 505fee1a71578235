#include "post_kinds.hpp"

#include "handlers.hpp"
#include "standing.hpp"

namespace liufa::community {

/// They are records and not the options of a choice, so that a district's own stand beside them with the same rights;
/// and nobody has to click for them: the directory's events are replayed to a method that is enabled, and the first
/// organisation brings them.
void ensure_post_kinds(Call& call) {
  if (call.query_integer("SELECT MIN(id) FROM community_post_kind")) return;
  const auto add = [&](const char* code, const char* name, const char* name_en, const char* duties, Json skills) {
    call.create(
        "post_kind",
        {{"code", code}, {"name", name}, {"name_en", name_en}, {"duties", duties}, {"skills", std::move(skills)}});
  };
  add("patrol", "治安巡逻岗", "Public order patrol", "参加社区治安巡逻和隐患排查", {"应急救援"});
  add("policy", "政策宣传岗", "Explaining policy", "宣讲政策法规，发放资料，解答咨询", {"宣传写作", "法律"});
  add("teaching", "义务教育岗", "Teaching as a volunteer", "课业辅导、技能培训、科普讲座", {"教育", "信息技术"});
  add("morals", "社会公德岗", "Public morals", "倡导文明新风，劝导不文明行为", Json::array());
  add("convenience", "便民服务岗", "Service to residents", "代办、维修、义诊等便民服务",
      {"水电维修", "医疗卫生", "驾驶"});
  add("mediation", "纠纷调解岗", "Settling disputes", "调解邻里和家庭纠纷，反映民意", {"调解", "法律", "心理咨询"});
}

namespace {

/// The kinds' usual skills follow the district's own list, which may be another: only those in it are used by a need.
void check_kind(Change& change) { require_known_skills(change); }

}  // namespace

void register_post_kinds(Setup& at) {
  at.on("directory.organisation.created", [](Event& event) { ensure_post_kinds(event); });
  at.before("post_kind.update", check_kind);
}

}  // namespace liufa::community
