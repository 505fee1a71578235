#include "http/live.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/problem.hpp"
#include "services/reach.hpp"

namespace liufa::host {

using std::chrono::steady_clock;

/// One of the places that streams have, given back when it is destroyed.
class Live::Place {
 public:
  Place(Live& live, std::string account, RecentEvents& followed)
      : live_(live), account_(std::move(account)), followed_(followed) {
    std::unique_lock lock(live_.mutex_);
    if (!live_.has_place(account_)) {
      // A browser that went away is noticed only when something is sent to it: whoever has gone makes room now.
      for (const auto& [each, count] : live_.followed_) each->wake();
      live_.changed_.wait_for(lock, std::chrono::milliseconds{500},
                              [&] { return live_.has_place(account_) || live_.ending_; });
    }
    if (live_.ending_ || !live_.has_place(account_))
      throw Problem("live.full", {{"most", std::to_string(live_.rule_.most_of_account)}});
    ++live_.all_;
    ++live_.of_account_[account_];
    ++live_.followed_[&followed_];
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    {
      const std::lock_guard lock(live_.mutex_);
      --live_.all_;
      if (--live_.of_account_[account_] == 0) live_.of_account_.erase(account_);
      if (--live_.followed_[&followed_] == 0) live_.followed_.erase(&followed_);
    }
    live_.changed_.notify_all();
  }

 private:
  Live& live_;
  std::string account_;
  RecentEvents& followed_;
};

namespace {

constexpr const char* retry = "retry: 3000\n";

/// What changes what there is to work with.
bool is_of_model(std::string_view topic) {
  return topic.starts_with("host.method.") || topic.ends_with(".settings.changed") || topic == "host.name.changed";
}

/// What the host notes about a record (who had what revealed) is no change of it.
bool is_of_record(const EventNotice& change) { return !change.record.empty() && !change.topic.starts_with("host."); }

std::string block(std::string_view event, std::int64_t offset, std::string_view data) {
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", offset, event, data);
}

bool same_rights(const Actor& one, const Actor& other) {
  const auto same = [](const Post& a, const Post& b) {
    return a.id == b.id && a.role == b.role && a.organisation == b.organisation;
  };
  return one.roles == other.roles && one.member == other.member && one.methods == other.methods &&
         std::ranges::equal(one.posts, other.posts, same);
}

/// What somebody may read of a type, as on every route; nothing instead of a problem.
Scope readable(const Actor& actor, const RecordSchema& schema) {
  try {
    return authorise(actor, {Act::read, schema.type.full_id, schema.type.read});
  } catch (const Problem&) {
    return {};
  }
}

class LiveStream final : public Stream {
 public:
  LiveStream(Live& live, Live::Follower follower, std::shared_ptr<void> place, Actor actor)
      : live_(live), follower_(std::move(follower)), actor_(std::move(actor)), place_(std::move(place)) {
    // From when it was asked, not from when it is first sent.
    position_ = told_ =
        follower_.after ? *follower_.after : follower_.district.recent_events().last(follower_.district.store());
  }

  void run(Sink& sink) override {
    RecentEvents& recent = follower_.district.recent_events();
    auto next_beat = steady_clock::now() + live_.rule().heartbeat;
    std::string text = beginning();
    for (;;) {
      const std::uint64_t turn = recent.turn();
      const auto now_is = live_.is_ending() ? std::nullopt : follower_.who();
      if (!now_is) return;
      if (!same_rights(actor_, *now_is)) text += "event: model\ndata: {}\n\n";
      actor_ = *now_is;
      add_news(text);
      if (steady_clock::now() >= next_beat && text.empty()) text = heartbeat();
      if (!text.empty()) {
        if (!sink.send(text)) return;
        text.clear();
        next_beat = steady_clock::now() + live_.rule().heartbeat;
      } else if (!sink.is_open()) {
        return;
      }
      live_.rest();
      recent.wait(turn, next_beat);
    }
  }

