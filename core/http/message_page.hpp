/// A problem as a page, for people whose browser was sent to an address of the API: there is no script to show it.
#pragma once

#include "http/api.hpp"

namespace liufa::host {

/// In both languages, with the way back to the start page of the district.
Response message_page(const Problem& problem, std::string_view district);

}  // namespace liufa::host
