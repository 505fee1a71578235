/// Templates: text with tags in double braces (Mustache, by kainjow's library). docs/report.md is their reference.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

/// What a template is filled from.
class Answers {
 public:
  Answers() = default;
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  virtual ~Answers() = default;
  /// The Markdown that takes a tag's place.
  virtual std::string text(const std::string& tag) = 0;
  /// Whether what stands between {{#tag}} and {{/tag}} is kept.
  virtual bool holds(const std::string& tag) = 0;
};

/// Fills a template; `where` names it in errors. Throws Problem report.template: a tag not closed, a section not ended,
/// something of Mustache that templates do without.
std::string fill_template(const std::string& text, std::string_view where, Answers& answers);

/// The contents of all tags that stand for text, in their order. Throws the same.
std::vector<std::string> tags_in(const std::string& text, std::string_view where);

inline constexpr std::size_t largest_template = 200'000;

}  // namespace liufa::host
