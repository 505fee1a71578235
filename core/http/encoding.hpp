/// Compressed answers: what a client takes, and gzip.
#pragma once

#include <string>
#include <string_view>

namespace liufa::host {

/// Whether an Accept-Encoding header takes a coding ("br", "gzip"); a coding of weight 0 is refused (RFC 9110, 12.5.3).
bool accepts_encoding(std::string_view header, std::string_view coding);

std::string gzip(std::string_view text);

}  // namespace liufa::host
