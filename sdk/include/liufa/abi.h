/*
 * Liufa: the binary interface between the host and a method.
 *
 * C11, no dependency. A method is one shared library that exports one symbol, `liufa_method`, which returns the
 * method's descriptor. Host and method then hand each other tables of function pointers.
 *
 * Legend used below
 *   [start]   may be called only while `start` of the descriptor runs
 *   [call]    may be called only with a `liufa_call` that is still open, on the thread that received it
 *   [write]   needs a write transaction: inside a `before` or `on` handler, or inside `write`
 *   [any]     may be called from any thread between `create` and `destroy`
 *
 * Rules that hold everywhere
 *   - Every struct that may grow begins with its size. A reader looks at a member only if the size covers it; members
 *     are only ever appended. A method built against SDK 1.0 therefore loads in every later host with SDK 1.x.
 *   - Text is UTF-8, length-counted, not terminated. A view is valid until the function that received it returns;
 *     whoever wants to keep it copies it.
 *   - Whoever allocates frees. No memory changes hands; results come back through sinks.
 *   - No exception, no C++ type and no pointer into the other side's objects crosses. The only pointers kept are the
 *     opaque ones declared here, so that a method can also be run in a process of its own.
 *   - JSON crossing the boundary is one RFC 8259 text. Records have the same form as over HTTP.
 */
#ifndef LIUFA_ABI_H
#define LIUFA_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The generation of this interface; the manifest's `sdk` names the same number. */
#define LIUFA_SDK 1

/*
 * The note by which the host knows, without running any code, that a library is a Liufa method and for which
 * generation it was built: an ELF section of this name. Placed once per library by LIUFA_NOTE.
 */
#define LIUFA_NOTE_SECTION "liufa_sdk_1"

#define LIUFA_EXPORT __attribute__((visibility("default")))
#define LIUFA_NOTE                                                                                                     \
  LIUFA_EXPORT extern const uint32_t liufa_sdk_note;                                                                   \
  const uint32_t liufa_sdk_note __attribute__((section(LIUFA_NOTE_SECTION), used)) = LIUFA_SDK;

/* A length-counted view of UTF-8 text. `data` may be null only if `size` is 0. */
typedef struct liufa_text {
  const char* data;
  size_t size;
} liufa_text;

/* How a call ended. Unknown numbers are to be treated as LIUFA_FAILED. */
typedef int32_t liufa_status;
enum {
  LIUFA_OK = 0,
  LIUFA_REFUSED = 1,   /* a rule says no; the text was given with `refuse` */
  LIUFA_NOT_FOUND = 2, /* no such record, setting, action … */
  LIUFA_INVALID = 3,   /* the input has the wrong form, or the call was made where it may not be */
  LIUFA_FORBIDDEN = 4, /* outside what the method declared and was granted */
  LIUFA_CONFLICT = 5,  /* the record has changed since, or a unique rule is broken */
  LIUFA_CANCELLED = 6, /* the person who started the action cancelled it, or the method is being disabled */
  LIUFA_FAILED = 7     /* anything else: a defect, a full disk */
};

/* One column of a query's result, or one parameter. */
typedef struct liufa_value {
  uint32_t kind; /* LIUFA_NULL … */
  uint32_t reserved;
  union {
    int64_t integer;
    double real;
    liufa_text text;
  } as;
} liufa_value;
enum { LIUFA_NULL = 0, LIUFA_INTEGER = 1, LIUFA_REAL = 2, LIUFA_TEXT = 3 };

/* The host, as one started method in one district sees it. Lives from `create` to `destroy`. */
typedef struct liufa_host liufa_host;

/* One running call: an action, a hook, an event. Lives until the handler that received it returns. */
typedef struct liufa_call liufa_call;

/* Receives one text, exactly once, before the function that was given the sink returns LIUFA_OK. */
typedef void (*liufa_text_sink)(void* context, liufa_text text);

/* Receives one row. Returns 0 to go on, anything else to stop reading (which is no error). */
typedef int32_t (*liufa_row_sink)(void* context, const liufa_value* columns, size_t count);

/*
 * Hands over the next row of a bulk write: fills in all `count` columns, which it gets as LIUFA_NULL, and returns 1; or
 * returns 0 when there is no further row, or a negative number to give up. Texts stay valid until it is called again or
 * the function that was given it returns.
 */
typedef int32_t (*liufa_row_source)(void* context, liufa_value* columns, size_t count);

