/// Sensitive fields: nowhere on disk, masked for everybody, revealed one by one and on record.
#include <fstream>
#include <iterator>

#include "directory/id_number.hpp"
#include "people.hpp"

namespace liufa::host::test {
namespace {

// Of no region that exists, so of no person; its check character is right.
const std::string number = [] {
  const std::string digits = "99010119900307451";
  return digits + id_number_check(digits);
}();

class Privacy : public PeopleTest {
 protected:
  Privacy() {
    today("2026-03-02");
    branch = organisation("BRANCH", "branch", 0);
    other = organisation("OTHER", "branch", 0);
    member = create("/records/directory/member", person("M1"));
    path = fmt::format("/records/directory/member/{}", member);
    secretary = holder("secretary", "secretary", branch);
    stranger = holder("stranger", "secretary", other);
    auditor = holder("auditor", "auditor", 0);
  }
  Json person(const std::string& code) {
    return {{"code", code},    {"name", "甲"},        {"organisation", branch},
            {"kind", "organ"}, {"id_number", number}, {"phone", "13800000000"}};
  }
  /// Where on disk the number stands, but for the keys.
  std::vector<std::string> traces() {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
      if (content.find(number) != std::string::npos) found.push_back(entry.path().string());
    }
    return found;
  }

  std::int64_t branch, other, member;
  std::string path;
  Actor secretary, stranger, auditor;
};

TEST_F(Privacy, leaves_no_trace_of_a_number_on_disk) {
  EXPECT_EQ(send(local_operator(), "PATCH", path, {{"phone", number}}).status, 200);
  ask("POST", "/records/directory/member/import",
      "code,name,organisation,kind,id_number\nM2,乙,BRANCH,organ," + number + "\n", {{"idempotency-key", "k1"}});
  EXPECT_EQ(ask("GET", "/records/directory/member/export").body.find(number), std::string::npos);
  host.district("d").store().backup((folder / "copy.db").string());
  EXPECT_THAT(traces(), ::testing::IsEmpty());
  const Json events = Json::parse(ask("GET", "/events?limit=1000").body);
  EXPECT_EQ(events.dump().find(number), std::string::npos);
}

TEST_F(Privacy, masks_for_everybody_and_reveals_on_record) {
  const Json seen = body(send(secretary, "GET", path), 200);
  EXPECT_EQ(seen.at("id_number"), "••••••");
  EXPECT_EQ(body(send(local_operator(), "GET", path), 200).at("phone"), "••••••");
  const Json wish{{"fields", {"id_number"}}, {"purpose", "核对党员档案"}};
  EXPECT_EQ(body(send(secretary, "POST", path + "/reveal", wish), 200).at("id_number"), number);
  EXPECT_EQ(send(stranger, "POST", path + "/reveal", wish).status, 404);
  EXPECT_EQ(code(send(auditor, "POST", path + "/reveal", wish)), "request.forbidden") << "reads, but not this";
  EXPECT_EQ(code(send(secretary, "POST", path + "/reveal", {{"fields", {"id_number"}}})), "reveal.purpose");
  EXPECT_EQ(code(send(secretary, "POST", path + "/reveal", {{"fields", {"name"}}, {"purpose", "核对"}})),
            "reveal.field");
  const Json logged = Json::parse(ask("GET", "/events?topic=host.field.revealed").body).at("items");
  ASSERT_EQ(logged.size(), 1U);
  EXPECT_EQ(logged[0].at("actor"), "secretary");
  EXPECT_EQ(logged[0].at("after").at("purpose"), "核对党员档案");
}

TEST_F(Privacy, is_sealed_anew_when_the_key_is_rotated) {
  const auto keys = [&](const char* method, const std::string& to) {
    return body(send(local_operator(), method, to), 200).at("items");
  };
  const Json before = keys("GET", "/keys");
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(before[0].at("values"), 2) << "identity number and telephone";
  const std::string old = before[0].at("key");
  const std::string kept_backup = (folder / "before.db").string();
  host.district("d").store().backup(kept_backup);

  const Json after = keys("POST", "/keys");
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].at("values"), 0);
  EXPECT_EQ(after[1].at("values"), 2);
  const Json wish{{"fields", {"id_number"}}, {"purpose", "核对党员档案"}};
  EXPECT_EQ(body(send(secretary, "POST", path + "/reveal", wish), 200).at("id_number"), number);

  EXPECT_EQ(keys("DELETE", "/keys/" + old).size(), 1U);
  EXPECT_EQ(body(send(secretary, "POST", path + "/reveal", wish), 200).at("id_number"), number);
  EXPECT_EQ(code(send(local_operator(), "DELETE", "/keys/" + old)), "keys.unknown");
  EXPECT_EQ(code(send(local_operator(), "DELETE", "/keys/" + after[1].at("key").get<std::string>())), "keys.newest");
  EXPECT_EQ(send(secretary, "POST", "/keys").status, 403);
  EXPECT_THAT(traces(), ::testing::IsEmpty());
}

