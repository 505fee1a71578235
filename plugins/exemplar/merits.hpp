/// What the other methods have on record about a member, as a text that nobody types.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>

namespace liufa::exemplar {

/// By the setting `merit_facts`, of this year (or the latest, or ever); both texts are empty where there is nothing.
Text known_merits(Call& call, std::int64_t member, std::int64_t year);

/// Sets the fields `known` and `known_en`.
void note_merits(Change& change, std::int64_t member, std::int64_t year);

}  // namespace liufa::exemplar
