/// A district built from a preset in the test's own process, in a folder that goes with it.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cli/client.hpp"
#include "cli/preset.hpp"
#include "folder.hpp"

namespace liufa::test {

using host::Json;

class Played {
 public:
  /// Builds what is installed of `preset` and plays its stories.
  explicit Played(host::cli::Preset preset);

  /// Enables a method of `preset` in the district as it is now and plays its story.
  void add(const host::cli::Preset& preset, const std::string& method);

  /// The answer of a request that must succeed.
  Json get(const std::string& path) { return client_->call(id_, "GET", path); }
  std::string text(const std::string& path) { return client_->call_text(id_, "GET", path); }
  /// All records that a query selects.
  std::vector<Json> list(const std::string& record, const std::string& query = "");
  /// Values of figures by key, as text; those of one method, or all.
  std::map<std::string, std::string> figures(const std::string& method = "");
  /// Those enabled, without the host's own.
  std::set<std::string> enabled();
  /// The record types of an enabled method; valid until asked again.
  std::vector<const host::RecordType*> records_of(const std::string& method);

 private:
  Folder folder_;
  std::string id_;
  std::unique_ptr<host::cli::Client> client_;
  std::shared_ptr<const host::DistrictModel> model_;
};

/// The six methods 机关党建工作六法.
std::vector<std::string> six_methods();
/// Every method may be left out of the tree, and what needs it is then not tested.
bool is_built(const std::string& method);

/// The preset of the small district beside this file.
host::cli::Preset small_preset();

}  // namespace liufa::test
