/// What others change, as it reaches those who follow: what they may read and nothing else, without gaps, for as long
/// as they are signed in.
#include <atomic>
#include <set>
#include <thread>

#include "people.hpp"

namespace liufa::host::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

/// A browser that follows, in a thread of its own.
class Following final : public Sink {
 public:
  explicit Following(Response answer) : response(std::move(answer)) {
    thread_ = std::thread([this, stream = std::move(response.stream)]() mutable {
      if (stream) stream->run(*this);
      stream.reset();
      ended = true;
    });
  }
  ~Following() override {
    leave();
    thread_.join();
  }
  bool send(std::string_view text) override {
    const std::lock_guard lock(mutex_);
    text_ += text;
    return open_;
  }
  bool is_open() override { return open_; }
  void leave() { open_ = false; }
  [[nodiscard]] std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  /// Whether it has been told this within a few seconds.
  [[nodiscard]] bool hears(const std::string& what) const {
    return within([&] { return text().find(what) != std::string::npos; });
  }
  [[nodiscard]] bool is_over() const {
    return within([&] { return ended.load(); });
  }
  /// The data of all events of a kind.
  [[nodiscard]] std::vector<Json> told(const std::string& event) const {
    std::vector<Json> all;
    const std::string now = text();
    const std::string head = "event: " + event + "\ndata: ";
    for (std::size_t at = now.find(head); at != std::string::npos; at = now.find(head, at + 1)) {
      const std::size_t from = at + head.size();
      all.push_back(Json::parse(now.substr(from, now.find('\n', from) - from)));
    }
    return all;
  }
  /// The last id that was sent.
  [[nodiscard]] std::int64_t place() const {
    const std::string now = text();
    const std::size_t at = now.rfind("id: ");
    return at == std::string::npos ? -1 : std::stoll(now.substr(at + 4));
  }

  Response response;
  std::atomic<bool> ended{false};

 private:
  static bool within(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000; ++i, std::this_thread::sleep_for(5ms))
      if (holds()) return true;
    return false;
  }
  std::atomic<bool> open_{true};
  mutable std::mutex mutex_;
  std::string text_;
  std::thread thread_;
};

class LiveTest : public PeopleTest {
 protected:
  LiveTest() : followed(host, nullptr, {.most = 12, .most_of_account = 8, .heartbeat = 60ms, .rest = 1ms}) {
    followed.accept_local_token(token);
    today("2026-03-02");
    host.district("d").enable("local", "sample");
    root = organisation("root", "committee", 0);
    east = organisation("east", "branch", root);
    west = organisation("west", "branch", root);
  }
  /// A token of an account.
  std::string token_of(std::int64_t id) {
    const Json asked{{"name", "t"}, {"expires_on", "2026-12-31"}, {"access", "write"}};
    return body(send(local_operator(), "POST", fmt::format("/accounts/{}/tokens", id), asked), 201).at("token");
  }
  Response answer(const std::string& bearer, const std::string& query = "", const std::string& last = "",
                  const std::string& session = "") {
    Request request;
    request.method = "GET";
    request.path = "/api/v1/districts/d/live";
    if (!query.empty()) request.query = parse_query(query);
    if (!bearer.empty()) request.headers["authorization"] = "Bearer " + bearer;
    if (!session.empty()) request.headers["cookie"] = "liufa_session=" + session;
    if (!last.empty()) request.headers["last-event-id"] = last;
    return followed.handle(request);
  }
  std::unique_ptr<Following> follow(const std::string& bearer, const std::string& query = "",
                                    const std::string& last = "") {
    auto following = std::make_unique<Following>(answer(bearer, query, last));
    EXPECT_EQ(following->response.status, 200) << following->response.body;
    EXPECT_TRUE(following->hears("id: "));
    return following;
  }
  std::int64_t item(const std::string& name, std::int64_t place) {
    return create("/records/sample/item", {{"code", name}, {"place", place}});
  }
  std::string secretary(const std::string& login, std::int64_t at) {
    const std::int64_t id = account(login);
    EXPECT_EQ(grant(id, "secretary", {{"organisation", at}}).status, 201);
    return token_of(id);
  }
  std::int64_t last() { return last_event(*host.district("d").store().read()); }

