/// What a tag of a template says, taken apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/listing.hpp"

namespace liufa::host {

struct Tag {
  enum class Kind { figure, figures, table, list, names, count, section, sections, word };
  /// How a figure is put.
  enum class Part { quantity, number, previous, change, difference, percent, name };
  struct Column {
    std::string field;         ///< "#": the row's number
    std::string heading = {};  ///< empty: the field's name
  };

  Kind kind = Kind::word;
  std::string name;  ///< of a figure, section or word; of table, list, names and count the source, without its filters
  Part part = Part::quantity;
  std::vector<std::string> names = {};  ///< of figures
  Query filters = {};
  std::vector<Column> columns = {};
};

/// Throws Problem report.tag, which says what was expected.
Tag parse_tag(const std::string& text);

}  // namespace liufa::host
