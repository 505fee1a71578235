#include "model/manifest.hpp"

#include <algorithm>

namespace liufa::host {

namespace {

/// The element whose id is `id`, or null.
template <typename Element>
const Element* by_id(const std::vector<Element>& elements, std::string_view id) {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const Element& each) { return each.id == id; });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

std::string_view word(FieldType type) {
  switch (type) {
    case FieldType::text: return "text";
    case FieldType::integer: return "integer";
    case FieldType::decimal: return "decimal";
    case FieldType::money: return "money";
    case FieldType::date: return "date";
    case FieldType::datetime: return "datetime";
    case FieldType::boolean: return "boolean";
    case FieldType::choice: return "choice";
    case FieldType::organisation: return "organisation";
    case FieldType::member: return "member";
    case FieldType::record: return "record";
    case FieldType::file: return "file";
  }
  return "";
}

std::string Panel::element(std::string_view method) const {
  std::string made = "liufa-" + std::string(method) + "-" + id;
  std::replace(made.begin(), made.end(), '_', '-');
  return made;
}

bool is_panel_script(std::string_view file) {
  constexpr std::string_view suffix = ".js";
  constexpr std::size_t longest = 40;
  if (!file.starts_with(web_folder) || !file.ends_with(suffix) || file.size() <= web_folder.size() + suffix.size())
    return false;
  const std::string_view name = file.substr(web_folder.size(), file.size() - web_folder.size() - suffix.size());
  const auto fits = [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-' || each == '_';
  };
  return name.size() <= longest && name.front() != '-' && name.front() != '_' &&
         std::all_of(name.begin(), name.end(), fits);
}

const Transition* Workflow::transition(std::string_view id) const { return by_id(transitions, id); }

const State* Workflow::state(std::string_view id) const { return by_id(states, id); }

std::optional<std::size_t> RecordType::index_of(std::string_view field_id) const {
  const Field* found = field(field_id);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::size_t>(found - fields.data());
}

const Field* RecordType::field(std::string_view field_id) const { return by_id(fields, field_id); }

const RecordType* Manifest::record(std::string_view record_id) const { return by_id(records, record_id); }

const Action* Manifest::action(std::string_view action_id) const { return by_id(actions, action_id); }

}  // namespace liufa::host
