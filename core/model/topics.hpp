/// The names under which events are heard: of a record type's own events, and of all facts or gates at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace liufa::host {

/// What a method may list under `reads`, `subscribes` and `guards` for all methods' facts or gates at once.
inline constexpr std::string_view all_facts = "host.fact";
inline constexpr std::string_view all_gates = "host.gate";

/// The topics of the events that the host itself appends for records of a type, "METHOD.RECORD.EVENT".
std::vector<std::string> topics_of(const RecordType& type);

}  // namespace liufa::host
