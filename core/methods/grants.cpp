#include "methods/grants.hpp"

#include <array>

#include "base/json.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace {

Text sentence(const Capability& capability) {
  const std::string& of = capability.of;
  if (capability.kind == "code") return {"在主机进程内运行其程序代码", "run its own code within the host"};
  if (capability.kind == "scripts")
    return {"在登录人员的页面上运行其脚本", "run its scripts in the pages of whoever is signed in"};
  if (capability.kind == "reads") return {"读取“" + of + "”", "read “" + of + "”"};
  if (capability.kind == "subscribes") return {"接收事件“" + of + "”", "hear of the event “" + of + "”"};
  return {"在“" + of + "”之前把关，可予拒绝", "refuse the step “" + of + "”"};
}

}  // namespace

std::optional<Granted> read_granted(Session& session, std::string_view method) {
  const ValueView parameter = method;
  const auto rows = session.query("SELECT capabilities, actor, at FROM core_grant WHERE method = $1", {&parameter, 1});
  if (!rows->next()) return std::nullopt;
  return Granted{Json::parse(rows->text(0)).get<CapabilityWords>(), std::string(rows->text(1)),
                 std::string(rows->text(2))};
}

CapabilityWords words_of(const Manifest& manifest) {
  CapabilityWords words;
  for (const Capability& each : capabilities(manifest)) words.insert(word(each));
  return words;
}

void require_granted(const Manifest& manifest, const CapabilityWords& granted) {
  Problem missing("method.grants", {{"method", manifest.id}, {"version", manifest.version}});
  for (const Capability& each : capabilities(manifest))
    if (!granted.contains(word(each)))
      missing.with(Problem("method.grant", {{"what", sentence(each)}, {"word", word(each)}}).at_field(word(each)));
  if (!missing.parts().empty()) throw missing;
}

void store_granted(WriteContext& context, const Manifest& manifest) {
  const auto before = read_granted(context.session, manifest.id);
  const CapabilityWords now = words_of(manifest);
  if (before ? before->words == now : now.empty()) return;
  Json added = Json::array();
  for (const std::string& each : now)
    if (!before || !before->words.contains(each)) added.push_back(each);
  const ValueView method = std::string_view(manifest.id);
  const std::string text = Json(now).dump();
  const std::array<ValueView, 4> values{method, std::string_view(text), std::string_view(context.actor),
                                        std::string_view(context.now)};
  context.session.execute("DELETE FROM core_grant WHERE method = $1", {&method, 1});
  context.session.execute("INSERT INTO core_grant (method, capabilities, actor, at) VALUES ($1, $2, $3, $4)", values);
  const std::string payload =
      Json{{"method", manifest.id}, {"version", manifest.version}, {"granted", now}, {"added", added}}.dump();
  context.log.append(context.session,
                     {0, context.now, context.actor, "host", "host.method.granted", {}, 0, {}, payload});
}

}  // namespace liufa::host
