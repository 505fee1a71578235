/// What the law gives persons, and when what is recorded about them ends.
#include <fmt/format.h>

#include "http/titled.hpp"
#include "services/catalogue.hpp"
#include "services/own_records.hpp"
#include "services/records.hpp"
#include "services/retention.hpp"

namespace liufa::host {

namespace {

std::int64_t own_member(const RouteCall& call) {
  if (call.actor.member == 0) throw Problem("privacy.no_member");
  return call.actor.member;
}

Response my_records(RouteCall& call) {
  call.only_parameters({"titles"});
  const Titled titled(call);
  const std::int64_t member = own_member(call);
  const auto session = call.district.store().snapshot();
  const auto schema_of = [&](const Json& of_type) -> const RecordSchema& {
    return call.model->record(of_type.at("record").get<std::string>());
  };
  Json own = own_records(*session, *call.model, member, nullptr);
  // Also of a type that the catalogue keeps from the person, such as accounts.
  for (Json& of_type : own.at("records"))
    of_type["definition"] = catalogue_record(*call.model, call.actor, schema_of(of_type));
  return titled.add_to(json_response(std::move(own)), *session, [&](RecordNames& names, const Json& answer) {
    for (const Json& of_type : answer.at("records")) {
      const RecordType& type = schema_of(of_type).type;
      for (const Json& item : of_type.at("items")) names.want_all(type, item);
    }
  });
}

/// With what is sensitive in clear: on record like any reveal.
Response my_copy(RouteCall& call) {
  call.only_parameters({});
  const std::int64_t member = own_member(call);
  Json copy = own_records(*call.district.store().snapshot(), *call.model, member, &call.district.keys());
  copy["district"] = call.district.id();
  copy["at"] = call.district.clock().now();
  call.district.write(call.actor, [&](WriteContext& context) {
    emit_event_about(context, context.model.record("directory.member"), member, "records.copied", Json::object());
  });
  Response response = json_response(copy);
  response.headers["Content-Disposition"] = fmt::format("attachment; filename=\"liufa-{}.json\"", member);
  return response;
}

Response plan(RouteCall& call) {
  call.only_parameters({});
  return json_response(retention_plan(*call.district.store().snapshot(), *call.model, call.district.clock().today()));
}

/// Answers the plan as it is afterwards, and what was done.
Response execute(RouteCall& call) {
  call.only_parameters({});
  District& district = call.district;
  std::int64_t records = 0;
  std::int64_t events = 0;
  std::int64_t files = 0;
  const auto repeat = [&](std::int64_t& sum, const std::function<std::int64_t(WriteContext&)>& some) {
    for (std::int64_t done = 1; done > 0; sum += done)
      district.write(call.actor, [&](WriteContext& context) { done = some(context); });
  };
  repeat(records, erase_some);
  std::int64_t position = 0;
  repeat(events, [&](WriteContext& context) { return erase_log_some(context, position); });
  district.write(call.actor, [&](WriteContext& context) { files = remove_unused_files(context, district.folder()); });
  district.store().settle();
  Json answer = retention_plan(*district.store().snapshot(), *call.model, district.clock().today());
  answer["erased"] = {{"records", records}, {"events", events}, {"files", files}};
  return json_response(answer);
}

Access own(const RouteCall&) { return {Act::own, "records"}; }
Access administer(const RouteCall&) { return {Act::administer, "retention"}; }

constexpr RouteEntry routes[] = {
    {"GET", "/my/records", "Everything that is recorded about me, and who had what of mine revealed; ?titles=true", own,
     my_records},
    {"GET", "/my/copy", "The same to take along, with my sensitive data in clear", own, my_copy},
    {"GET", "/retention", "Terms of retention, and what is due for erasure today", administer, plan},
    {"POST", "/retention", "Erase what is due", administer, execute},
};

}  // namespace

std::span<const RouteEntry> privacy_routes() { return routes; }

}  // namespace liufa::host
