#include "http/encoding.hpp"

#include <Poco/DeflatingStream.h>

#include <algorithm>
#include <sstream>

namespace liufa::host {

namespace {

/// Of the levels that zlib has the one after which little is gained: answers are compressed while somebody waits.
constexpr int level = 4;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool same_word(std::string_view word, std::string_view lower) {
  return std::ranges::equal(word, lower, {}, [](char each) { return each >= 'A' && each <= 'Z' ? each | 0x20 : each; });
}

/// "q=0", "q=0.", "q=0.000".
bool is_refused(std::string_view parameters) {
  const std::size_t weight = parameters.find("q=");
  if (weight == std::string_view::npos) return false;
  const std::string_view value = trimmed(parameters.substr(weight + 2));
  return value.starts_with('0') && value.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts_encoding(std::string_view header, std::string_view coding) {
  bool any = false;
  while (!header.empty()) {
    const std::string_view each = header.substr(0, header.find(','));
    header.remove_prefix(std::min(each.size() + 1, header.size()));
    const std::size_t semicolon = each.find(';');
    const std::string_view name = trimmed(each.substr(0, semicolon));
    const bool takes = semicolon == std::string_view::npos || !is_refused(each.substr(semicolon + 1));
    if (same_word(name, coding)) return takes;
    if (name == "*") any = takes;
  }
  return any;
}

std::string gzip(std::string_view text) {
  std::ostringstream out;
  Poco::DeflatingOutputStream deflating(out, Poco::DeflatingStreamBuf::STREAM_GZIP, level);
  deflating.write(text.data(), static_cast<std::streamsize>(text.size()));
  deflating.close();
  return std::move(out).str();
}

}  // namespace liufa::host
