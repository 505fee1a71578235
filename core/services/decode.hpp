/// From what people and methods send to stored values, field by field.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "services/write_context.hpp"

namespace liufa::host {

/// New values of some fields, by position. A reference may still be the text of a key: see `resolve_references`.
using Changes = std::vector<std::pair<std::size_t, Value>>;

/// Who gives the values: a person can't set computed fields.
enum class Author { person, method };

/// The values in a JSON object of fields. Collects every error into one Problem record.invalid.
Changes decode_fields(const RecordSchema& schema, const Json& object, Author author);

/// One value in its JSON form, or as a CSV cell or query parameter writes it (lists separated by “;”). An empty cell is
/// null. Throws Problem record.type, record.range, ….
Value decode_value(const Field& field, const Json& json);
Value decode_cell(const Field& field, std::string_view cell);

/// That a value in its stored form (an integer, a text; see base/value.hpp) is one that the field may have: of its
/// type, within its range and length, one of its options, there if it is required. Whether what a reference names
/// exists is another matter. Throws Problem record.stored, record.range, record.too_long, record.option,
/// record.required.
void check_stored(const Field& field, const ValueView& value);

/// An object of plain fields (a method's settings, an action's input) checked and completed with defaults. Unknown
/// members are refused with the problem that `unknown` makes.
Json decode_object(const std::vector<Field>& fields, const Json& object,
                   const std::function<Problem(const std::string&)>& unknown);

/// Sees that the record or file referred to exists (an organisation: is of an allowed kind) and replaces a key by its
/// id. For a `person` (null: for code) what they may not read does not exist, unless the field reaches anywhere. Null
/// values pass. Throws Problem record.no_reference, record.kind.
void resolve_reference(WriteContext& context, const Field& field, Value& value, const Actor* person);

}  // namespace liufa::host
