#include "model/reading/reminders.hpp"

#include "model/reading/figures.hpp"
#include "model/reading/names.hpp"
#include "model/reading/records.hpp"
#include "model/reading/shared.hpp"

namespace liufa::host::reading {

namespace {

/// Reads one reminder; one object per reminder.
class ReminderReader {
 public:
  ReminderReader(const std::string& id, const Entry& entry, const Manifest& manifest)
      : section_(entry, "reminder"), manifest_(manifest) {
    reminder_.method = manifest.id;
    reminder_.id = id;
    reminder_.key = manifest.id + "." + id;
  }

  Reminder read() {
    reminder_.name = section_.texts("name");
    reminder_.where = section_.text("where");
    reminder_.due = section_.text("due");
    reminder_.working_days = read_days("working_days", 0);
    reminder_.ahead = read_days("ahead", reminder_.ahead);
    if (!read_of()) return reminder_;
    if (const auto by = section_.find("for")) reminder_.by = read_permissions(*by, type_->owners);
    reminder_.organisation = read_field_of_type(section_, "organisation", *type_, {FieldType::organisation});
    if (reminder_.organisation.empty()) reminder_.organisation = first_organisation(*type_);
    read_period();
    return reminder_;
  }

 private:
  bool read_of() {
    type_ = read_own_type(section_, manifest_);
    if (type_ != nullptr) reminder_.of = type_->full_id;
    return type_ != nullptr;
  }

  int read_days(std::string_view key, int usual) {
    constexpr std::int64_t most = 366;
    const auto entry = section_.find(key);
    const auto days = entry ? entry->integer() : std::nullopt;
    if (days && (*days < 0 || *days > most))
      entry->refuse("manifest.range", {"found", entry->found()}, {"min", "0"}, {"max", std::to_string(most)});
    return static_cast<int>(days.value_or(usual));
  }

  /// Without `every` each selected record is due once, at `due`; with it each organisation of `kinds` owes a record.
  void read_period() {
    const auto every = section_.find("every");
    const auto missing = [&](std::string_view key) {
      section_.entry().refuse("manifest.missing_for_type", {"key", key}, {"type", every ? "every" : "reminder"});
    };
    if (!every) {
      if (reminder_.due.empty()) missing("due");
      return;
    }
    if (const auto word = every->one_of({"month", "quarter", "year"}))
      reminder_.every = *word == "month"     ? Reminder::Every::month
                        : *word == "quarter" ? Reminder::Every::quarter
                                             : Reminder::Every::year;
    reminder_.at = read_field_of_type(section_, "at", *type_, {FieldType::date});
    if (const auto kinds = section_.find("kinds"))
      for (const auto& [kind, item] : kinds->some_items()) reminder_.kinds.push_back(kind);
    if (!section_.find("at")) missing("at");
    if (!section_.find("kinds")) missing("kinds");
    if (reminder_.organisation.empty()) missing("organisation");
  }

  Section section_;
  const Manifest& manifest_;
  const RecordType* type_ = nullptr;
  Reminder reminder_;
};

}  // namespace

std::vector<Reminder> read_reminders(const Entry& entry, const Manifest& manifest) {
  std::vector<Reminder> reminders;
  for (const auto& [id, member] : entry.identified_members())
    reminders.push_back(ReminderReader(id, member, manifest).read());
  return reminders;
}

}  // namespace liufa::host::reading
