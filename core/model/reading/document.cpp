#include "model/reading/document.hpp"

#include <Poco/UTF8Encoding.h>

#include <set>
#include <string>
#include <vector>

namespace liufa::host::reading {

namespace {

constexpr std::size_t largest_file = 1024 * 1024;
// A large method has some thousand values; aliases could make billions out of a small file.
constexpr std::size_t most_values = 100'000;
constexpr std::size_t deepest = 32;

/// The line of the first byte that is not UTF-8 or is a control character; 0 if there is none.
std::size_t first_unreadable_line(std::string_view text) {
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '\n') ++line;
    if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') return line;
    const int length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (at + static_cast<std::size_t>(length) > text.size() ||
        !Poco::UTF8Encoding::isLegal(reinterpret_cast<const unsigned char*>(text.data() + at), length))
      return line;
    at += static_cast<std::size_t>(length);
  }
  return 0;
}

/// Walks the tree once, aliases expanded, and says whether all the rest may walk it too.
class Guard {
 public:
  explicit Guard(Findings& findings) : findings_(findings) {}

  void check(const YAML::Node& node, std::size_t depth) {
    if (stopped_) return;
    if (depth > deepest) return stop(Problem("manifest.nested", {{"limit", std::to_string(deepest)}}), node);
    if (++values_ > most_values)
      return stop(Problem("manifest.too_many", {{"limit", std::to_string(most_values)}}), node);
    if (node.IsSequence()) {
      for (const auto& item : node) check(item, depth + 1);
    } else if (node.IsMap()) {
      check_keys(node);
      for (const auto& member : node) check(member.second, depth + 1);
    }
  }

 private:
  void check_keys(const YAML::Node& map) {
    std::set<std::string> seen;
    for (const auto& member : map) {
      if (!member.first.IsScalar()) {
        findings_.add(Problem("manifest.key_form").at_line(line_of(member.first)));
      } else if (!seen.insert(member.first.Scalar()).second) {
        findings_.add(Problem("manifest.key_twice", {{"key", member.first.Scalar()}}).at_line(line_of(member.first)));
      }
    }
  }

  void stop(Problem problem, const YAML::Node& node) {
    stopped_ = true;
    findings_.add(std::move(problem.at_line(line_of(node))));
  }

  Findings& findings_;
  std::size_t values_ = 0;
  bool stopped_ = false;
};

}  // namespace

YAML::Node parse_document(std::string_view yaml, Findings& findings) {
  if (yaml.size() > largest_file) {
    findings.add(Problem("manifest.too_large", {{"limit", std::to_string(largest_file)}}));
    return {};
  }
  if (const std::size_t line = first_unreadable_line(yaml); line != 0) {
    findings.add(Problem("manifest.encoding").at_line(line));
    return {};
  }
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
    if (documents.size() > 1) {
      findings.add(Problem("manifest.documents").at_line(line_of(documents[1])));
      return {};
    }
    const YAML::Node root = documents.empty() ? YAML::Node() : documents.front();
    Guard(findings).check(root, 1);
    return root;
  } catch (const YAML::Exception& error) {
    const std::size_t line = error.mark.is_null() ? 1 : static_cast<std::size_t>(error.mark.line) + 1;
    findings.add(Problem("manifest.syntax", {{"reason", error.msg}}).at_line(line));
    return {};
  }
}

}  // namespace liufa::host::reading
