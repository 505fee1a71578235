/// The forms that names in a manifest must have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liufa::host::reading {

/// [a-z][a-z0-9_]*, at most 40 characters.
bool is_identifier(std::string_view text);

/// Like an identifier, but may begin with a digit: options often carry the codes of a national standard.
bool is_option_id(std::string_view text);

/// `parts` identifiers joined by points: "pairing.pair" has two.
bool is_dotted(std::string_view text, std::size_t parts);

/// MAJOR.MINOR.PATCH without leading zeros.
bool is_version(std::string_view text);

/// Columns that every record has, and words of SQL that neither engine takes as a column's name unquoted.
bool is_reserved_field(std::string_view id);

/// Ids whose tables would fall among the engines' or the host's own.
bool is_reserved_method(std::string_view id);

/// The roles that a manifest may name.
const std::vector<std::string_view>& roles();

/// The one of `known` that a slip of the pen most likely meant; empty if none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

/// "a, b, c"
std::string joined(const std::vector<std::string_view>& words);

}  // namespace liufa::host::reading
