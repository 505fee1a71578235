/// What a person is owed about what is recorded of them: to see it, copy it, have it corrected, and to be asked before
/// it goes to others.
#include "directory/id_number.hpp"
#include "people.hpp"

namespace liufa::host::test {
namespace {

class OwnRecords : public PeopleTest {
 protected:
  OwnRecords() : PeopleTest({LIUFA_ROOT "/tests/unit/http/methods"}) {
    today("2026-03-02");
    EXPECT_EQ(send(local_operator(), "POST", "/methods/visits/enable").status, 200);
    branch = organisation("BRANCH", "branch", 0);
    village = organisation("VILLAGE", "village", 0);
    other_village = organisation("OTHER", "village", 0);
    one = create("/records/directory/member", person("M1", "甲", "13800000000"));
    two = create("/records/directory/member", person("M2", "乙", "13900000000"));
    secretary = holder("secretary", "secretary", branch);
    member = of_member("one", one);
    stranger = of_member("two", two);
    visit = create("/records/visits/visit", visit_of(one, Json::array()));
  }
  Json person(const std::string& number, const std::string& name, const std::string& phone) const {
    return {{"code", number}, {"name", name}, {"organisation", branch}, {"kind", "organ"}, {"phone", phone}};
  }
  Json visit_of(std::int64_t visitor, const Json& others) const {
    return {{"village", village}, {"visitor", visitor}, {"others", others}, {"held_on", "2026-03-10"}};
  }
  Actor of_member(const std::string& login, std::int64_t id) {
    const std::int64_t own = account(login, {{"member", id}});
    EXPECT_EQ(grant(own, "member").status, 201);
    return actor(own);
  }
  /// "type/id" of everything on somebody's own page.
  std::vector<std::string> seen_by(const Actor& person, const std::string& page = "/my/records") {
    std::vector<std::string> found;
    const Json answer = body(send(person, "GET", page), 200);
    for (const Json& type : answer.at("records"))
      for (const Json& item : type.at("items"))
        found.push_back(type.at("record").get<std::string>() + "/" + item.at("id").dump());
    return found;
  }
  Json objection(const Json& more = Json::object()) const {
    Json fields{{"about", "directory.member"},
                {"subject", one},
                {"about_field", "phone"},
                {"statement", "电话已换"},
                {"wanted", "13811112222"}};
    fields.update(more);
    return fields;
  }
  Json consent(const Json& more = Json::object()) const {
    Json fields{{"recipient", village}, {"handover", "visits.visit.report"}};
    fields.update(more);
    return fields;
  }
  Response report() {
    return send(local_operator(), "POST", fmt::format("/records/visits/visit/{}/transitions/report", visit));
  }

