#include "base/catalogue/catalogue.hpp"

namespace liufa::host {

namespace {
using enum ProblemKind;

// clang-format off
constexpr CatalogueEntry entries[] = {
    {"access.login", invalid,
     "登录名“{found}”无效：应为 2 个以上小写字母、数字、点、下划线或连字符",
     "The login “{found}” is not valid: at least 2 letters, digits, points, underscores or hyphens"},
    {"access.no_account", not_found,
     "没有登录名为“{login}”的账号",
     "There is no account with the login “{login}”"},
    {"access.out_of_reach", forbidden,
     "此{record}不在您的职务范围内，或应由另一方办理；请由其所属组织或上级办理",
     "This {record} is outside the scope of your posts, or the other side's to do; ask its organisation or the superior"},
    {"access.action_reach", forbidden,
     "“{action}”的对象不在您的职务范围内；请指明本组织或下级，或由全区的职务办理",
     "“{action}” reaches beyond your posts; name your own organisation or one below, or have a post over the district do it"},
    {"access.duties_apart", refused,
     "系统管理、安全管理和审计须由不同的人担任：该账号已任“{held}”，不能再任“{role}”；请授予另一账号",
     "System, security and audit duties are held by different persons: this account is “{held}” and can't be “{role}”; grant it to another"},
    {"access.own_grant", refused,
     "不能给自己授权；请由另一名安全管理员办理",
     "Nobody grants a post to themselves; ask another security administrator"},
    {"access.dates", invalid,
     "截止日期 {until} 早于起始日期 {from}",
     "The last day {until} is before the first {from}"},
    {"access.organisation_needed", invalid,
     "角色“{role}”须指明所在组织",
     "The role “{role}” needs an organisation"},
    {"access.member_needed", invalid,
     "授予党员角色前，账号须先填写对应党员",
     "Before an account becomes a member's, its field member must name the person"},
    {"access.post_revoked", refused,
     "被代理的职务已撤销",
     "The post to be exercised has been revoked"},
    {"access.not_own_post", refused,
     "只能委托自己现任的职务",
     "Only a post of one's own, in force, can be delegated"},
    {"access.delegated_again", refused,
     "代理的职务不能再转授他人；请由本职人员授权",
     "A delegated post can't be passed on; its own holder has to delegate it"},
    {"access.to_oneself", invalid,
     "代理人不能是本人",
     "A post can't be delegated to its own holder"},
    {"access.other_post", invalid,
     "代理的角色和组织应与被代理的职务相同",
     "A delegation has the same role and organisation as the post that it stands for"},
    {"work.no_reminder", invalid,
     "没有待办事项“{found}”；请从待办或逾期清单中选取",
     "There is no reminder “{found}”; take one from the list of what is due"},
    {"work.view_account", refused,
     "常用视图归个人账号所有；请登录后再保存",
     "A saved view belongs to a person's account; sign in to save one"},
    {"work.not_superior", refused,
     "催办应由上级组织进行；不能催办本组织",
     "Urging is the superior's; an organisation does not urge itself"},
    {"access.delegation_end", invalid,
     "代理须有截止日期",
     "A delegation must have a last day"},
    {"privacy.no_consent", refused,
     "{member}尚未同意为“{purpose}”向{recipient}提供其个人信息；请先登记同意（privacy.consent，环节 {handover}）",
     "{member} has not consented to passing their data on to {recipient} for “{purpose}”; first record the consent (privacy.consent, step {handover})"},
    {"privacy.no_handover", invalid,
     "没有对外提供个人信息的环节“{found}”；现有：{known}",
     "There is no step “{found}” that hands data on; there are: {known}"},
    {"privacy.not_about", invalid,
     "“{record}”中没有关于该党员的第 {id} 号记录；请从“关于我的记录”中选取",
     "There is no “{record}” {id} about this member; take one from what is recorded about them"},
    {"privacy.other_consent", invalid,
     "这份同意属于其他党员或接收方，或者已经撤回；请选用有效的同意",
     "This consent is another member's or recipient's, or was withdrawn; name one that holds"},
    {"privacy.no_retention", invalid,
     "“{record}”没有声明从何时起算保存期限，不能设定年数；请由方法的开发者在 method.yaml 中补充 retention",
     "“{record}” does not declare from when a term of retention counts; its developer has to add retention to method.yaml"},
    {"privacy.no_member", not_found,
     "此账号没有对应的党员；请安全管理员在账号中填写“对应党员”",
     "This account is nobody's; the security administrator has to enter the member it belongs to"},
};
// clang-format on

}  // namespace

std::span<const CatalogueEntry> access_problems() { return entries; }

}  // namespace liufa::host
