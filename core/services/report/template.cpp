#include "services/report/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <kainjow/mustache.hpp>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

namespace mustache = kainjow::mustache;

constexpr int most_sections = 500;  // one within the other, each is a call of its own

/// In what the library is given, the tags of sections begin with this: it does not say otherwise whether a text is
/// asked for or a condition.
constexpr char condition_mark = '?';

std::string line_at(const std::string& text, std::size_t position) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size()));
  return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

Problem bad(std::string_view where, const std::string& line, const Text& reason) {
  return Problem("report.template", {{"where", where}, {"line", line}, {"reason", reason}});
}

/// One tag: its kind ('#', '^', '/', '!' or ' ' for text), its content, where it begins and ends.
struct Found {
  char kind = ' ';
  std::string content;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::vector<Found> find_tags(const std::string& text, std::string_view where) {
  std::vector<Found> tags;
  int sections = 0;
  for (std::size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", tags.back().end)) {
    const std::size_t end = text.find("}}", at + 2);
    if (end == std::string::npos)
      throw bad(where, line_at(text, at), {"标签没有以“}}”结束", "a tag is not ended by “}}”"});
    Found tag{' ', trimmed(std::string_view(text).substr(at + 2, end - at - 2)), at, end + 2};
    const char first = tag.content.empty() ? ' ' : tag.content.front();
    if (tag.content.empty() || std::string_view("{&=>").find(first) != std::string_view::npos)
      throw bad(where, line_at(text, at),
                {fmt::format("不支持标签“{}”；可用的标签见 docs/report.md", tag.content),
                 fmt::format("there is no tag “{}”; docs/report.md has those there are", tag.content)});
    if (std::string_view("#^/!").find(first) != std::string_view::npos) {
      tag.kind = first;
      tag.content = trimmed(std::string_view(tag.content).substr(1));
    }
    if ((first == '#' || first == '^') && ++sections > most_sections)
      throw bad(where, line_at(text, at), {"条件过多", "too many conditions"});
    tags.push_back(std::move(tag));
  }
  return tags;
}

/// The text for the library, its sections marked.
std::string marked(const std::string& text, const std::vector<Found>& tags) {
  std::string out;
  std::size_t at = 0;
  for (const Found& tag : tags) {
    out += text.substr(at, tag.begin - at);
    const bool section = tag.kind == '#' || tag.kind == '^' || tag.kind == '/';
    out += section ? fmt::format("{{{{{}{}{}}}}}", tag.kind, condition_mark, tag.content)
                   : text.substr(tag.begin, tag.end - tag.begin);
    at = tag.end;
  }
  return out + text.substr(at);
}

/// Every name is looked up when it is met.
class LookUp final : public mustache::basic_context<std::string> {
 public:
  explicit LookUp(Answers& answers) : answers_(answers) {}
  void push(const mustache::data*) override {}
  void pop() override {}
  const mustache::data* get(const std::string& name) const override {
    if (name.starts_with(condition_mark)) return &kept_.emplace_back(answers_.holds(name.substr(1)));
    return &kept_.emplace_back(answers_.text(name));
  }
  const mustache::data* get_partial(const std::string&) const override { return nullptr; }

 private:
  Answers& answers_;
  mutable std::deque<mustache::data> kept_;  ///< the library only borrows
};

/// The library says “Unclosed section "x" at 17”.
Problem of_library(std::string_view where, const std::string& text, std::string message) {
  std::erase(message, condition_mark);
  const std::size_t at = message.rfind(" at ");
  std::size_t position = 0;
  if (at != std::string::npos) std::from_chars(message.data() + at + 4, message.data() + message.size(), position);
  const bool opened = message.starts_with("Unclosed section");
  const std::size_t quote = message.find('"');
  const std::string name =
      quote == std::string::npos ? "" : message.substr(quote + 1, message.find('"', quote + 1) - quote - 1);
  if (opened)
    return bad(where, line_at(text, position),
               {fmt::format("“{{{{#{0}}}}}”没有以“{{{{/{0}}}}}”结束", name),
                fmt::format("“{{{{#{0}}}}}” is not ended by “{{{{/{0}}}}}”", name)});
  return bad(where, line_at(text, position),
             {fmt::format("“{{{{/{}}}}}”前没有相应的开始标签", name), fmt::format("“{{{{/{}}}}}” ends nothing", name)});
}

}  // namespace

std::string fill_template(const std::string& text, std::string_view where, Answers& answers) {
  const std::string input = marked(text, find_tags(text, where));
  mustache::mustache filled(input);
  if (!filled.is_valid()) throw of_library(where, input, filled.error_message());
  filled.set_custom_escape([](const std::string& answer) { return answer; });  // they are Markdown already
  LookUp names(answers);
  return filled.render(names);
}

std::vector<std::string> tags_in(const std::string& text, std::string_view where) {
  const auto found = find_tags(text, where);
  const std::string input = marked(text, found);
  if (const mustache::mustache checked(input); !checked.is_valid())
    throw of_library(where, input, checked.error_message());
  std::vector<std::string> tags;
  for (const Found& tag : found)
    if (tag.kind == ' ') tags.push_back(tag.content);
  return tags;
}

}  // namespace liufa::host