  Api followed;
  std::int64_t root = 0;
  std::int64_t east = 0;
  std::int64_t west = 0;
};

TEST_F(LiveTest, tells_of_what_may_be_read_and_of_nothing_else) {
  const auto here = follow(secretary("east", east));
  const auto everywhere = follow(secretary("both", root));
  EXPECT_EQ(here->response.type, "text/event-stream; charset=utf-8");
  const std::int64_t hidden = item("w", west);
  const std::int64_t shown = item("e", east);
  send(local_operator(), "POST", fmt::format("/records/sample/item/{}/transitions/submit", shown),
       {{"day", "2026-03-01"}});
  EXPECT_TRUE(here->hears("sample.item.submit"));
  EXPECT_EQ(here->told("change").back(),
            Json({{"record", "sample.item"}, {"id", shown}, {"topic", "sample.item.submit"}, {"version", 2}}));
  for (const Json& each : here->told("change")) EXPECT_NE(each.at("id"), hidden) << each;
  EXPECT_TRUE(everywhere->hears(fmt::format("\"id\":{},\"topic\":\"sample.item.created\"", hidden)));
  // Moved away, it is theirs no longer.
  const std::size_t before = here->told("change").size();
  send(local_operator(), "PATCH", fmt::format("/records/sample/item/{}", shown), {{"place", west}});
  EXPECT_TRUE(everywhere->hears("\"version\":3"));
  const std::int64_t next = item("e2", east);
  EXPECT_TRUE(here->hears(fmt::format("\"id\":{},\"topic\":\"sample.item.created\"", next)));
  EXPECT_EQ(here->told("change").size(), before + 1);
}

TEST_F(LiveTest, tells_nobody_who_looked_at_what) {
  const auto office = follow(token);
  const Json person{{"code", "m"}, {"name", "王"}, {"organisation", east}, {"kind", "organ"}, {"phone", "13800000000"}};
  const Response made = send(local_operator(), "POST", "/records/directory/member", person);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::int64_t member = Json::parse(made.body).at("id");
  const Response revealed = send(local_operator(), "POST", fmt::format("/records/directory/member/{}/reveal", member),
                                 {{"fields", {"phone"}}, {"purpose", "联系本人"}});
  EXPECT_EQ(revealed.status, 200) << revealed.body;
  item("after", east);
  EXPECT_TRUE(office->hears("sample.item.created"));
  EXPECT_THAT(office->text(), HasSubstr("directory.member.created"));
  EXPECT_THAT(office->text(), Not(HasSubstr("reveal")));
  EXPECT_THAT(office->text(), Not(HasSubstr("13800000000")));
}

TEST_F(LiveTest, goes_on_where_it_was_left) {
  const std::string bearer = secretary("east", east);
  std::int64_t seen = 0;
  {
    const auto before = follow(bearer);
    item("a", east);
    EXPECT_TRUE(before->hears("sample.item.created"));
    seen = before->place();
    before->leave();
  }
  const std::int64_t missed = item("b", east);
  for (const auto& again : {follow(bearer, "", std::to_string(seen)), follow(bearer, fmt::format("after={}", seen)),
                            follow(bearer, "after=0", std::to_string(seen))}) {
    EXPECT_TRUE(again->hears("sample.item.created"));
    ASSERT_EQ(again->told("change").size(), 1U) << again->text();
    EXPECT_EQ(again->told("change").front().at("id"), missed);
  }
  expect_problem(answer(bearer, "after=x"), 400, "request.parameter");
  expect_problem(answer(bearer, "since=1"), 400, "request.unknown_parameter");
}

