/// The papers of a selection, made from its data, so that nothing is typed twice.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::cadre {

/// Title and body: a line a paragraph, a line that begins with “｜” a row of a table.
struct Paper {
  std::string title;
  std::string body;
};

/// The paper as the data stand. Kinds as in the manifest; refuses a kind for which the data are not there yet.
Paper write_paper(Call& call, std::int64_t selection, std::string_view kind);

/// The paper as HTML, in the order and with the levels of GB/T 9704-2012; everything escaped.
std::string html_of(const Paper& paper);

}  // namespace liufa::cadre
