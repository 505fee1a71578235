/// Terms of retention and their execution (PIPL art. 19, 47): a record whose term is over is erased with its files and
/// with what the log says of it.
#pragma once

#include <filesystem>

#include "services/write_context.hpp"

namespace liufa::host {

/// What is due for erasure on a day, without erasing: {"today", "records": [{"record", "name", "years" (null: for
/// good), "source", "after", "before": the first day that is kept, "due", "held": due, but still referred to}], "log":
/// {"days", "before", "due"}}.
Json retention_plan(Session& session, const DistrictModel& model, std::string_view today);

/// Erases one more batch of what is due; how much it was, 0 when nothing is left. In a write of its own, so that others
/// write in between; what a crash interrupts is due the next time.
std::int64_t erase_some(WriteContext& context);

/// Erases the same of the log's own events (sign-ins, refusals, …). `position` moves on; from 0.
std::int64_t erase_log_some(WriteContext& context, std::int64_t& position);

/// Removes the files of a district that nothing refers to any more. In a write: no file arrives meanwhile.
std::int64_t remove_unused_files(WriteContext& context, const std::filesystem::path& folder);

}  // namespace liufa::host