  std::int64_t branch, village, other_village, one, two, visit;
  Actor secretary, member, stranger;
};

TEST_F(OwnRecords, are_described_also_where_the_catalogue_keeps_a_type_from_them) {
  const Json answer = body(send(member, "GET", "/my/records?titles=true"), 200);
  const auto found = std::find_if(answer.at("records").begin(), answer.at("records").end(),
                                  [](const Json& type) { return type.at("record") == "access.account"; });
  ASSERT_NE(found, answer.at("records").end());
  EXPECT_EQ(found->at("definition").at("name"), found->at("name"));
  EXPECT_FALSE(found->at("definition").at("fields").empty());
  EXPECT_EQ(found->at("definition").at("may").at("update"), false);
  const Json catalogue = body(send(member, "GET", "/catalogue"), 200);
  for (const Json& type : catalogue.at("records")) EXPECT_NE(type.at("record"), "access.account");
}

TEST_F(OwnRecords, are_all_that_name_the_person_and_nobody_else_s) {
  const std::int64_t shared = create("/records/visits/visit", visit_of(two, Json::array({one})));
  std::int64_t last = two;
  while (last < 10 + one) last = create("/records/directory/member", person(fmt::format("N{}", last), "丙", "1"));
  const std::int64_t foreign = create("/records/visits/visit", visit_of(two, Json::array({last})));
  using ::testing::Contains;
  using ::testing::Not;
  const auto seen = seen_by(member);
  EXPECT_THAT(seen, Contains(fmt::format("directory.member/{}", one)));
  EXPECT_THAT(seen, Contains(fmt::format("visits.visit/{}", visit)));
  EXPECT_THAT(seen, Contains(fmt::format("visits.visit/{}", shared))) << "one of several";
  EXPECT_THAT(seen, Not(Contains(fmt::format("visits.visit/{}", foreign)))) << "an id in another id";
  EXPECT_THAT(seen, Not(Contains(fmt::format("directory.member/{}", two))));
  EXPECT_THAT(seen, Contains(::testing::StartsWith("access.account/")));
  EXPECT_EQ(code(send(secretary, "GET", "/my/records")), "privacy.no_member");
}

TEST_F(OwnRecords, are_found_where_only_a_list_names_persons) {
  const std::int64_t round =
      create("/records/visits/round", {{"village", village}, {"party", Json::array({two, one})}});
  (void)create("/records/visits/round", {{"village", village}, {"party", Json::array({two})}});
  const auto rounds = [](std::vector<std::string> seen) {
    std::erase_if(seen, [](const std::string& each) { return !each.starts_with("visits.round/"); });
    return seen;
  };
  EXPECT_THAT(rounds(seen_by(member)), ::testing::ElementsAre(fmt::format("visits.round/{}", round)));
  EXPECT_EQ(rounds(seen_by(stranger)).size(), 2U);
  EXPECT_EQ(send(secretary, "GET", "/my/copy").status, 404);
}

TEST_F(OwnRecords, stay_visible_when_the_method_is_no_longer_used) {
  EXPECT_EQ(send(local_operator(), "POST", "/methods/visits/disable").status, 200);
  EXPECT_THAT(seen_by(member), ::testing::Contains(fmt::format("visits.visit/{}", visit)));
}

TEST_F(OwnRecords, are_masked_on_the_page_and_in_clear_in_the_copy_which_is_on_record) {
  EXPECT_EQ(send(member, "GET", "/my/records").body.find("13800000000"), std::string::npos);
  const Response copy = send(member, "GET", "/my/copy");
  EXPECT_NE(copy.body.find("13800000000"), std::string::npos);
  EXPECT_EQ(copy.body.find("13900000000"), std::string::npos);
  EXPECT_THAT(copy.headers.at("Content-Disposition"), ::testing::StartsWith("attachment"));
  const Json log = body(send(local_operator(), "GET", "/events?topic=host.records.copied"), 200);
  ASSERT_EQ(log.at("items").size(), 1U);
  EXPECT_EQ(log.at("items")[0].at("actor"), "one");
}

TEST_F(OwnRecords, say_who_had_what_revealed) {
  const Json wish{{"fields", {"phone"}}, {"purpose", "通知开会"}};
  ASSERT_EQ(send(secretary, "POST", fmt::format("/records/directory/member/{}/reveal", one), wish).status, 200);
  const Json reveals = body(send(member, "GET", "/my/records"), 200).at("reveals");
  ASSERT_EQ(reveals.size(), 1U);
  EXPECT_EQ(reveals[0].at("by"), "secretary");
  EXPECT_EQ(reveals[0].at("purpose"), "通知开会");
  EXPECT_TRUE(body(send(stranger, "GET", "/my/records"), 200).at("reveals").empty());
}

TEST_F(OwnRecords, are_corrected_without_typing_anything_again) {
  const Json filed = body(send(member, "POST", "/records/privacy/objection", objection()), 201);
  EXPECT_EQ(filed.at("member"), one);
  EXPECT_EQ(filed.at("organisation"), branch);
  EXPECT_EQ(filed.at("reply_due"), "2026-03-23") << "15 working days after Monday, 2 March";
  EXPECT_EQ(filed.at("wanted"), "••••••") << "a telephone number is sensitive here, too";
  const std::string path = fmt::format("/records/privacy/objection/{}", filed.at("id").get<std::int64_t>());
  EXPECT_EQ(send(stranger, "GET", path).status, 404);
  const Json due = body(send(secretary, "GET", "/todo"), 200).at("items");
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].at("reminder"), "privacy.answer_objection");

  EXPECT_EQ(send(member, "POST", path + "/transitions/correct").status, 403);
  EXPECT_EQ(body(send(secretary, "POST", path + "/transitions/correct"), 200).at("state"), "corrected");
  const Json wish{{"fields", {"phone"}}, {"purpose", "核对更正"}};
  EXPECT_EQ(
      body(send(secretary, "POST", fmt::format("/records/directory/member/{}/reveal", one), wish), 200).at("phone"),
      "13811112222");
  EXPECT_TRUE(body(send(secretary, "GET", "/todo"), 200).at("items").empty());
}

TEST_F(OwnRecords, are_rejected_with_an_answer_or_withdrawn) {
  const auto filed = [&] {
    const Json objected = body(send(member, "POST", "/records/privacy/objection", objection()), 201);
    return fmt::format("/records/privacy/objection/{}/transitions/", objected.at("id").get<std::int64_t>());
  };
  const std::string first = filed();
  EXPECT_EQ(code(send(secretary, "POST", first + "reject")), "record.required");
  EXPECT_EQ(body(send(secretary, "POST", first + "reject", {{"reply", "与档案一致"}}), 200).at("state"), "rejected");
  EXPECT_EQ(code(send(member, "POST", first + "withdraw")), "workflow.wrong_state");
  EXPECT_EQ(body(send(member, "POST", filed() + "withdraw"), 200).at("state"), "withdrawn");
}

