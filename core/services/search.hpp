/// Finding records by words: in their titles and keys, and in the titles of what their titles refer to.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace liufa::host {

/// One of the places where a word is looked for.
struct SearchPart {
  std::vector<std::string> tables;  ///< that are read beside the records' own
  std::string sql;                  ///< a condition in which {0} stands for the word
};

/// Those of a record type: its open texts among title and key, and what title fields refer to, by its title. `type_of`
/// gives the declaration of a record type by its full id; null if it is not here. Sensitive texts are never searched.
std::vector<SearchPart> search_parts(const RecordType& type,
                                     const std::function<const RecordType*(std::string_view)>& type_of);

/// The words of what somebody typed. Throws Problem list.search if they are too many.
std::vector<std::string> words_in(std::string_view text);

}  // namespace liufa::host
