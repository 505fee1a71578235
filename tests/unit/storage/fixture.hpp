/// A store in a folder of its own, with one table.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/problem.hpp"
#include "folder.hpp"
#include "storage/store.hpp"

namespace liufa::host::test {

/// The code of the problem that `work` throws; empty if it throws none.
template <class Work>
std::string code_of(Work&& work) {
  try {
    work();
    return "";
  } catch (const Problem& problem) {
    return problem.code();
  }
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() : store(open_sqlite((folder / "district.db").string(), Durability::relaxed)) {
    store->write([](Session& session) {
      session.create_table({"thing", {{"name", true, true}, {"size", false, false}}});
      session.create_index("ux_thing_name", "thing", {"name"}, true);
    });
  }

  static void insert(Session& session, std::string_view name, std::int64_t size = 0) {
    const std::array<ValueView, 2> values{name, size};
    session.execute("INSERT INTO thing (name, size) VALUES ($1, $2)", values);
  }
  std::int64_t count() { return store->read()->scalar_integer("SELECT COUNT(*) FROM thing"); }

  /// Holds the writer until released, so that what comes meanwhile shares the next commit.
  class Hold {
   public:
    explicit Hold(Store& store) {
      std::promise<void> held;
      auto is_held = held.get_future();
      thread_ = std::thread([&store, go = go_.get_future().share(), held = std::move(held)]() mutable {
        store.write([&](Session&) {
          held.set_value();
          go.wait();
        });
      });
      is_held.wait();
    }
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold() { release(); }
    void release() {
      if (!thread_.joinable()) return;
      go_.set_value();
      thread_.join();
    }

   private:
    std::promise<void> go_;
    std::thread thread_;
  };

  /// Starts these jobs while the writer is held, so that they share one commit; returns the code each ended with.
  std::vector<std::string> in_one_commit(const std::vector<Store::Work>& jobs) {
    const auto commits = store->figures().commits;
    std::vector<std::future<std::string>> codes;
    {
      Hold hold(*store);
      for (const Store::Work& job : jobs) {
        codes.push_back(std::async(std::launch::async, [this, &job] { return code_of([&] { store->write(job); }); }));
        // The order in which they queue is the order in which they are started here.
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
      }
    }
    std::vector<std::string> all;
    for (auto& code : codes) all.push_back(code.get());
    EXPECT_LE(store->figures().commits, commits + 2) << "they did not share a commit";
    return all;
  }

  liufa::test::Folder folder;
  std::unique_ptr<Store> store;
};

}  // namespace liufa::host::test