 private:
  /// From where it goes on is told at once, so that nothing between is missed when the connection is lost.
  [[nodiscard]] std::string beginning() const { return fmt::format("{}id: {}\n\n", retry, position_); }

  /// A comment, with how far the log was looked through.
  std::string heartbeat() {
    if (told_ == position_) return ":\n\n";
    told_ = position_;
    return fmt::format(":\nid: {}\n\n", position_);
  }

  void add_news(std::string& text) {
    District& district = follower_.district;
    const auto found = district.recent_events().after(district.store(), position_);
    if (found.too_many) {
      text += block("reset", found.last, "{}");
      position_ = told_ = found.last;
      return;
    }
    if (found.changes.empty()) return;
    const auto model = district.model();
    const auto readable_of = versions(*model, found.changes);
    bool of_model = false;
    for (const auto& change : found.changes) {
      of_model = of_model || is_of_model(change->topic);
      if (is_of_record(*change)) add(text, *change, readable_of);
    }
    position_ = found.last;
    if (of_model) {
      // The log tells of a method before all that it brings is there to be asked for.
      district.settle();
      text += block("model", position_, "{}");
      told_ = position_;
    }
  }

  using Versions = std::map<std::string, std::map<std::int64_t, std::int64_t>, std::less<>>;

  /// For each type of which something can be read: the records that are in scope, with their versions. A statement a
  /// type, however many changes there are.
  Versions versions(const DistrictModel& model, const std::vector<std::shared_ptr<const EventNotice>>& changes) {
    std::map<std::string, std::set<std::int64_t>> changed;
    for (const auto& change : changes)
      if (is_of_record(*change)) changed[change->record].insert(change->subject);
    Versions found;
    if (changed.empty()) return found;
    const Reader session = follower_.district.store().read();
    for (const auto& [record, ids] : changed) {
      const auto schema = model.records.find(record);
      if (schema == model.records.end()) continue;
      const Scope scope = readable(actor_, *schema->second);
      if (!scope.nothing())
        found[record] = versions_in_scope(*session, *schema->second, ids, scope, follower_.district.known_tree());
    }
    return found;
  }

  void add(std::string& text, const EventNotice& change, const Versions& readable_of) {
    const auto type = readable_of.find(change.record);
    if (type == readable_of.end()) return;
    Json data{{"record", change.record}, {"id", nullptr}, {"topic", change.topic}, {"version", nullptr}};
    // Without a subject it is about many records, computed anew together.
    if (change.subject != 0) {
      const auto version = type->second.find(change.subject);
      if (version == type->second.end()) return;
      data["id"] = change.subject;
      data["version"] = version->second;
    }
    text += block("change", change.offset, data.dump());
    told_ = change.offset;
  }

  Live& live_;
  Live::Follower follower_;
  Actor actor_;
  std::shared_ptr<void> place_;
  std::int64_t position_ = 0;  ///< up to which the log was looked through
  std::int64_t told_ = 0;      ///< the last id that was sent
};

}  // namespace

bool Live::has_place(const std::string& account) const {
  const auto own = of_account_.find(account);
  return all_ < rule_.most && (own == of_account_.end() || own->second < rule_.most_of_account);
}

std::shared_ptr<Stream> Live::follow(Follower follower) {
  const auto actor = follower.who();
  if (!actor) throw Problem("session.ended");
  auto place = std::make_shared<Place>(*this, follower.account, follower.district.recent_events());
  return std::make_shared<LiveStream>(*this, std::move(follower), std::move(place), *actor);
}

void Live::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (const auto& [each, count] : followed_) each->wake();
  }
  changed_.notify_all();
}

bool Live::is_ending() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void Live::rest() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, rule_.rest, [this] { return ending_; });
}

int Live::count() {
  const std::lock_guard lock(mutex_);
  return all_;
}

}  // namespace liufa::host
