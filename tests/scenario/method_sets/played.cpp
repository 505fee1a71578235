#include "played.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

#include "cli/story.hpp"

namespace liufa::test {

namespace {

void say_nothing(const std::string&) {}

/// Tables made and methods enabled are no news here.
[[maybe_unused]] const bool quiet = [] {
  spdlog::set_level(spdlog::level::warn);
  return true;
}();

}  // namespace

Played::Played(host::cli::Preset preset)
    : id_(preset.id), client_(host::cli::connect({folder_.path(), {LIUFA_TEST_METHODS}})) {
  host::cli::build_district(*client_, preset, say_nothing);
}

void Played::add(const host::cli::Preset& preset, const std::string& method) {
  client_->call(id_, "POST", "/methods/" + method + "/enable");
  for (const auto& part : preset.demo)
    if (part.method == method) host::cli::play_stories(*client_, id_, {part.story}, say_nothing);
}

std::vector<Json> Played::list(const std::string& record, const std::string& query) {
  std::string path = record;
  std::replace(path.begin(), path.end(), '.', '/');
  std::vector<Json> all;
  std::string cursor;
  do {
    const Json page = get(fmt::format("/records/{}?limit=500{}{}{}{}", path, query.empty() ? "" : "&", query,
                                      cursor.empty() ? "" : "&cursor=", cursor));
    all.insert(all.end(), page.at("items").begin(), page.at("items").end());
    cursor = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
  } while (!cursor.empty());
  return all;
}

std::map<std::string, std::string> Played::figures(const std::string& method) {
  std::map<std::string, std::string> values;
  for (const Json& each : get("/figures")) {
    const std::string key = each.at("key").get<std::string>();
    if (!method.empty() && !key.starts_with(method + ".")) continue;
    if (each.contains("problem")) throw std::runtime_error(key + ": " + each.at("problem").dump());
    values[key] = each.at("value").dump();
  }
  return values;
}

std::set<std::string> Played::enabled() {
  std::set<std::string> ids;
  for (const Json& each : get("/methods"))
    if (each.at("state") == "enabled") ids.insert(each.at("id").get<std::string>());
  return ids;
}

std::vector<const host::RecordType*> Played::records_of(const std::string& method) {
  model_ = client_->host()->district(id_).model();
  std::vector<const host::RecordType*> types;
  for (const host::RecordType& type : model_->method(method).manifest->records) types.push_back(&type);
  return types;
}

std::vector<std::string> six_methods() {
  return {"cadre", "exemplar", "community", "pairing", "vanguard", "assessment"};
}

bool is_built(const std::string& method) {
  return std::filesystem::exists(std::filesystem::path(LIUFA_TEST_METHODS) / method / "method.yaml");
}

host::cli::Preset small_preset() { return host::cli::read_preset(LIUFA_ROOT "/tests/scenario/method_sets/small.yaml"); }

}  // namespace liufa::test
