#include "model/reading/figures.hpp"

#include <algorithm>

#include "model/reading/names.hpp"
#include "model/reading/records.hpp"
#include "model/reading/shared.hpp"

namespace liufa::host::reading {

namespace {

using Types = std::vector<FieldType>;

/// The single key of an object that must have exactly one of its kind's keys; nothing, reported, otherwise.
std::optional<Member> only_member(const Section& section, const std::vector<std::string_view>& keys) {
  std::vector<Member> given;
  for (const std::string_view key : keys)
    if (const auto entry = section.find(key)) given.emplace_back(key, *entry);
  if (given.size() == 1) return given.front();
  if (section.entry().is_map()) section.entry().refuse("manifest.exactly_one", {"known", joined(keys)});
  return std::nullopt;
}

/// Reads one figure; one object per figure.
class FigureReader {
 public:
  FigureReader(const std::string& id, const Entry& entry, const Manifest& manifest)
      : section_(entry, "figure"), manifest_(manifest) {
    figure_.method = manifest.id;
    figure_.id = id;
    figure_.key = manifest.id + "." + id;
  }

  Figure read() {
    figure_.name = section_.texts("name");
    read_unit();
    figure_.where = section_.text("where");
    // Without its records no field can be looked up.
    if (!read_of()) return figure_;
    read_value();
    read_organisation();
    read_period();
    return figure_;
  }

 private:
  /// In both languages, or in Chinese alone: per cent, money, or a measure word such as 对.
  void read_unit() {
    const auto unit = section_.find("unit");
    if (!unit) return;
    if (unit->is_map()) {
      figure_.unit = unit->texts();
      return;
    }
    const std::string zh = unit->text().value_or("");
    figure_.unit = {zh, zh == "%" ? "%" : zh == "元" ? "yuan" : zh == "万元" ? "× 10,000 yuan" : ""};
  }

  bool read_of() {
    type_ = read_own_type(section_, manifest_);
    if (type_ != nullptr) figure_.of = type_->full_id;
    return type_ != nullptr;
  }

  /// A field of the figure's records with one value, of one of `types` (any type if there are none).
  std::string read_field(const Entry& entry, const Types& types) {
    const auto name = entry.text();
    const Field* field = name ? read_field_name(entry, *name, *type_) : nullptr;
    if (field == nullptr) return "";
    if (field->list) entry.refuse("manifest.list_field", {"found", *name});
    if (!types.empty() && std::find(types.begin(), types.end(), field->type) == types.end()) {
      std::vector<std::string_view> words;
      for (const FieldType type : types) words.push_back(word(type));
      entry.refuse("manifest.field_type", {"found", *name}, {"type", word(field->type)}, {"types", joined(words)});
    }
    return *name;
  }

  void read_value() {
    const auto entry = section_.find("value");
    if (!entry) return;
    if (!entry->is_map()) {
      const auto found = entry->text();
      if (found && *found != "count") entry->refuse("manifest.value", {"found", *found});
      return;
    }
    const auto member = only_member(Section(*entry, "value"), {"sum", "average", "distinct", "share"});
    if (!member) return;
    const auto& [kind, operand] = *member;
    const Types numbers = {FieldType::integer, FieldType::decimal, FieldType::money};
    figure_.value = kind == "sum"        ? Figure::Value::sum
                    : kind == "average"  ? Figure::Value::average
                    : kind == "distinct" ? Figure::Value::distinct
                                         : Figure::Value::share;
    if (figure_.value == Figure::Value::share)
      figure_.share_where = operand.text().value_or("");
    else
      figure_.value_field = read_field(operand, figure_.value == Figure::Value::distinct ? Types{} : numbers);
  }

  void read_organisation() {
    const auto entry = section_.find("organisation");
    if (!entry) return place_by_owner();
    const auto found = entry->text();
    if (!found) return;
    if (*found != "id") {
      figure_.organisation = read_field(*entry, {FieldType::organisation});
    } else if (type_->full_id == "directory.organisation") {
      figure_.organisation = "id";
    } else {
      entry->refuse("manifest.not_an_organisation", {"found", type_->full_id});
    }
  }

  /// The first owner that is an organisation: a member or another record has no place in the tree of its own.
  void place_by_owner() { figure_.organisation = first_organisation(*type_); }

  void read_period() {
    const auto entry = section_.find("period");
    if (!entry) return;
    const Section section(*entry, "period");
    const auto member = only_member(section, {"from", "at", "year"});
    const auto until = section.find("until");
    if (!member) return;
    const auto& [kind, field] = *member;
    const Types dates = {FieldType::date, FieldType::datetime};
    figure_.period_from = read_field(field, kind == "year" ? Types{FieldType::integer} : dates);
    figure_.period = kind == "year" ? Figure::Period::year
                     : kind == "at" ? Figure::Period::at
                                    : Figure::Period::between;
    if (until.has_value() != (kind == "from")) return entry->refuse("manifest.from_until");
    if (until) figure_.period_until = read_field(*until, dates);
  }

  Section section_;
  const Manifest& manifest_;
  const RecordType* type_ = nullptr;
  Figure figure_;
};

}  // namespace

std::string first_organisation(const RecordType& type) {
  for (const std::string& owner : type.owners)
    if (const Field* field = type.field(owner); field != nullptr && field->type == FieldType::organisation)
      return owner;
  return "";
}

std::vector<Figure> read_figures(const Entry& entry, const Manifest& manifest) {
  std::vector<Figure> figures;
  for (const auto& [id, member] : entry.identified_members())
    figures.push_back(FigureReader(id, member, manifest).read());
  return figures;
}

}  // namespace liufa::host::reading
