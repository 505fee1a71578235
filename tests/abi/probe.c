/* A method in C that uses every type of the interface: what its debug information says of them is the interface. */
#include <liufa/abi.h>

static const liufa_host_table* kept_table;
static liufa_host* kept_host;

LIUFA_EXPORT liufa_status probe_handler(void* context, liufa_call* call, liufa_text input);
LIUFA_EXPORT int32_t probe_row(void* context, const liufa_value* columns, size_t count);
LIUFA_EXPORT int32_t probe_source(void* context, liufa_value* columns, size_t count);
LIUFA_EXPORT void probe_text(void* context, liufa_text text);

liufa_status probe_handler(void* context, liufa_call* call, liufa_text input) {
  const liufa_handler self = probe_handler;
  (void)context;
  (void)self;
  return kept_table->answer(call, input);
}

int32_t probe_row(void* context, const liufa_value* columns, size_t count) {
  const liufa_row_sink self = probe_row;
  (void)context;
  (void)self;
  return count > 0 && columns->kind == LIUFA_NULL;
}

int32_t probe_source(void* context, liufa_value* columns, size_t count) {
  const liufa_row_source self = probe_source;
  (void)context;
  (void)self;
  return count > 0 && columns->kind == LIUFA_NULL;
}

void probe_text(void* context, liufa_text text) {
  const liufa_text_sink self = probe_text;
  (void)context;
  (void)self;
  (void)text;
}

static void* create(const liufa_host_table* table, liufa_host* host) {
  kept_table = table;
  kept_host = host;
  return &kept_table;
}

static liufa_status start(void* instance) {
  (void)instance;
  return LIUFA_OK;
}

static void destroy(void* instance) { (void)instance; }

LIUFA_NOTE
const liufa_method_table* liufa_method(void) {
  static const liufa_method_table table = {.size = sizeof(liufa_method_table),
                                           .sdk = LIUFA_SDK,
                                           .id = {"probe", 5},
                                           .version = {"1.0.0", 5},
                                           .create = create,
                                           .start = start,
                                           .destroy = destroy};
  return &table;
}
