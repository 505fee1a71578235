/// One library for each flaw that a host meets while it loads and starts a method. FLAW names it, ID the method.
#include <liufa/abi.h>

#include <cstdint>
#include <string>

namespace {

enum Flaw {
  no_note,
  other_note,
  no_symbol,
  null_table,
  other_sdk,
  other_id,
  other_version,
  small_table,
  no_functions,
  create_null,
  create_throws,
  start_fails,
  start_throws,
  start_status,
  forgets_to_register,
  registers_more,
  destroy_throws
};

constexpr Flaw flaw = FLAW;
const liufa_host_table* host = nullptr;
liufa_host* self = nullptr;

constexpr liufa_text text(const char* characters) { return {characters, std::char_traits<char>::length(characters)}; }

liufa_status act(void*, liufa_call*, liufa_text) { return LIUFA_OK; }

void* create(const liufa_host_table* table, liufa_host* given) {
  if (flaw == create_null) return nullptr;
  if (flaw == create_throws) throw 42;
  host = table;
  self = given;
  return &host;
}

liufa_status start(void*) {
  if (flaw == start_throws) throw 42;
  if (flaw == start_status) return 99;
  if (flaw == forgets_to_register) return LIUFA_OK;
  const liufa_status status = host->register_handler(self, LIUFA_ACTION, text("act"), act, nullptr);
  if (flaw == start_fails) return LIUFA_FAILED;
  if (flaw == registers_more) return host->register_handler(self, LIUFA_BEFORE, text("note.create"), act, nullptr);
  return status;
}

void destroy(void*) {
  if (flaw == destroy_throws) throw 42;
}

const liufa_method_table table{
    flaw == small_table ? 16 : sizeof(liufa_method_table),
    flaw == other_sdk ? 99u : LIUFA_SDK,
    flaw == other_id ? text("another") : text(ID),
    flaw == other_version ? text("9.9.9") : text("1.0.0"),
    flaw == no_functions ? nullptr : create,
    start,
    destroy,
};

}  // namespace

#if FLAW_HAS_NOTE
LIUFA_NOTE
#elif FLAW_HAS_OTHER_NOTE
LIUFA_EXPORT extern const std::uint32_t liufa_sdk_note;
const std::uint32_t liufa_sdk_note __attribute__((section("liufa_sdk_2"), used)) = 2;
#endif

#if FLAW_HAS_SYMBOL
extern "C" LIUFA_EXPORT const liufa_method_table* liufa_method(void) { return flaw == null_table ? nullptr : &table; }
#else
LIUFA_EXPORT const liufa_method_table* another_symbol(void);
const liufa_method_table* another_symbol(void) { return &table; }
#endif
