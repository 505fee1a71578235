/// What is said to people as a page without the console: their browser was sent to an address of the API, or there is
/// no console.
#pragma once

#include "http/api.hpp"

namespace liufa::host {

/// A problem in both languages, with the way back to the start page of the district.
Response message_page(const Problem& problem, std::string_view district);

/// How to build the console.
Response page_without_console();

/// The style of these pages, and where it is.
inline constexpr std::string_view message_style_path = "/message.css";
Response message_style();

}  // namespace liufa::host
