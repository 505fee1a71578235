/// The few static files that the host serves itself: a start page which shows the figures of a district to whoever has
/// its token. The console takes its place.
#pragma once

#include <optional>
#include <string_view>

#include "http/api.hpp"

namespace liufa::host {

/// The file at a path ("/", "/start.js", "/start.css"); nothing for any other.
std::optional<Response> page_file(std::string_view path);

}  // namespace liufa::host
