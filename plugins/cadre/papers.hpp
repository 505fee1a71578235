/// The papers of a selection, made from its data, so that nothing is typed twice.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::cadre {

/// Title and body (Markdown-free plain text: a line a paragraph, cells of a table parted by “｜”).
struct Paper {
  std::string title;
  std::string body;
};

/// The paper as the data stand. `now`: a candidate whose appointment is being written, or the ballot that is being
/// counted; 0 for none. Kinds as in the manifest.
Paper write_paper(Call& call, std::int64_t selection, std::string_view kind, std::int64_t now = 0);

/// Keeps the paper as the next edition of its kind. In a write.
void make_paper(Call& call, std::int64_t selection, std::string_view kind, std::int64_t now = 0);

/// The paper as HTML, in the order and with the levels of GB/T 9704-2012; everything escaped.
std::string html_of(const Paper& paper);

}  // namespace liufa::cadre
