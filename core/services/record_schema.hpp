/// A record type made ready for work: its declaration with the SQL and the JSON forms derived from it once.
#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <string_view>
#include <unordered_map>

#include "model/manifest.hpp"
#include "services/search.hpp"
#include "storage/store.hpp"

namespace liufa::host {

using JsonBuffer = rapidjson::StringBuffer;
using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

inline std::string_view text_of(const JsonBuffer& buffer) { return {buffer.GetString(), buffer.GetSize()}; }

/// A record as it is stored.
struct Record {
  std::int64_t id = 0;
  std::int64_t version = 0;
  std::string state;  ///< empty without a workflow
  std::string created_at;
  std::string updated_at;
  Values values;  ///< in the order of the type's fields
};

class RecordSchema {
 public:
  /// `active`: its method is enabled; else the records can be read and exported only.
  RecordSchema(RecordType declared, bool is_active, std::vector<SearchPart> searched = {});

  const RecordType type;
  const bool active;
  const std::string select;              ///< "SELECT id, version, …, fields FROM table"
  const std::string select_by_id;        ///< … WHERE id = $1
  const std::string insert;              ///< id, version, state, created_at, updated_at, fields
  const std::string select_by_key;       ///< … WHERE key columns = $1 …; empty without a key
  const std::string empty_select;        ///< the columns without a row: how an absent table reads
  const std::vector<SearchPart> search;  ///< where a word is looked for; empty: it can't be searched

  /// The position of a field; throws Problem record.unknown_field.
  [[nodiscard]] std::size_t index(std::string_view field) const;

  /// The record in the present row of `select`.
  [[nodiscard]] Record record_in(const Rows& row) const;

  /// Writes the record in the present row of `select` as a JSON object.
  void write(JsonWriter& out, const Rows& row) const;
  void write(JsonWriter& out, const Record& record) const;

  /// The names of all fields, for error texts.
  [[nodiscard]] std::string field_names() const;
};

/// What stands in the place of every sensitive value.
inline constexpr std::string_view mask = "••••••";

/// Writes one stored value in its field's JSON form; of a sensitive one the mask.
void write_value(JsonWriter& out, const Field& field, const ValueView& value);

/// One stored value (of a sensitive one the mask) as people write it in a CSV cell.
std::string cell_text(const Field& field, const ValueView& value);

/// A scaled integer as decimal text: (1234, 2) → "12.34".
std::string decimal_text(std::int64_t scaled, int scale);

}  // namespace liufa::host
