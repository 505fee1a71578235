#include "services/report/document.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view rule_role = "\x01";  // a marker of the reader's own: the line that ends the text

/// Links that may be followed from a page of ours.
std::string safe_link(std::string_view href) {
  const bool here = href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\");
  return here || href.starts_with("https://") || href.starts_with("http://") ? std::string(href) : "";
}

std::string_view entity_text(std::string_view entity) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> known{
      {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", "\u00a0"}}};
  for (const auto& [name, text] : known)
    if (name == entity) return text;
  return entity;
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  std::string text;
  for (std::size_t i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::size_t from = attribute.substr_offsets[i];
    const std::string_view part(attribute.text + from, attribute.substr_offsets[i + 1] - from);
    text += attribute.substr_types[i] == MD_TEXT_ENTITY ? entity_text(part) : part;
  }
  return text;
}

/// Takes what the parser finds, in its order, and makes blocks of it.
class BlockReader {
 public:
  explicit BlockReader(Document& document) : document_(document) {}

  void enter(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_UL: lists_.push_back(0); break;
      case MD_BLOCK_OL: lists_.push_back(static_cast<int>(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start)); break;
      case MD_BLOCK_LI: begin_item(); break;
      case MD_BLOCK_H:
        begin(Block::Role::heading, static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
        break;
      case MD_BLOCK_CODE: begin_text(); break;
      case MD_BLOCK_P: begin_text(); break;
      case MD_BLOCK_HR: begin(Block::Role::body, 0).marker = rule_role; break;
      case MD_BLOCK_TABLE: begin(Block::Role::table, 0); break;
      case MD_BLOCK_TR: last().rows.emplace_back(); break;
      case MD_BLOCK_TH:
        last().right.push_back(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align == MD_ALIGN_RIGHT);
        last().rows.back().emplace_back();
        break;
      case MD_BLOCK_TD: last().rows.back().emplace_back(); break;
      default: break;
    }
  }

  void leave(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
    fresh_item_ = false;
  }

  void enter(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_STRONG) ++strong_;
    if (type == MD_SPAN_EM) ++emphasis_;
    if (type == MD_SPAN_CODE) ++code_;
    if (type == MD_SPAN_IMG) ++image_;
    if (type == MD_SPAN_A) href_ = safe_link(attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
  }

  void leave(MD_SPANTYPE type) {
    if (type == MD_SPAN_STRONG) --strong_;
    if (type == MD_SPAN_EM) --emphasis_;
    if (type == MD_SPAN_CODE) --code_;
    if (type == MD_SPAN_IMG) --image_;
    if (type == MD_SPAN_A) href_.clear();
  }

  void text(MD_TEXTTYPE type, std::string_view text) {
    if (image_ > 0) return;
    if (type == MD_TEXT_BR) return line().push_back({"", false, false, false, true});
    if (type == MD_TEXT_SOFTBR) {
      soft_break_ = true;
      return;
    }
    if (type == MD_TEXT_NULLCHAR) text = "\ufffd";
    if (type == MD_TEXT_ENTITY) text = entity_text(text);
    const bool ends_line = type == MD_TEXT_CODE && text.ends_with('\n');
    if (ends_line) text.remove_suffix(1);
    if (std::exchange(soft_break_, false)) add(joint(text));
    add(text);
    if (ends_line) line().push_back({"", false, false, false, true});
  }

 private:
  Block& last() { return document_.blocks.back(); }

  Block& begin(Block::Role role, int level) {
    document_.blocks.push_back({role, level});
    soft_break_ = false;
    return last();
  }

  void begin_item() {
    Block& item = begin(Block::Role::item, static_cast<int>(lists_.size()));
    item.marker = lists_.back() == 0 ? "•" : fmt::format("{}.", lists_.back()++);
    fresh_item_ = true;
  }

  void begin_text() {
    if (std::exchange(fresh_item_, false)) return;  // the item's own first paragraph
    begin(lists_.empty() ? Block::Role::body : Block::Role::item, static_cast<int>(lists_.size()));
  }

  Line& line() {
    if (document_.blocks.empty()) begin(Block::Role::body, 0);
    if (last().role != Block::Role::table) return last().line;
    return last().rows.back().back();
  }

  /// What a line's end between two words is: nothing between Chinese characters.
  std::string_view joint(std::string_view next) {
    if (document_.language == Language::en) return " ";
    const Line& before = line();
    const bool narrow = !before.empty() && !before.back().text.empty() &&
                        static_cast<signed char>(before.back().text.back()) > 0 && !next.empty() &&
                        static_cast<signed char>(next.front()) > 0;
    return narrow ? " " : "";
  }

  void add(std::string_view text) {
    const Run run{std::string(text), strong_ > 0, emphasis_ > 0, code_ > 0, false, href_};
    Line& to = line();
    const bool same = !to.empty() && !to.back().line_break && to.back().strong == run.strong &&
                      to.back().emphasis == run.emphasis && to.back().code == run.code && to.back().href == run.href;
    if (same)
      to.back().text += run.text;
    else if (!run.text.empty())
      to.push_back(run);
  }

  Document& document_;
  std::vector<int> lists_;   ///< those that are open: the next number; 0 of one without
  bool fresh_item_ = false;  ///< an item has begun and has no text yet
  int strong_ = 0;
  int emphasis_ = 0;
  int code_ = 0;
  int image_ = 0;
  bool soft_break_ = false;
  std::string href_;
};

bool ends_with_colon(std::string_view text) { return text.ends_with("：") || text.ends_with(":"); }

bool is_bracketed(std::string_view text) {
  return (text.starts_with("（") && text.ends_with("）")) || (text.starts_with('(') && text.ends_with(')'));
}

/// Gives each block its place: the order of an official document is known.
void assign_roles(Document& document) {
  bool titled = false;
  bool text_begun = false;
  bool signing = false;
  std::vector<Block> placed;
  for (Block& block : document.blocks) {
    if (block.marker == rule_role) {
      signing = true;
      continue;
    }
    const std::string text = plain(block.line);
    if (block.role == Block::Role::heading && block.level == 1 && !titled) {
      block.role = Block::Role::title;
      for (Block& each : placed)
        if (each.role == Block::Role::body) each.role = Block::Role::document_number;
      titled = true;
    } else if (block.role == Block::Role::heading) {
      block.level = std::clamp(block.level - 1, 1, 4);
      text_begun = true;
    } else if (signing && block.role == Block::Role::body) {
      block.role = Block::Role::signature;
    } else if (titled && !text_begun && block.role == Block::Role::body) {
      if (is_bracketed(text))
        block.role = Block::Role::subtitle;
      else
        block.role = ends_with_colon(text) ? Block::Role::recipient : Block::Role::body;
      text_begun = block.role != Block::Role::subtitle;
    } else if (titled) {
      text_begun = true;
    }
    placed.push_back(std::move(block));
  }
  document.blocks = std::move(placed);
}

std::string heading_marker(int level, const std::array<int, 5>& numbers, Language language) {
  const int number = numbers.at(static_cast<std::size_t>(level));
  if (language == Language::en) {
    std::string text;
    for (int i = 1; i <= level; ++i)
      text += fmt::format("{}{}", i == 1 ? "" : ".", numbers.at(static_cast<std::size_t>(i)));
    return text + (level == 1 ? ". " : " ");
  }
  switch (level) {
    case 1: return chinese_number(number) + "、";
    case 2: return "（" + chinese_number(number) + "）";
    case 3: return fmt::format("{}.", number);
    default: return fmt::format("（{}）", number);
  }
}

void number_headings(Document& document) {
  std::array<int, 5> numbers{};
  for (Block& block : document.blocks) {
    if (block.role != Block::Role::heading) continue;
    ++numbers.at(static_cast<std::size_t>(block.level));
    for (std::size_t below = static_cast<std::size_t>(block.level) + 1; below < numbers.size(); ++below)
      numbers.at(below) = 0;
    block.marker = heading_marker(block.level, numbers, document.language);
  }
}

}  // namespace

