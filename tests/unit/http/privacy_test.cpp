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