TEST_F(OwnRecords, are_objected_to_by_the_person_alone_and_as_they_can_be_corrected) {
  const auto refused = [&](const Json& more) {
    return code(send(member, "POST", "/records/privacy/objection", objection(more)));
  };
  EXPECT_EQ(refused({{"subject", two}}), "privacy.not_about");
  EXPECT_EQ(refused({{"subject", 4711}}), "privacy.not_about");
  EXPECT_EQ(refused({{"about", "visits.remark"}}), "privacy.not_about");
  EXPECT_EQ(refused({{"about", "no.such"}}), "record.no_type");
  EXPECT_EQ(refused({{"about_field", "shoe_size"}}), "record.unknown_field");
  EXPECT_EQ(refused({{"about_field", nullptr}}), "record.required");
  EXPECT_EQ(send(member, "POST", "/records/privacy/objection", objection({{"member", two}, {"subject", two}})).status,
            422);
  // What does not fit the field comes out when the correction is granted, and nothing is half done.
  const Json wrong{{"about", "visits.visit"}, {"subject", visit}, {"about_field", "score"}, {"wanted", "很多"}};
  const auto id = body(send(member, "POST", "/records/privacy/objection", objection(wrong)), 201).at("id");
  const std::string path = "/records/privacy/objection/" + id.dump();
  EXPECT_EQ(send(local_operator(), "POST", path + "/transitions/correct").status, 422);
  EXPECT_EQ(body(send(member, "GET", path), 200).at("state"), "submitted");
}

TEST_F(OwnRecords, go_to_others_only_with_consent_to_that_very_step) {
  const auto give = [&](const Json& more) {
    return body(send(member, "POST", "/records/privacy/consent", consent(more)), 201).at("id").get<std::int64_t>();
  };
  EXPECT_EQ(code(report()), "privacy.no_consent");
  give({{"recipient", other_village}});
  EXPECT_EQ(code(report()), "privacy.no_consent") << "to another recipient";
  give({{"ends_on", "2026-03-01"}});
  EXPECT_EQ(code(report()), "privacy.no_consent") << "over since yesterday";
  const auto withdrawn = give(Json::object());
  ASSERT_EQ(send(member, "POST", fmt::format("/records/privacy/consent/{}/transitions/withdraw", withdrawn)).status,
            200);
  EXPECT_EQ(code(report()), "privacy.no_consent") << "withdrawn";
  EXPECT_EQ(code(send(member, "POST", "/records/privacy/consent", consent({{"handover", "visits.visit.plan"}}))),
            "privacy.no_handover");

  const auto holds = give({{"ends_on", "2026-03-02"}});
  EXPECT_EQ(body(report(), 200).at("state"), "reported");
  const Json noted = body(send(member, "GET", "/records/privacy/disclosure"), 200).at("items");
  ASSERT_EQ(noted.size(), 1U);
  EXPECT_EQ(noted[0].at("consent"), holds);
  EXPECT_EQ(noted[0].at("purpose"), "联系走访");
  EXPECT_EQ(noted[0].at("recipient"), village);
  EXPECT_EQ(noted[0].at("disclosed_on"), "2026-03-02");
  EXPECT_THAT(seen_by(member), ::testing::Contains(::testing::StartsWith("privacy.disclosure/")));
  EXPECT_TRUE(body(send(stranger, "GET", "/records/privacy/disclosure"), 200).at("items").empty());
}

TEST_F(OwnRecords, are_noted_when_they_go_out_on_paper) {
  Json paper{
      {"member", one}, {"recipient", village}, {"purpose", "入户走访"}, {"content", "姓名"}, {"basis", "consent"}};
  const auto enter = [&] { return send(secretary, "POST", "/records/privacy/disclosure", paper); };
  EXPECT_EQ(code(enter()), "record.required");
  const Json of_two = consent({{"member", two}});
  paper["consent"] = body(send(secretary, "POST", "/records/privacy/consent", of_two), 201).at("id");
  EXPECT_EQ(code(enter()), "privacy.other_consent");
  paper["consent"] = nullptr;
  paper["basis"] = "duty";
  EXPECT_EQ(body(enter(), 201).at("disclosed_on"), "2026-03-02");
  EXPECT_EQ(send(member, "POST", "/records/privacy/disclosure", paper).status, 403);
}

}  // namespace
}  // namespace liufa::host::test
