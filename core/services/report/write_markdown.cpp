#include <fmt/format.h>

#include "services/report/document.hpp"
#include "services/report/markdown.hpp"

namespace liufa::host {

namespace {

std::string markdown_of(const Run& run) {
  if (run.line_break) return "\\\n";
  if (run.code) return "`" + run.text + "`";
  // What begins or ends with a blank is not taken for emphasis; the blank then stands outside.
  std::string text = markdown_text(run.text);
  if (run.strong) text = "**" + text + "**";
  if (run.emphasis) text = "*" + text + "*";
  const auto blank = [](char each) { return each == ' '; };
  if (!run.text.empty() && blank(run.text.front())) text.insert(0, " ");
  if (run.text.size() > 1 && blank(run.text.back())) text += ' ';
  // A path of this host leads nowhere from where the text is put to use.
  return run.href.empty() || run.href.starts_with('/') ? text : fmt::format("[{}]({})", text, run.href);
}

std::string markdown_of(const Line& line) {
  std::string text;
  for (const Run& run : line) text += markdown_of(run);
  return text;
}

std::string table_of(const Block& block) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : block.rows) {
    auto& cells = rows.emplace_back();
    for (const Line& cell : row) cells.push_back(markdown_of(cell));
  }
  if (rows.empty()) return "";
  const std::vector<std::string> heads = rows.front();
  rows.erase(rows.begin());
  return markdown_table(heads, block.right, rows);
}

std::string markdown_of(const Block& block) {
  switch (block.role) {
    case Block::Role::title: return "# " + markdown_of(block.line);
    case Block::Role::heading:
      return fmt::format("{} {}{}", std::string(static_cast<std::size_t>(block.level) + 1, '#'), block.marker,
                         markdown_of(block.line));
    case Block::Role::item: {
      const std::string indent(static_cast<std::size_t>(block.level - 1) * 3, ' ');
      const std::string marker = block.marker == "•" ? "-" : block.marker;
      return fmt::format("{}{} {}", indent, marker.empty() ? "  " : marker, markdown_of(block.line));
    }
    case Block::Role::table: return table_of(block);
    default: return markdown_of(block.line);
  }
}

}  // namespace

std::string write_markdown(const Document& document) {
  std::string text;
  const Block* before = nullptr;
  for (const Block& block : document.blocks) {
    const bool in_list = before && before->role == Block::Role::item && block.role == Block::Role::item;
    if (before) text += in_list && !block.marker.empty() ? "\n" : "\n\n";
    if (block.role == Block::Role::signature && before && before->role != Block::Role::signature) text += "---\n\n";
    std::string written = markdown_of(block);
    while (written.ends_with('\n')) written.pop_back();
    text += written;
    before = &block;
  }
  return text + "\n";
}

}  // namespace liufa::host