TEST_F(LiveTest, says_so_when_too_much_was_missed_to_tell_one_by_one) {
  for (const char* place : {"after=999999999", "after=0"}) {
    if (std::string(place) == "after=0") {
      std::string rows = "code,place\n";
      for (int i = 0; i < 1001; ++i) rows += fmt::format("i{},east\n", i);
      const Response imported = ask("POST", "/records/sample/item/import", rows);
      ASSERT_EQ(imported.status, 200) << imported.body;
    }
    const auto following = follow(token, place);
    EXPECT_TRUE(following->hears("event: reset\ndata: {}\n\n")) << place;
    EXPECT_EQ(following->place(), last());
    EXPECT_TRUE(following->told("change").empty());
    item(std::string(place).substr(6, 8), east);
    EXPECT_TRUE(following->hears("sample.item.created")) << "and goes on";
  }
}

TEST_F(LiveTest, says_when_there_is_something_else_to_work_with) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", east}}).status, 201);
  const auto following = follow(token_of(li));
  host.district("d").enable("local", "regulations");
  EXPECT_TRUE(following->hears("event: model"));
  EXPECT_EQ(following->told("model").size(), 1U);
  send(local_operator(), "PATCH", "/methods/sample/settings", {{"limit", 7}});
  EXPECT_TRUE(following->hears(fmt::format("id: {}\nevent: model", last())));
  // Somebody else's post is nothing to them; their own is.
  const std::int64_t wang = account("wang");
  EXPECT_EQ(grant(wang, "secretary", {{"organisation", east}}).status, 201);
  item("hidden", west);
  item("shown", east);
  EXPECT_TRUE(following->hears("sample.item.created"));
  EXPECT_EQ(following->told("model").size(), 2U);
  EXPECT_EQ(following->told("change").size(), 1U);
  EXPECT_EQ(grant(li, "secretary", {{"organisation", west}}).status, 201);
  const std::int64_t now_shown = item("shown2", west);
  EXPECT_TRUE(following->hears(fmt::format("\"id\":{},\"topic\":\"sample.item.created\"", now_shown)));
  EXPECT_EQ(following->told("model").size(), 3U);
}

TEST_F(LiveTest, keeps_the_connection_and_says_how_far_it_is) {
  const auto following = follow(secretary("east", east));
  item("hidden", west);
  const std::int64_t seen = last();
  EXPECT_TRUE(following->hears(fmt::format(":\nid: {}\n\n", seen)));
  EXPECT_TRUE(following->hears(":\n\n"));
  EXPECT_TRUE(following->told("change").empty());
}

TEST_F(LiveTest, ends_when_whoever_follows_may_no_longer) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", east}}).status, 201);
  const std::string bearer = token_of(li);
  const auto first = follow(bearer);
  item("a", east);
  EXPECT_TRUE(first->hears("sample.item.created"));
  EXPECT_EQ(send(local_operator(), "POST", fmt::format("/records/access/account/{}/transitions/suspend", li),
                 {{"note", "离岗"}})
                .status,
            200);
  EXPECT_TRUE(first->is_over());
  item("b", east);
  EXPECT_EQ(first->told("change").size(), 1U);
  expect_problem(answer(bearer), 401, "request.bad_token");
  expect_problem(answer(""), 401, "request.no_token");
}

TEST_F(LiveTest, is_no_use_of_the_session_and_ends_with_it) {
  const std::int64_t li = account("li");
  EXPECT_EQ(grant(li, "secretary", {{"organisation", east}}).status, 201);
  District& district = host.district("d");
  Sessions::Opened opened;
  district.write("li", [&](WriteContext& context) {
    opened = Sessions::open(context.session, li, context.now, "10.0.0.1", "browser");
  });
  district.sessions().publish(opened);
  const auto later = [&](std::chrono::minutes time) {
    district.clock().set(*parse_instant(district.clock().now()) + time);
  };
  const auto start = [&] { return std::make_unique<Following>(answer("", "", "", opened.token)); };
  const auto following = start();
  EXPECT_EQ(following->response.status, 200) << following->response.body;
  later(20min);
  const auto again = start();
  EXPECT_EQ(again->response.status, 200);
  item("a", east);
  EXPECT_TRUE(following->hears("sample.item.created")) << following->text();
  EXPECT_FALSE(following->ended);
  later(11min);
  EXPECT_TRUE(following->is_over()) << "31 minutes after it was last used";
  EXPECT_TRUE(again->is_over());
  expect_problem(answer("", "", "", opened.token), 401, "session.ended");
}