/*
 * What a method registers. `input` is a JSON object:
 *   action  what the caller sent
 *   before  {"record": "m.r", "operation": "create" | "update" | TRANSITION, "id": N | null, "before": {…} | null,
 *            "after": {…}, "actor": "…", "member": N | null}; `member` is the directory's record of whoever
 *            writes, null where code writes or the account belongs to no member
 *   guard   the same
 *   on      {"offset": N, "time": "…", "actor": "…", "topic": "m.r.verb", "record": "m.r" | null, "id": N | null,
 *            "before": {…} | null, "after": {…} | null}; `before` and `after` hold the fields that changed
 * Returns LIUFA_OK, or LIUFA_REFUSED after `refuse`, or another status; what it wrote is then undone.
 */
typedef liufa_status (*liufa_handler)(void* context, liufa_call* call, liufa_text input);

/* The kinds of handler. */
enum {
  /*
   * What a person or a schedule starts. Runs on a thread of its own, outside any transaction: reads see one snapshot,
   * taken when the action begins; writes go through `write`. Name: the action's id in the manifest.
   */
  LIUFA_ACTION = 1,
  /*
   * Runs inside the writing transaction, before a record of this method is written; may refuse it or complete it with
   * `answer` (an object of fields to set). Must be quick: every other writer of the district waits.
   * Name: "RECORD.create", "RECORD.update" or "RECORD.TRANSITION".
   */
  LIUFA_BEFORE = 2,
  /*
   * Runs after a commit, once for each event and in the log's order, in a transaction with the method's cursor: what
   * it writes happens exactly once, whatever crashes. Name: a topic that the manifest `subscribes` to.
   */
  LIUFA_ON = 3,
  /*
   * Runs like `before` but on another method's transition, and may only hold it up with `refuse`; writes nothing.
   * Name: "METHOD.RECORD.TRANSITION" as listed in the manifest's `guards`.
   */
  LIUFA_GUARD = 4
};

/* Severity for `log`. */
enum { LIUFA_LOG_DEBUG = 1, LIUFA_LOG_INFO = 2, LIUFA_LOG_WARNING = 3, LIUFA_LOG_ERROR = 4 };

