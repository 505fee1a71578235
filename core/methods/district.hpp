/// One district: its store, its log, its methods. Everything that is asked of a district goes through here.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "directory/accounts.hpp"
#include "directory/sessions.hpp"
#include "directory/sign_in_delay.hpp"
#include "directory/tokens.hpp"
#include "events/dispatcher.hpp"
#include "events/recent_events.hpp"
#include "methods/bridge.hpp"
#include "methods/grants.hpp"
#include "methods/package.hpp"
#include "services/runs.hpp"
#include "services/shared_views.hpp"
#include "services/write_context.hpp"
#include "services/written_catalogues.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host {

/// What `liufa method list` shows of one method.
struct MethodState {
  std::string id;
  Text name;
  std::string version;
  std::string state;  ///< found, refused, enabled, disabled, quarantined
  std::string reason;
  std::int64_t count = 0;  ///< how often it has come to this state
  std::string since;
  Text summary = {};
  /// What its folder holds now; empty: there is no such package that passes the gate.
  std::string package_version = {};
  bool package_differs = false;      ///< enabled, but not with that package: disable and enable it to start that
  std::string package_problem = {};  ///< why the gate refuses what the folder holds now, as JSON
};

class District {
 public:
  struct Options {
    std::string id;
    std::filesystem::path folder;
    std::filesystem::path keys;  ///< the file of its keys, outside the folder
    std::shared_ptr<const Found> packages;
    Durability durability = Durability::full;
    RetryRule retry = {};
  };

  /// Opens the district's data (making it if it is new), starts its enabled methods and its dispatcher. A method that
  /// can't be started is quarantined; the others go on.
  explicit District(Options options);
  District(const District&) = delete;
  District& operator=(const District&) = delete;
  ~District();

  [[nodiscard]] const std::string& id() const { return options_.id; }
  [[nodiscard]] const std::filesystem::path& folder() const { return options_.folder; }
  [[nodiscard]] Store& store() { return *store_; }
  [[nodiscard]] Clock& clock() { return clock_; }
  [[nodiscard]] Runs& runs() { return runs_; }
  [[nodiscard]] Dispatcher& dispatcher() { return *dispatcher_; }

  /// What is declared now. Any thread.
  [[nodiscard]] std::shared_ptr<const DistrictModel> model() const;

  /// Runs work in a write transaction in somebody's name; returns when it is on disk. Any thread but the writer's.
  void write(const std::string& actor, const std::function<void(WriteContext&)>& work, const std::string& author = {});
  /// The same for a person, whose posts limit what is reached.
  void write(const Actor& person, const std::function<void(WriteContext&)>& work);

  [[nodiscard]] const Accounts& accounts() const { return accounts_; }
  [[nodiscard]] const Tokens& tokens() const { return tokens_; }
  /// Reads tokens, accounts and the rule of sessions anew, after what they come from was changed.
  void reload_access();
  [[nodiscard]] Sessions& sessions() { return sessions_; }
  [[nodiscard]] SignInDelay& sign_in_delay() { return sign_in_delay_; }
  [[nodiscard]] KeyRing& keys() { return keys_; }
  [[nodiscard]] KnownTree& known_tree() { return known_tree_; }
  [[nodiscard]] WrittenCatalogues& catalogues() { return catalogues_; }
  [[nodiscard]] RecentEvents& recent_events() { return recent_events_; }

  /// Starts an action of a method; returns the run's id. `input` is checked against the manifest, and that what it
  /// names is in the person's scope.
  std::string start_action(const Actor& person, std::string_view method, std::string_view action, const Json& input);

  // The lifecycle of methods. Any thread; one change at a time.

  [[nodiscard]] std::vector<MethodState> methods();
  /// Why a method is in its state: the problem that the gate or the start met, or nothing if all is well.
  [[nodiscard]] std::optional<Problem> why(std::string_view method);
  /// `granted` are the words of what the actor grants to it now, besides what was granted before; nothing: all that it
  /// declares. Throws Problem method.grants if it declares more.
  void enable(const std::string& actor, const std::string& method,
              const std::optional<CapabilityWords>& granted = std::nullopt);
  void disable(const std::string& actor, const std::string& method);
  /// What was found in the folders for methods since. What runs goes on with the package that it was started from.
  void use_packages(std::shared_ptr<const Found> packages);
  /// Waits while a method is being enabled or disabled: from then on what the log tells of it holds.
  void settle() { const std::lock_guard lock(lifecycle_mutex_); }
  /// What the methods that are known here or can be enabled declare; null if there is no such method. The package in
  /// the folders comes before the one that runs.
  [[nodiscard]] std::shared_ptr<const Manifest> declared(std::string_view method);
  /// Those that run and need a method to run.
  [[nodiscard]] std::vector<std::string> needed_by(std::string_view method);

 private:
  void write_as(const std::string& actor, const std::string& author, const Actor* person,
                const std::function<void(WriteContext&)>& work);
  struct Stored {
    std::string id;
    std::string state;
    std::string reason;
    std::string version;
    std::string manifest;
    std::int64_t count = 0;
    std::string since;
  };

  void open_methods();
  std::vector<Stored> stored_methods(Session& session);
  void store_state(WriteContext& context, const Manifest& manifest, const std::string& manifest_text,
                   const std::string& state, const std::string& reason);
  /// Starts one that was enabled when the host ended. Throws Problem.
  void resume(const Stored& stored);
  void quarantine(const Stored& stored, const Problem& problem);
  void check_needs(const Manifest& manifest) const;
  std::shared_ptr<MethodInstance> start(const Package& package);
  /// A model of the directory and all methods known here, with the handlers of those that run.
  [[nodiscard]] std::shared_ptr<const DistrictModel> build_model() const;
  /// Of all methods known here.
  [[nodiscard]] std::vector<const Manifest*> manifests() const;
  void publish(std::shared_ptr<const DistrictModel> model);

  struct Known {
    std::shared_ptr<const Manifest> manifest;
    std::shared_ptr<MethodInstance> instance;  ///< null unless enabled
    std::shared_ptr<const Package> package;    ///< that it was started from; null unless enabled
  };

  Options options_;  ///< of them `packages` under lifecycle_mutex_
  Clock clock_;
  RecentEvents recent_events_;  ///< before the store, which tells it of commits
  std::unique_ptr<Store> store_;
  EventLog log_;  ///< of the writer's thread
  IdSource ids_;  ///< of the writer's thread
  KeyRing keys_;
  Tokens tokens_;
  Sessions sessions_;
  SignInDelay sign_in_delay_;
  KnownTree known_tree_;
  WrittenCatalogues catalogues_;
  Accounts accounts_;
  std::mutex lifecycle_mutex_;
  std::map<std::string, Known> known_;  ///< under lifecycle_mutex_
  SharedViews shared_views_;            ///< the same; those the database has

  mutable std::shared_mutex model_mutex_;
  std::shared_ptr<const DistrictModel> model_;
  std::shared_ptr<const Subscribers> subscribers_;

  Runs runs_;
  std::unique_ptr<Dispatcher> dispatcher_;  ///< last: stops first
};

}  // namespace liufa::host
