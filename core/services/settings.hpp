/// A method's settings in one district: what the administrator set, completed by the manifest's defaults.
#pragma once

#include "model/manifest.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

Json read_settings(Session& session, const Manifest& manifest);

/// Only those that the administrator set and that are still declared.
Json settings_set(Session& session, const Manifest& manifest);

/// Changes the named settings; a null goes back to the default. Appends the event "METHOD.settings.changed". In a
/// write. Throws Problem settings.unknown, record.type, ….
Json change_settings(WriteContext& context, const Manifest& manifest, const Json& changes);

}  // namespace liufa::host
