/// Handing a person's data on to another organisation: only with their consent to this very step, and on record (PIPL
/// art. 23: separate consent; art. 56: records of handling).
#pragma once

#include "services/records.hpp"

namespace liufa::host {

/// What a step with `discloses` needs and leaves: throws Problem privacy.no_consent unless the person consented to it
/// for the recipient and the consent holds today; else notes the disclosure. In the write of the step.
void disclose(WriteContext& context, const RecordSchema& schema, const Transition& step, const Record& record);

/// The step "METHOD.RECORD.TRANSITION" with its `discloses`; throws Problem privacy.no_handover if there is none.
const Disclosure& disclosure_of(const DistrictModel& model, std::string_view handover);

}  // namespace liufa::host
