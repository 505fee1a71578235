#include "base/digest.hpp"
#include "http/routes.hpp"
#include "services/report/store.hpp"

namespace liufa::host {

namespace {

Access look(const RouteCall&) { return {Act::look, "catalogue"}; }

Response show(RouteCall& call) {
  call.only_parameters({});
  const Text name = district_name(*call.district.store().read(), call.district.id());
  const std::string today = call.district.clock().today();
  const auto written = call.district.catalogues().of(call.model, call.actor, {call.district.id(), name, today});
  return call.unless_known({200, "application/json", written->text, {}}, written->digest);
}

/// A module of an enabled method. The name is looked up among those of its package, so that no path leads anywhere
/// else.
Response web_file(RouteCall& call) {
  call.only_parameters({});
  const auto method = call.model->methods.find(call.parts[0]);
  const WebFiles* files = method == call.model->methods.end() ? nullptr : method->second.web.get();
  const auto file = files ? files->find(call.parts[1]) : WebFiles::const_iterator{};
  if (!files || file == files->end())
    throw Problem("method.no_web_file", {{"method", call.parts[0]}, {"file", call.parts[1]}});
  return call.unless_known({200,
                            "text/javascript; charset=utf-8",
                            file->second,
                            {{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                             {"Cross-Origin-Resource-Policy", "same-origin"},
                             {"X-Content-Type-Options", "nosniff"}}},
                           hexadecimal(bytes(sha256({file->second}))));
}

constexpr RouteEntry routes[] = {
    {"GET", "/catalogue", "What pages are drawn from: record types, actions and figures, and what I may do with them",
     look, show},
    {"GET", "/methods/{method}/web/{file}", "A module that an enabled method brings for pages",
     [](const RouteCall&) {
       return Access{Act::look, "methods"};
     },
     web_file},
};

}  // namespace

std::span<const RouteEntry> catalogue_routes() { return routes; }

}  // namespace liufa::host
