/// Markdown that the report writes: texts of which nothing is taken for markup, and tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

/// A text as Markdown that shows just this text, in one line, wherever it is put. Control characters are dropped.
std::string markdown_text(std::string_view text);

/// A pipe table; `cells` are Markdown already. `right` says which columns are set to the right.
std::string markdown_table(const std::vector<std::string>& heads, const std::vector<bool>& right,
                           const std::vector<std::vector<std::string>>& rows);

}  // namespace liufa::host