TEST_F(Privacy, a_rotation_that_was_interrupted_goes_on) {
  host.district("d").keys().add_key();  // as if the host had ended just then
  const Json halfway = body(send(local_operator(), "GET", "/keys"), 200).at("items");
  const std::string old = halfway[0].at("key");
  EXPECT_EQ(halfway[0].at("values"), 2);
  EXPECT_EQ(code(send(local_operator(), "DELETE", "/keys/" + old)), "keys.used");
  const Json after = body(send(local_operator(), "POST", "/keys/resealing"), 200).at("items");
  EXPECT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].at("values"), 0);
}

TEST_F(Privacy, the_log_answers_an_auditor) {
  const Json wish{{"fields", {"phone"}}, {"purpose", "通知开会"}};
  ASSERT_EQ(send(secretary, "POST", path + "/reveal", wish).status, 200);
  today("2026-03-05");
  EXPECT_EQ(send(secretary, "POST", "/backups").status, 403);
  const auto topics = [&](const std::string& query) {
    std::vector<std::string> found;
    const Json page = body(send(auditor, "GET", "/events?" + query), 200);
    for (const Json& each : page.at("items")) found.push_back(each.at("topic"));
    return found;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(topics("kind=reveal"), ElementsAre("host.field.revealed"));
  EXPECT_THAT(topics("kind=refusal"), ElementsAre("host.access.refused"));
  EXPECT_THAT(topics("actor=secretary&order=newest"), ElementsAre("host.access.refused", "host.field.revealed"));
  EXPECT_THAT(topics("actor=secretary&from=2026-03-03"), ElementsAre("host.access.refused"));
  EXPECT_THAT(topics("actor=secretary&until=2026-03-04"), ElementsAre("host.field.revealed"));
  EXPECT_THAT(topics(fmt::format("record=directory.member/{}", member)),
              ElementsAre("directory.member.created", "host.field.revealed"));
  EXPECT_FALSE(topics("kind=grant").empty());
  for (const char* wrong : {"kind=gossip", "from=2026-02-30", "order=sideways", "record=directory.member/x"})
    EXPECT_EQ(code(send(auditor, "GET", std::string("/events?") + wrong)), "request.parameter") << wrong;
  EXPECT_EQ(send(secretary, "GET", "/events?kind=reveal").status, 403);
}

TEST_F(Privacy, can_be_neither_filtered_nor_sorted_by) {
  for (const char* query :
       {"?id_number=1", "?id_number.contains=9", "?id_number.gt=1", "?sort=id_number", "?sort=-phone"})
    EXPECT_EQ(code(send(secretary, "GET", std::string("/records/directory/member") + query)), "list.sensitive")
        << query;
  EXPECT_EQ(send(secretary, "GET", "/records/directory/member?id_number.empty=true").status, 200);
}

TEST_F(Privacy, takes_the_mask_back_as_no_change) {
  const Json before = body(send(secretary, "GET", path), 200);
  Json same{{"id_number", before.at("id_number")}, {"name", "甲甲"}};
  EXPECT_EQ(send(secretary, "PATCH", path, same).status, 200);
  EXPECT_EQ(body(send(secretary, "POST", path + "/reveal", {{"fields", {"id_number"}}, {"purpose", "核对档案"}}), 200)
                .at("id_number"),
            number);
  const Json again = body(send(secretary, "PATCH", path, {{"id_number", number}}), 200);
  EXPECT_EQ(again.at("version"), 2) << "the same number is no change";
}

TEST_F(Privacy, gives_what_follows_from_an_identity_number) {
  const Json seen = body(send(secretary, "GET", path), 200);
  EXPECT_EQ(seen.at("born_on"), "1990-03-07");
  EXPECT_EQ(seen.at("sex"), "1");
  const auto refusal = [&](const Json& more) {
    Json fields = person("M9");
    fields.update(more);
    return code(send(local_operator(), "POST", "/records/directory/member", fields));
  };
  std::string wrong = number;
  wrong.back() = wrong.back() == '1' ? '2' : '1';
  EXPECT_EQ(refusal({{"id_number", wrong}}), "id_number.check");
  EXPECT_EQ(refusal({{"id_number", "990101900307451"}}), "id_number.length");
  EXPECT_EQ(refusal({{"id_number", "990101199013074513"}}), "id_number.date");
  EXPECT_EQ(refusal({{"born_on", "1991-01-01"}}), "id_number.contradicts");
  EXPECT_EQ(refusal({{"sex", "2"}}), "id_number.contradicts");
}

TEST(IdNumber, follows_gb_11643) {
  EXPECT_EQ(id_number_check("11010519491231002"), 'X');  // the standard's own example
  EXPECT_EQ(read_id_number("11010519491231002x").sex, "2");
  EXPECT_EQ(read_id_number("11010519491231002X").born_on, "1949-12-31");
}

}  // namespace
}  // namespace liufa::host::test
