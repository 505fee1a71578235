#include "services/disclosing.hpp"

#include <fmt/format.h>

#include <array>

#include "base/clock.hpp"

namespace liufa::host {

namespace {

/// The consent that holds today; 0 if there is none.
std::int64_t consent_to(WriteContext& context, std::int64_t member, std::int64_t recipient, std::string_view handover) {
  const std::string today = local_date(context.now);
  const std::array<ValueView, 4> values{member, recipient, handover, std::string_view(today)};
  return context.session.scalar_integer(
      "SELECT id FROM privacy_consent WHERE member = $1 AND recipient = $2 AND handover = $3 AND state = 'given' "
      "AND ends_on >= $4 ORDER BY id DESC LIMIT 1",
      values);
}

std::string name_of(Session& session, std::string_view table, std::int64_t id) {
  const ValueView parameter = id;
  const Value found = session.scalar(fmt::format("SELECT name FROM {} WHERE id = $1", table), {&parameter, 1});
  const auto* name = std::get_if<std::string>(&found);
  return name ? *name : std::string();
}

/// What the host notes in its own name, whatever the person who takes the step may write.
class InOwnName {
 public:
  explicit InOwnName(WriteContext& context) : context_(context), author_(std::exchange(context.author, "privacy")) {}
  InOwnName(const InOwnName&) = delete;
  InOwnName& operator=(const InOwnName&) = delete;
  ~InOwnName() { context_.author = std::move(author_); }

 private:
  WriteContext& context_;
  std::string author_;
};

}  // namespace

const Disclosure& disclosure_of(const DistrictModel& model, std::string_view handover) {
  std::string known;
  for (const auto& [id, schema] : model.records) {
    if (!schema->type.workflow) continue;
    for (const Transition& step : schema->type.workflow->transitions) {
      if (!step.discloses) continue;
      const std::string name = fmt::format("{}.{}", id, step.id);
      if (name == handover) return *step.discloses;
      known += (known.empty() ? "" : ", ") + name;
    }
  }
  throw Problem("privacy.no_handover", {{"found", handover}, {"known", known}}).at_field("handover");
}

void disclose(WriteContext& context, const RecordSchema& schema, const Transition& step, const Record& record) {
  const auto value = [&](const std::string& field) {
    const auto* found = std::get_if<std::int64_t>(&record.values[schema.index(field)]);
    return found ? *found : 0;
  };
  const Disclosure& declared = *step.discloses;
  const std::int64_t member = value(declared.member);
  const std::int64_t recipient = value(declared.to);
  if (member == 0 || recipient == 0) return;
  const std::string handover = fmt::format("{}.{}", schema.type.full_id, step.id);
  const std::int64_t consent = consent_to(context, member, recipient, handover);
  if (consent == 0)
    throw Problem("privacy.no_consent", {{"member", name_of(context.session, "directory_member", member)},
                                         {"recipient", name_of(context.session, "directory_organisation", recipient)},
                                         {"purpose", declared.purpose},
                                         {"handover", handover}})
        .at_field(declared.member);
  const RecordSchema& noted = context.model.record("privacy.disclosure");
  const InOwnName own(context);
  create_record(context, noted,
                {{noted.index("member"), member},
                 {noted.index("recipient"), recipient},
                 {noted.index("purpose"), declared.purpose.zh},
                 {noted.index("content"), fmt::format("{} {}", schema.type.name.zh, record.id)},
                 {noted.index("basis"), std::string("consent")},
                 {noted.index("consent"), consent}});
}

}  // namespace liufa::host
