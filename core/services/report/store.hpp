/// What the district keeps of its own for reports: its name and its template, in its database, each change in the log.
#pragma once

#include "services/report/words.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

/// The district's name; its id if it was never given one.
Text district_name(Session& session, const std::string& id);

/// The template in force: the district's own, else the one that comes with the host.
std::string report_template(Session& session, Language language);
/// The district's own; both empty if it has none.
Text own_report_template(Session& session);

/// Both in a write; a null goes back to what comes with the host. `changes` has "zh" and "en", or one of them. Throws
/// Problem record.type, request.unknown_parameter, report.template, report.too_long.
void change_district_name(WriteContext& context, const Json& changes);
void change_report_template(WriteContext& context, const Json& changes);

}  // namespace liufa::host
