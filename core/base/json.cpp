#include "base/json.hpp"

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr int deepest = 100;

/// Looks at brackets outside strings only; whether they match is for the parser to say.
void require_shallow(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char each = text[i];
    if (in_string) {
      if (each == '\\') ++i;
      in_string = each != '"';
    } else if (each == '"') {
      in_string = true;
    } else if (each == ']' || each == '}') {
      --depth;
    } else if ((each == '[' || each == '{') && ++depth > deepest) {
      throw Problem("request.json", {{"position", std::to_string(i + 1)},
                                     {"reason", "nested more than " + std::to_string(deepest) + " deep"}});
    }
  }
}

}  // namespace

Json parse_json(std::string_view text) {
  require_shallow(text);
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Problem("request.json", {{"position", std::to_string(error.byte)}, {"reason", error.what()}});
  } catch (const Json::exception& error) {
    throw Problem("request.json", {{"position", "?"}, {"reason", error.what()}});
  }
}

}  // namespace liufa::host
