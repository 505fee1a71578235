/// Between the C ABI and the services: a loaded method's instance in one district, its handlers as the services' hooks,
/// and the table of host functions that it calls.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "liufa/abi.h"
#include "methods/package.hpp"
#include "services/derived.hpp"
#include "services/district_model.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

/// Loads a package's library, once per process and for good (a library is never unloaded), and returns its descriptor
/// after comparing it with the manifest. One lock around loading. Throws Problem method.*.
const liufa_method_table* load_library(const Package& package);

/// One method started in one district. Its handlers are kept alive by the hooks made from them; when the last hook is
/// gone, the instance is destroyed.
class MethodInstance : public std::enable_shared_from_this<MethodInstance> {
 public:
  struct Surroundings {
    std::string district;
    const Clock& clock;
    /// The method's settings as of a session.
    std::function<Json(Session&)> settings;
  };

  /// Creates and starts it. Whatever it registered is undone if it fails. Throws Problem method.start_failed,
  /// method.not_registered.
  static std::shared_ptr<MethodInstance> start(const Package& package, Surroundings surroundings);

  MethodInstance(const MethodInstance&) = delete;
  MethodInstance& operator=(const MethodInstance&) = delete;
  ~MethodInstance();

  /// Adds its handlers to a model.
  void register_in(DistrictModel& model);

  [[nodiscard]] const Manifest& manifest() const { return *manifest_; }
  [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

  // For the table of host functions.

  liufa_status register_handler(std::uint32_t kind, std::string name, liufa_handler handler, void* context);

 private:
  struct Handler {
    std::uint32_t kind = 0;
    std::string name;
    liufa_handler function = nullptr;
    void* context = nullptr;
  };

  MethodInstance(const Package& package, Surroundings surroundings);
  void require_all_registered() const;
  [[nodiscard]] bool may_register(std::uint32_t kind, const std::string& name) const;
  void invoke(const Handler& handler, liufa_call& call, const std::string& input);
  void run_before(const Handler& handler, Change& change);
  void run_guard(const Handler& handler, const Change& change);
  void run_event(const Handler& handler, WriteContext& context, const Event& event);
  Json run_action(const Handler& handler, ActionContext& context, const Json& input);

  std::shared_ptr<const Manifest> manifest_;
  Surroundings surroundings_;
  const liufa_method_table* table_ = nullptr;
  std::unique_ptr<liufa_host> host_;
  void* instance_ = nullptr;
  bool starting_ = false;
  std::vector<Handler> handlers_;
};

}  // namespace liufa::host

/// What a method holds as `liufa_host*`.
struct liufa_host {
  liufa::host::MethodInstance* instance;
};

/// What a handler holds as `liufa_call*`: where it may read and write, and what it said.
struct liufa_call {
  liufa::host::MethodInstance& instance;
  liufa::host::Session& session;
  const liufa::host::Grant& grant;
  const liufa::host::DistrictModel& model;
  liufa::host::WriteContext* writing = nullptr;  ///< null outside a transaction
  liufa::host::ActionContext* action = nullptr;  ///< of an action
  bool only_refuses = false;                     ///< a guard
  std::optional<liufa::host::Problem> last;      ///< why the last host call failed
  std::optional<liufa::host::Problem> refusal;
  std::optional<liufa::host::Json> answer;
  std::optional<liufa::host::Problem> bad_answer;  ///< what was wrong with the last answer
  std::string_view handler = {};                   ///< the name of what runs, for explanations
  /// By record type ("index"): the derived rows that this handler has written, which `discard` keeps.
  std::map<std::string, liufa::host::IdSet, std::less<>> written = {};
};
