/// Training and appointment: what is missing is refused or noted, as the setting says.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::cadre {

/// Looks at the classes that are to be passed before an appointment on `on`. Refuses, or returns the note to keep
/// (Chinese); empty if nothing is missing or the district does not ask for it.
std::string check_training(Change& change, std::int64_t member, const std::string& on);

/// What a kind of class is called.
Text class_kind_name(std::string_view kind);

}  // namespace liufa::cadre
