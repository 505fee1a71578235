#include "base/problem.hpp"

#include <algorithm>
#include <cstdio>
#include <unordered_map>

#include "base/catalogue/catalogue.hpp"

namespace liufa::host {

namespace {

constexpr std::size_t longest_quote = 120;

const CatalogueEntry& entry(std::string_view code) {
  static const auto by_code = [] {
    std::unordered_map<std::string_view, const CatalogueEntry*> map;
    for (const CatalogueEntry& each : problem_catalogue()) map.emplace(each.code, &each);
    return map;
  }();
  static const CatalogueEntry unknown{"unknown", ProblemKind::failed, "未知错误", "Unknown problem"};
  const auto found = by_code.find(code);
  return found == by_code.end() ? unknown : *found->second;
}

/// Replaces {name} by the argument of that name; {{ and }} stand for themselves.
std::string fill(std::string_view pattern, Problem::Arguments arguments, std::string_view Argument::*language) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i + 1 < pattern.size() && (pattern[i] == '{' || pattern[i] == '}') && pattern[i + 1] == pattern[i]) {
      text += pattern[i++];
    } else if (pattern[i] == '{') {
      const std::size_t end = pattern.find('}', i);
      const std::string_view name = pattern.substr(i + 1, end - i - 1);
      const auto* argument =
          std::find_if(arguments.begin(), arguments.end(), [&](const auto& each) { return each.first == name; });
      if (argument != arguments.end()) text += printable(argument->second.*language);
      i = end;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

std::string_view title(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::invalid: return "Invalid";
    case ProblemKind::malformed: return "Malformed request";
    case ProblemKind::unauthenticated: return "Not authenticated";
    case ProblemKind::forbidden: return "Forbidden";
    case ProblemKind::not_found: return "Not found";
    case ProblemKind::not_allowed: return "Method not allowed";
    case ProblemKind::refused: return "Refused by a rule";
    case ProblemKind::conflict: return "Conflict";
    case ProblemKind::stale: return "Changed in the meantime";
    case ProblemKind::precondition: return "Condition missing";
    case ProblemKind::too_large: return "Too large";
    case ProblemKind::cancelled: return "Cancelled";
    case ProblemKind::too_many: return "Too many attempts";
    case ProblemKind::unavailable: return "Not available now";
    case ProblemKind::failed: return "Internal error";
  }
  return "Internal error";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (out.size() > longest_quote * 3) return out + "…";
    const std::size_t length = sequence_length(text, i);
    if (length == 0 || (length == 1 && (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F))) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(text[i])));
      out += escaped;
      ++i;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

int http_status(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::invalid: return 422;
    case ProblemKind::malformed: return 400;
    case ProblemKind::unauthenticated: return 401;
    case ProblemKind::forbidden: return 403;
    case ProblemKind::not_found: return 404;
    case ProblemKind::not_allowed: return 405;
    case ProblemKind::refused:
    case ProblemKind::conflict:
    case ProblemKind::cancelled: return 409;
    case ProblemKind::stale: return 412;
    case ProblemKind::precondition: return 428;
    case ProblemKind::too_large: return 413;
    case ProblemKind::too_many: return 429;
    case ProblemKind::unavailable: return 503;
    case ProblemKind::failed: return 500;
  }
  return 500;
}

const std::vector<CatalogueEntry>& problem_catalogue() {
  static const auto all = [] {
    std::vector<CatalogueEntry> entries;
    for (const auto area : {manifest_problems(), record_problems(), storage_problems(), method_problems(),
                            request_problems(), account_problems(), access_problems(), report_problems()})
      entries.insert(entries.end(), area.begin(), area.end());
    return entries;
  }();
  return all;
}

Problem::Problem(std::string_view code, Arguments arguments)
    : kind_(entry(code).kind),
      code_(code),
      text_{fill(entry(code).zh, arguments, &Argument::zh), fill(entry(code).en, arguments, &Argument::en)} {}

Problem::Problem(ProblemKind kind, std::string_view code, Text text)
    : kind_(kind), code_(code), text_(std::move(text)) {}

Problem& Problem::at_field(std::string_view field) {
  field_ = field;
  return *this;
}

Problem& Problem::at_line(std::size_t line) {
  line_ = line;
  return *this;
}

Problem& Problem::with(Problem part) {
  parts_.push_back(std::move(part));
  return *this;
}

Json Problem::to_json(bool english) const {
  Json json{{"type", "urn:liufa:problem:" + code_},
            {"title", title(kind_)},
            {"status", http_status(kind_)},
            {"detail", english ? text_.en : text_.zh},
            {"code", code_},
            {"text", {{"zh", text_.zh}, {"en", text_.en}}}};
  if (!field_.empty()) json["field"] = field_;
  if (line_ != 0) json["line"] = line_;
  for (const Problem& part : parts_) {
    Json error{{"code", part.code_},
               {"detail", english ? part.text_.en : part.text_.zh},
               {"text", {{"zh", part.text_.zh}, {"en", part.text_.en}}}};
    if (!part.field_.empty()) error["field"] = part.field_;
    if (part.line_ != 0) error["line"] = part.line_;
    json["errors"].push_back(std::move(error));
  }
  return json;
}

}  // namespace liufa::host
