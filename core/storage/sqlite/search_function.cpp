#include "storage/sqlite/search_function.hpp"

#include <memory>
#include <new>
#include <string_view>

#include "base/search_word.hpp"

namespace liufa::host::sqlite {

namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view{};
}

void has_word(sqlite3_context* context, int count, sqlite3_value** values) {
  // The word is the same for all rows of a statement: taken apart once, and kept with it.
  const auto* word = static_cast<const SearchWord*>(sqlite3_get_auxdata(context, 0));
  try {
    std::unique_ptr<SearchWord> own;
    if (!word) own = std::make_unique<SearchWord>(text_of(values[0]));
    const SearchWord& searched = word ? *word : *own;
    bool found = false;
    for (int i = 1; i < count && !found; ++i) found = searched.is_in(text_of(values[i]));
    sqlite3_result_int(context, found ? 1 : 0);
    if (own) sqlite3_set_auxdata(context, 0, own.release(), [](void* kept) { delete static_cast<SearchWord*>(kept); });
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

}  // namespace

void add_search_function(sqlite3* connection) {
  // Not from within a view or a trigger: a database that needs it could not be opened with the engine's own tools.
  sqlite3_create_function_v2(connection, "liufa_has_word", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                             nullptr, has_word, nullptr, nullptr, nullptr);
}

}  // namespace liufa::host::sqlite