TEST_F(LiveTest, is_bounded_for_each_account_and_in_all) {
  const std::string one = secretary("one", east);
  const std::string two = secretary("two", east);
  std::vector<std::unique_ptr<Following>> all;
  for (int i = 0; i < 8; ++i) all.push_back(follow(one));
  expect_problem(answer(one), 503, "live.full");
  for (int i = 0; i < 4; ++i) all.push_back(follow(two));
  expect_problem(answer(two), 503, "live.full");
  EXPECT_EQ(followed.live().count(), 12);
  // A page that was closed makes room, though nothing was sent to it since.
  all.back()->leave();
  all.push_back(follow(two));
  all.clear();
  EXPECT_EQ(followed.live().count(), 0);
}

TEST_F(LiveTest, ends_with_the_server_and_does_not_begin_again) {
  const auto following = follow(token);
  followed.live().end();
  EXPECT_TRUE(following->is_over());
  expect_problem(answer(token), 503, "live.full");
}

class LiveThreads : public LiveTest {};

TEST_F(LiveThreads, everybody_hears_everything_that_is_theirs_once_and_in_order) {
  const std::string bearers[] = {secretary("east", east), secretary("west", west), secretary("both", root)};
  std::vector<std::unique_ptr<Following>> all;
  for (int i = 0; i < 6; ++i) all.push_back(follow(bearers[i % 3]));
  constexpr int each = 40;
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([&, t] {
      for (int i = 0; i < each; ++i) item(fmt::format("{}-{}", t, i), t % 2 == 0 ? east : west);
    });
  writers.emplace_back([&] {
    for (int i = 0; i < 10; ++i) {
      // Who comes and goes takes nothing from the others.
      const auto passing = follow(bearers[2]);
      EXPECT_EQ(at("GET", "/metrics").status, 200);
    }
  });
  for (std::thread& each_writer : writers) each_writer.join();
  const std::int64_t end_east = item("end-e", east);
  const std::int64_t end_west = item("end-w", west);
  for (int i = 0; i < 6; ++i) {
    SCOPED_TRACE(i);
    const std::int64_t end = i % 3 == 0 ? end_east : end_west;
    ASSERT_TRUE(all[static_cast<std::size_t>(i)]->hears(fmt::format("\"id\":{},", end)));
    const auto told = all[static_cast<std::size_t>(i)]->told("change");
    std::set<std::int64_t> ids;
    for (const Json& change : told) ids.insert(change.at("id").get<std::int64_t>());
    EXPECT_EQ(ids.size(), told.size()) << "once";
    EXPECT_EQ(told.size(), i % 3 == 2 ? 4U * each + 2 : 2U * each + 1);
    // In the log's order: the ids of the blocks grow.
    std::int64_t before = 0;
    const std::string text = all[static_cast<std::size_t>(i)]->text();
    for (std::size_t at = text.find("id: "); at != std::string::npos; at = text.find("id: ", at + 1)) {
      const std::int64_t offset = std::stoll(text.substr(at + 4));
      EXPECT_GE(offset, before);
      before = offset;
    }
  }
}

TEST_F(LiveThreads, all_end_at_once_while_others_write) {
  std::vector<std::unique_ptr<Following>> all;
  for (int i = 0; i < 8; ++i) all.push_back(follow(token));
  std::atomic<bool> over{false};
  std::thread writer([&] {
    for (int i = 0; !over; ++i) item(fmt::format("i{}", i), east);
  });
  followed.live().end();
  for (const auto& each : all) EXPECT_TRUE(each->is_over());
  over = true;
  writer.join();
}

}  // namespace
}  // namespace liufa::host::test