/* What the host offers. Owned by the host, the same for the life of the method. */
typedef struct liufa_host_table {
  size_t size;

  /*
   * [start] Registers a handler. Everything registered belongs to the host's scope for this method and is undone as a
   * whole when `start` fails or the method is disabled. LIUFA_INVALID: the manifest declares no such name, or twice.
   */
  liufa_status (*register_handler)(liufa_host* host, uint32_t kind, liufa_text name, liufa_handler handler,
                                   void* context);

  /* [any] One line for the host's log. */
  void (*log)(liufa_host* host, uint32_t severity, liufa_text line);

  /*
   * [call] Runs one SELECT in portable SQL with parameters $1, $2, … and hands over its rows in order, one by one: what
   * is not yet handed over takes no memory. In an action, outside a write, it may take as long as it needs, ends with
   * LIUFA_CANCELLED when the action is cancelled, and its row function may call `write`; elsewhere, where others wait,
   * it may take ten seconds. It sees the
   * method's own tables (METHOD_RECORD) and those listed under `reads`; anything else is LIUFA_FORBIDDEN. Within a
   * write it sees what was written so far. Booleans are 0/1, dates and times ISO 8601 text, money integer fen,
   * decimals integers scaled by ten to the field's `scale`, lists JSON text.
   */
  liufa_status (*query)(liufa_call* call, liufa_text sql, const liufa_value* parameters, size_t count,
                        liufa_row_sink row, void* context);

  /* [call] One record of the method's own or of those listed under `reads`, as JSON. */
  liufa_status (*read)(liufa_call* call, liufa_text record, int64_t id, liufa_text_sink sink, void* context);

  /* [call] The method's settings in this district, defaults filled in, as a JSON object. */
  liufa_status (*settings)(liufa_call* call, liufa_text_sink sink, void* context);

  /* [call] The district's present instant, ISO 8601 in UTC with milliseconds. Use it instead of the system's clock. */
  liufa_status (*now)(liufa_call* call, liufa_text_sink sink, void* context);

  /*
   * [call] Runs `body` once in a write transaction on the district's one writer; all it writes is on disk when this
   * returns LIUFA_OK, none of it otherwise. Inside a write already, `body` joins that transaction and is undone alone
   * if it fails. Compute before, not in, `body`: every other writer of the district waits for it. `body` gets a call of
   * its own, to be used instead of `call` while it runs; it may run on another thread, while this one waits. Its input
   * is
   * "{}".
   */
  liufa_status (*write)(liufa_call* call, liufa_handler body, void* context);

  /* [write] Creates a record of the method's own ("RECORD"); the new id goes to `id`. Runs every check and hook. */
  liufa_status (*create)(liufa_call* call, liufa_text record, liufa_text fields, int64_t* id);

  /* [write] Changes the named fields. `version` 0 means whatever it is now; else LIUFA_CONFLICT if it differs. */
  liufa_status (*update)(liufa_call* call, liufa_text record, int64_t id, int64_t version, liufa_text fields);

  /* [write] Takes a step of the record's workflow, with the fields that the step needs. `version` as in `update`. */
  liufa_status (*transition)(liufa_call* call, liufa_text record, int64_t id, int64_t version, liufa_text transition,
                             liufa_text fields);

  /* [write] Appends an event of the method's own (listed under `events`): topic "METHOD.NAME", payload an object. */
  liufa_status (*emit)(liufa_call* call, liufa_text name, liufa_text payload);

  /* [call] The result of the handler: of an action any JSON value, of `before` the fields to set. The last one holds.
   */
  liufa_status (*answer)(liufa_call* call, liufa_text json);

  /*
   * [call] Says why the handler refuses; it then returns LIUFA_REFUSED. `field` may be empty. Both languages are
   * required: say what was expected, what was found and what to do next.
   */
  liufa_status (*refuse)(liufa_call* call, liufa_text field, liufa_text zh, liufa_text en);

  /* [call] How far an action is; `total` 0 if unknown. Returns LIUFA_CANCELLED when it should stop. */
  liufa_status (*progress)(liufa_call* call, int64_t done, int64_t total, liufa_text note);

  /* [call] Why the last failed call on this `liufa_call` failed, as the JSON of a problem (RFC 9457). */
  liufa_status (*problem)(liufa_call* call, liufa_text_sink sink, void* context);

  /*
   * [write] Writes rows of a derived record type of the method's own in bulk, until `source` has no further one; a
   * million rows need no more memory than one. Its columns are the `count` named fields, all of the record's `key`
   * among them, in the form in which `query` hands them over. A row whose key is there changes that record's other
   * named fields, or nothing if they are the same (then it is not written at all and keeps `version` and `updated_at`);
   * else it becomes a new record, for which no required field may be missing. Of the same key twice the last holds.
   * Every value that is written is checked: its type, range, length, option, and that what it refers to exists.
   * If a row is wrong or `source` gives up, no row of this call is written. No history, no `before`; one event
   * "METHOD.RECORD.derived" with {"rows": N, "removed": 0} for the call, if anything changed. `written` gets N; may be
   * null.
   * Other writers of the district wait: write some ten thousand rows in one `write`, the next in another.
   */
  liufa_status (*derive)(liufa_call* call, liufa_text record, const liufa_text* fields, size_t count,
                         liufa_row_source source, void* context, int64_t* written);

  /*
   * [write] Removes the rows of a derived record type of the method's own whose named fields have these values (no
   * field: all rows), except those that this handler has handed to `derive` since it began, in whichever of its
   * writes: what is left over after a year has been derived anew. At most `most` rows; when `removed` is less, none is
   * left. One event as above, with {"rows": 0, "removed": N}. `removed` may be null.
   */
  liufa_status (*discard)(liufa_call* call, liufa_text record, const liufa_text* fields, const liufa_value* values,
                          size_t count, int64_t most, int64_t* removed);
} liufa_host_table;

/* What a method offers. Owned by the library, constant. */
typedef struct liufa_method_table {
  size_t size;
  uint32_t sdk;       /* LIUFA_SDK of the headers it was built with */
  liufa_text id;      /* must agree with the manifest */
  liufa_text version; /* must agree with the manifest */

  /* Makes an instance for one district; null if it can't. Must not call the host. `table` and `host` stay valid until
   * `destroy`. Several instances may live at once, on different threads. */
  void* (*create)(const liufa_host_table* table, liufa_host* host);

  /* Registers the method's handlers. Any status but LIUFA_OK quarantines the method in this district. */
  liufa_status (*start)(void* instance);

  /* No handler runs any more and none will; the instance frees what it holds. The library itself stays mapped. */
  void (*destroy)(void* instance);
} liufa_method_table;

/* The one exported symbol: returns the descriptor. Called once, after the gate has admitted the package. */
LIUFA_EXPORT const liufa_method_table* liufa_method(void);

#ifdef __cplusplus
}
#endif
#endif
