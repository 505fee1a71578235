#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "http/routes.hpp"
#include "services/files.hpp"

namespace liufa::host {

namespace {

Json description_of(const StoredFile& file) {
  return {{"file", file.hash}, {"name", file.name}, {"media_type", file.media_type}, {"size", file.size}};
}

/// The file of the address, for somebody who may see it. Throws Problem file.none.
StoredFile visible_file(const RouteCall& call, Session& session) {
  if (!may_see_file(session, *call.model, call.actor, call.parts[0])) throw Problem("file.none");
  return find_file(session, call.parts[0]);
}

Response upload(RouteCall& call) {
  call.only_parameters({"name"});
  const auto given = call.request.query.find("name");
  const std::string name = given == call.request.query.end() ? "unnamed" : given->second;
  return call.write([&](WriteContext& context) {
    const StoredFile file = keep_file(context, call.district.folder(), name, call.request.body);
    return json_response(description_of(file), 201);
  });
}

Response download(RouteCall& call) {
  const StoredFile file = visible_file(call, *call.district.store().read());
  std::ifstream in(file_path(call.district.folder(), file.hash), std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) throw Problem("file.none");
  // Never shown inside a page of ours: what is evidence here could be a script there.
  return {200,
          file.media_type,
          content.str(),
          {{"Content-Disposition", fmt::format("attachment; filename=\"{}\"", file.hash.substr(0, 12))},
           {"X-Content-Type-Options", "nosniff"}}};
}

Response about(RouteCall& call) {
  call.only_parameters({});
  return json_response(description_of(visible_file(call, *call.district.store().read())));
}

constexpr RouteEntry routes[] = {
    {"POST", "/files", "Keep a file (the body); ?name=",
     [](const RouteCall&) {
       return Access{Act::create, "files", {{"office"}, {"secretary"}, {"member"}, {"community"}}};
     },
     upload},
    {"GET", "/files/{file}", "A kept file",
     [](const RouteCall&) {
       return Access{Act::read, "files", readers()};
     },
     download},
    {"GET", "/files/{file}/about", "A kept file's name, media type and size",
     [](const RouteCall&) {
       return Access{Act::read, "files", readers()};
     },
     about},
};

}  // namespace

std::span<const RouteEntry> file_routes() { return routes; }

}  // namespace liufa::host
