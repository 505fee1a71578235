/// The one SQL function of the host's own: liufa_has_word(word, text, …), whether a word that somebody typed is in one
/// of the texts (see base/search_word.hpp). On another engine an extension would have to bring it.
#pragma once

#include <sqlite3.h>

namespace liufa::host::sqlite {

void add_search_function(sqlite3* connection);

}  // namespace liufa::host::sqlite
