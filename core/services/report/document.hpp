/// A report between its Markdown and its pages: blocks in their order, each with its place in an official document
/// (GB/T 9704-2012).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/report/words.hpp"

namespace liufa::host {

/// A piece of a line that looks the same throughout. A `break` has no text.
struct Run {
  std::string text;
  bool strong = false;
  bool emphasis = false;
  bool code = false;
  bool line_break = false;
  std::string href = {};  ///< empty: no link
};
using Line = std::vector<Run>;

struct Block {
  enum class Role {
    document_number,  ///< before the title
    title,
    subtitle,   ///< after the title, in brackets
    recipient,  ///< the first paragraph, if it ends with a colon
    heading,    ///< of `level` 1 to 4: 一、（一）1.（1）
    body,
    item,  ///< of a list at depth `level`, from 1; without a `marker` it goes on
    table,
    signature,  ///< after the line that ends the text
  };
  Role role = Role::body;
  int level = 0;
  std::string marker = {};  ///< of a heading or an item: 一、, 1., •
  Line line = {};

  /// Of a table; the first row is its heading.
  std::vector<std::vector<Line>> rows = {};
  std::vector<bool> right = {};  ///< which columns are set to the right
};

struct Document {
  Language language = Language::zh;
  std::vector<Block> blocks;
};

/// Reads Markdown (CommonMark with tables). Raw HTML is text, images are left out, links lead to http, https or a path
/// of this host only. Headings are numbered.
Document read_document(std::string_view markdown, Language language);

/// The text without its looks.
std::string plain(const Line& line);

/// The width of a text in half characters: letters and digits take half a square.
int half_widths(std::string_view text);

/// Of each column of a table the longest text, in half characters.
std::vector<int> column_lengths(const Block& table);
/// A column up to this length stands in one line; longer ones share what is left of the page's width.
inline constexpr int longest_short_column = 18;

/// Back to Markdown, with the numbers of the headings.
std::string write_markdown(const Document& document);

/// A page of its own, with its style and without scripts; `policy` is the Content-Security-Policy that it keeps to.
struct HtmlPage {
  std::string html;
  std::string policy;
};
/// `links`: whether its links are kept; on paper they are not.
HtmlPage write_html(const Document& document, bool links);

/// A Word document (OOXML), laid out by GB/T 9704-2012. `author` and `now` (an instant) go into its properties.
std::string write_word(const Document& document, std::string_view author, std::string_view now);

}  // namespace liufa::host
