/// Errors. A `Problem` is thrown inside the host and becomes a value at every boundary: problem+json over HTTP (RFC
/// 9457), a status over the ABI, a line on stderr. Its text comes from one catalogue (catalogue.cpp), in both
/// languages, and says what was expected, what was found and what to do next.
#pragma once

#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace liufa::host {

/// What kind of answer a problem is; the HTTP status follows from it.
enum class ProblemKind {
  invalid,          ///< 422 the input has the wrong form or breaks a declared rule
  malformed,        ///< 400 not even readable
  unauthenticated,  ///< 401
  forbidden,        ///< 403
  not_found,        ///< 404
  not_allowed,      ///< 405 the address does not take this HTTP method
  refused,          ///< 409 a rule of a method or of a workflow says no
  conflict,         ///< 409 unique rule, state
  stale,            ///< 412 the record has changed since it was read
  precondition,     ///< 428 a condition is missing
  too_large,        ///< 413
  cancelled,        ///< 409
  too_many,         ///< 429 wait
  unavailable,      ///< 503 not now
  failed            ///< 500 a defect, a full disk
};

/// The HTTP status of a kind.
int http_status(ProblemKind kind);

/// What fills a placeholder: the same in both languages, or a text of its own in each. Borrowed for the call.
struct Argument {
  std::string_view zh;
  std::string_view en;
  Argument(std::string_view both) : zh(both), en(both) {}    // NOLINT(google-explicit-constructor)
  Argument(const std::string& both) : zh(both), en(both) {}  // NOLINT(google-explicit-constructor)
  Argument(const char* both) : zh(both), en(both) {}         // NOLINT(google-explicit-constructor)
  Argument(const Text& text) : zh(text.zh), en(text.en) {}   // NOLINT(google-explicit-constructor)
};

class Problem : public std::exception {
 public:
  using Arguments = std::initializer_list<std::pair<std::string_view, Argument>>;

  /// A problem by its code in the catalogue ("record.required"). `arguments` fill the {placeholders} of its text;
  /// untrusted bytes among them are made printable.
  explicit Problem(std::string_view code, Arguments arguments = {});

  /// A problem with texts of its own: what a method's code refuses with.
  Problem(ProblemKind kind, std::string_view code, Text text);

  /// Names the field, the row of a file and further single errors; for chaining at the throw.
  Problem& at_field(std::string_view field);
  Problem& at_line(std::size_t line);
  Problem& with(Problem part);

  [[nodiscard]] ProblemKind kind() const { return kind_; }
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const Text& text() const { return text_; }
  [[nodiscard]] const std::string& field() const { return field_; }
  [[nodiscard]] std::size_t line() const { return line_; }
  [[nodiscard]] const std::vector<Problem>& parts() const { return parts_; }
  [[nodiscard]] const char* what() const noexcept override { return text_.en.c_str(); }

  /// RFC 9457: type, title, status, detail (in the language), code, field, line, text {zh, en}, errors [].
  [[nodiscard]] Json to_json(bool english = false) const;

 private:
  ProblemKind kind_;
  std::string code_;
  Text text_;
  std::string field_;
  std::size_t line_ = 0;
  std::vector<Problem> parts_;
};

/// Every entry of the catalogue, for tests and documentation.
struct CatalogueEntry {
  std::string_view code;
  ProblemKind kind;
  std::string_view zh;
  std::string_view en;
};
const std::vector<CatalogueEntry>& problem_catalogue();

/// `text` with control and invalid bytes escaped and cut to a readable length; for quoting what was found.
std::string printable(std::string_view text);

}  // namespace liufa::host
