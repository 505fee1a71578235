/// Everything that is declared and registered in one district at one moment. Immutable: enabling or disabling a method
/// makes a new one; whoever holds the old one finishes with it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/problem.hpp"
#include "services/hooks.hpp"
#include "services/web_files.hpp"

namespace liufa::host {

/// A method as a district has it.
struct MethodInDistrict {
  std::shared_ptr<const Manifest> manifest;
  bool active = false;  ///< else disabled or quarantined: its data can be read and exported only
  Grant grant;          ///< what its SQL may read
  Text report = {};     ///< its section of the report, a template; empty if it has none
  /// Its modules for pages; null if it has none or is not active.
  std::shared_ptr<const WebFiles> web = nullptr;
};

struct FigureInDistrict {
  const Figure* figure = nullptr;  ///< owned by the method's manifest
  const RecordSchema* schema = nullptr;
  const Grant* grant = nullptr;
};

struct DistrictModel {
  std::map<std::string, MethodInDistrict, std::less<>> methods;
  std::map<std::string, std::shared_ptr<const RecordSchema>, std::less<>> records;
  std::map<std::string, FigureInDistrict, std::less<>> figures;

  std::map<std::string, std::vector<BeforeHook>, std::less<>> before;           ///< by "method.record.operation"
  std::map<std::string, std::vector<Guard>, std::less<>> guards;                ///< by "method.record.transition"
  std::map<std::string, std::vector<Subscription>, std::less<>> subscriptions;  ///< by method
  std::map<std::string, ActionHandler, std::less<>> actions;                    ///< by "method.action"

  /// Throws Problem record.no_type.
  [[nodiscard]] const RecordSchema& record(std::string_view full_id) const {
    const auto found = records.find(full_id);
    if (found == records.end()) throw Problem("record.no_type", {{"record", full_id}});
    return *found->second;
  }

  /// Throws Problem method.not_enabled unless the method is there (active or not).
  [[nodiscard]] const MethodInDistrict& method(std::string_view id) const {
    const auto found = methods.find(id);
    if (found == methods.end()) throw Problem("method.not_enabled", {{"method", id}});
    return found->second;
  }
};

}  // namespace liufa::host