std::string plain(const Line& line) {
  std::string text;
  for (const Run& run : line) text += run.line_break ? " " : run.text;
  return text;
}

int half_widths(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(sequence_length(text, at), 1);
    width += length == 1 ? 1 : 2;
    at += length;
  }
  return width;
}

std::vector<int> column_lengths(const Block& table) {
  std::vector<int> longest;
  for (const auto& row : table.rows) {
    if (row.size() > longest.size()) longest.resize(row.size());
    for (std::size_t c = 0; c < row.size(); ++c) longest[c] = std::max(longest[c], half_widths(plain(row[c])));
  }
  return longest;
}

Document read_document(std::string_view markdown, Language language) {
  Document document{language, {}};
  BlockReader reader(document);
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* to) {
    static_cast<BlockReader*>(to)->enter(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* to) {
    static_cast<BlockReader*>(to)->leave(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) {
    static_cast<BlockReader*>(to)->enter(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* to) {
    static_cast<BlockReader*>(to)->leave(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* to) {
    static_cast<BlockReader*>(to)->text(type, {text, size});
    return 0;
  };
  if (md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &reader) != 0)
    throw Problem("report.template", {{"where", "Markdown"}, {"line", "-"}, {"reason", "md4c"}});
  assign_roles(document);
  number_headings(document);
  return document;
}

}  // namespace liufa::host
