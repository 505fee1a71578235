/// A printable paper: a heading, lines, tables, as plain text and as HTML that needs nothing from elsewhere (A4, one
/// page or more). Knows no host.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liufa::community {

class Paper {
 public:
  explicit Paper(std::string title) : title_(std::move(title)) {}

  Paper& line(std::string text);
  /// One row of label and value; rows that follow one another are one table.
  Paper& row(std::string label, std::string value);
  /// A table with a heading; rows as wide as the heading.
  Paper& table(std::vector<std::string> heading, std::vector<std::vector<std::string>> rows);

  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] std::string text() const;
  /// Everything that comes from data is escaped.
  [[nodiscard]] std::string html() const;

 private:
  struct Part {
    std::string line;  ///< empty: a table
    std::vector<std::string> heading;
    std::vector<std::vector<std::string>> rows;
    bool labelled = false;  ///< rows of label and value
  };
  std::string title_;
  std::vector<Part> parts_;
};

/// Text as it may stand in HTML.
std::string escaped(std::string_view text);

}  // namespace liufa::community
