/// The pieces that the reader of each part of a manifest is made of: a value with its place in the file, an object with
/// its known keys, and the list of what was found wrong. Nothing here throws for a bad manifest: each error is added to
/// the findings and reading goes on, so that the author sees them all at once.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.hpp"
#include "model/manifest_reader.hpp"

namespace liufa::host::reading {

/// Counted from 1.
std::size_t line_of(const YAML::Node& node);

/// What is wrong with a file.
class Findings {
 public:
  void add(Problem problem) { problems_.push_back(std::move(problem)); }
  [[nodiscard]] std::size_t count() const { return problems_.size(); }
  /// Throws "manifest.invalid" with the findings in the order of the file (of very many only the first), if there are
  /// any.
  void raise(std::string_view file_name);

 private:
  std::vector<Problem> problems_;
};

class Entry;
/// A key that the author chose and its value.
using Member = std::pair<std::string, Entry>;

/// A value of the file and where it stands. Cheap to copy; lives no longer than its Findings.
///
/// The readers below report a value of another type and answer nothing. Types are those of YAML 1.2's core schema: a
/// plain 2026 is a number and no text, `yes` is a text.
class Entry {
 public:
  using Argument = std::pair<std::string_view, std::string_view>;

  /// `key_line` is where the value's key stands: the place to name if the value spans several lines.
  Entry(YAML::Node node, std::string path, std::size_t key_line, Findings& findings);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] Findings& findings() const { return *findings_; }
  [[nodiscard]] bool is_null() const { return node_.IsNull() || is_plain_null(); }
  [[nodiscard]] bool is_list() const { return node_.IsSequence(); }
  [[nodiscard]] bool is_map() const { return node_.IsMap(); }
  /// "" in quotes.
  [[nodiscard]] bool is_empty_text() const;
  /// A scalar that YAML takes for a number, a boolean or nothing.
  [[nodiscard]] bool is_other_than_text() const;
  /// The value as it may be quoted in a message: a scalar itself, else only its shape.
  [[nodiscard]] std::string found() const;

  /// Adds a finding; its text may use {where} and the arguments given.
  void refuse(std::string_view code, const Argument& first = {}, const Argument& second = {},
              const Argument& third = {}) const;

  /// A text that is not blank.
  [[nodiscard]] std::optional<std::string> text() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  /// A decimal number without exponent, with at most `scale` digits after the point, times 10^scale.
  [[nodiscard]] std::optional<std::int64_t> scaled(int scale) const;
  [[nodiscard]] std::optional<std::string> identifier() const;
  /// One of `words`.
  [[nodiscard]] std::optional<std::string> one_of(const std::vector<std::string_view>& words) const;
  /// {zh: …, en: …}
  [[nodiscard]] Text texts() const;
  [[nodiscard]] std::vector<Entry> items() const;
  /// The items of a list of texts, none twice; each with its text.
  [[nodiscard]] std::vector<Member> distinct_items() const;
  /// The same, at least one.
  [[nodiscard]] std::vector<Member> some_items() const;
  [[nodiscard]] std::vector<Member> members() const;
  /// Members whose keys are identifiers; one with a bad key is reported and still listed, so that its content is read.
  [[nodiscard]] std::vector<Member> identified_members() const;
  /// A member of a map by its key; nothing if there is none or this is no map.
  [[nodiscard]] std::optional<Entry> member(std::string_view key) const;

 private:
  [[nodiscard]] bool is_plain() const;
  [[nodiscard]] bool is_plain_null() const;

  YAML::Node node_;
  std::string path_;
  std::size_t line_;
  Findings* findings_;
};

/// An object with known keys. Reports keys that are unknown and required ones that are missing.
class Section {
 public:
  Section(const Entry& entry, std::string_view kind);
  [[nodiscard]] std::optional<Entry> find(std::string_view key) const { return entry_.member(key); }
  [[nodiscard]] const Entry& entry() const { return entry_; }
  /// The value of a boolean key, false if it is absent.
  [[nodiscard]] bool flag(std::string_view key) const;
  [[nodiscard]] Text texts(std::string_view key) const;
  [[nodiscard]] std::string text(std::string_view key) const;

 private:
  void check_keys(const ManifestObject& object) const;
  Entry entry_;
};

}  // namespace liufa::host::reading
