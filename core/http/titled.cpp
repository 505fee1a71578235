#include "http/titled.hpp"

namespace liufa::host {

Language language_of(const Request& request) {
  return request.header("accept-language").starts_with("en") ? Language::en : Language::zh;
}

Titled::Titled(const RouteCall& call) : call_(call), wanted_(call.flag("titles")), rest_(call.request.query) {
  rest_.erase("titles");
}

Response Titled::add_to(Response response, Session& session,
                        const std::function<void(RecordNames&, const Json&)>& ask) const {
  if (!wanted_) return response;
  RecordNames names(session, *call_.model, call_.actor, language_of(call_.request));
  ask(names, Json::parse(response.body));
  names.look_up();
  // The answer is an object: what is written stays as it is, titles come last.
  response.body.pop_back();
  response.body += ",\"titles\":" + names.titles().dump() + "}";
  response.headers.emplace("Vary", "Accept-Language");
  return response;
}

Response Titled::add_to_page(Response response, Session& session, const RecordSchema& schema) const {
  return add_to(std::move(response), session, [&](RecordNames& names, const Json& page) {
    for (const Json& item : page.at("items")) names.want_all(schema.type, item);
  });
}

Response Titled::add_to_record(Response response, Session& session, const RecordSchema& schema) const {
  return add_to(std::move(response), session,
                [&](RecordNames& names, const Json& record) { names.want_all(schema.type, record); });
}

}  // namespace liufa::host
