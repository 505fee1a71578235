#include <algorithm>

#include "http/routes.hpp"
#include "services/records.hpp"
#include "services/sealing.hpp"

namespace liufa::host {

namespace {

Access administer(const RouteCall&) { return {Act::administer, "keys"}; }

Json keys_now(const RouteCall& call) {
  const Reader session = call.district.store().read();
  return {{"items", key_uses(*session, *call.district.model(), call.district.keys())}};
}

Response list(RouteCall& call) { return json_response(keys_now(call)); }

/// Batch by batch, so that others write in between; what a crash leaves is taken up by the next call.
Response reseal(RouteCall& call) {
  bool some = true;
  while (some) call.district.write(call.actor, [&](WriteContext& context) { some = reseal_some(context); });
  return json_response(keys_now(call));
}

Response rotate(RouteCall& call) {
  const std::string key = call.district.keys().add_key();
  call.district.write(call.actor, [&](WriteContext& context) {
    emit_event(context, "host", "key.added", Json{{"key", key}}.dump());
  });
  return reseal(call);
}

/// Decided in a write: nothing is sealed in the meantime.
Response forget(RouteCall& call) {
  const std::string key(call.parts[0]);
  call.district.write(call.actor, [&](WriteContext& context) {
    const Json uses = key_uses(context.session, context.model, *context.keys);
    const auto use = std::ranges::find_if(uses, [&](const Json& each) { return each.at("key") == key; });
    if (use == uses.end()) throw Problem("keys.unknown", {{"key", key}});
    if (use->at("values") > 0 && !use->at("newest").get<bool>())
      throw Problem("keys.used", {{"key", key}, {"values", use->at("values").dump()}});
    emit_event(context, "host", "key.forgotten", Json{{"key", key}}.dump());
    call.district.keys().forget(key);
  });
  return json_response(keys_now(call));
}

constexpr RouteEntry routes[] = {
    {"GET", "/keys", "The keys that seal sensitive values, and how many each seals", administer, list},
    {"POST", "/keys", "Rotate: a new key, with which everything is sealed anew while others work", administer, rotate},
    {"POST", "/keys/resealing", "Go on with a rotation that was interrupted", administer, reseal},
    {"DELETE", "/keys/{key}", "Forget a key that seals nothing any more", administer, forget},
};

}  // namespace

std::span<const RouteEntry> key_routes() { return routes; }

}  // namespace liufa::host
