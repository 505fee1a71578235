/// Evidence files: kept once under the SHA-256 of their content, in the district's folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "services/write_context.hpp"

namespace liufa::host {

inline constexpr std::size_t largest_file = 20u << 20;

struct StoredFile {
  std::string hash;
  std::string name;
  std::string media_type;
  std::int64_t size = 0;
};

/// The media type by a file's first bytes; empty if it is none that is taken (PDF, PNG, JPEG, OOXML, text).
std::string media_type_of(std::string_view content);

/// Keeps the content: on disk before the transaction commits, so that a committed name always has its bytes. In a
/// write. Throws Problem file.too_large, file.type.
StoredFile keep_file(WriteContext& context, const std::filesystem::path& folder, std::string_view name,
                     std::string_view content);

/// Whether a person may see a file: one they brought themselves, or that a record in their scope refers to now.
bool may_see_file(Session& session, const DistrictModel& model, const Actor& person, std::string_view hash);

/// Notes that a record refers to a file. In a write.
void note_file_use(Session& session, std::string_view hash, std::string_view record, std::int64_t subject);

/// Throws Problem file.none.
StoredFile find_file(Session& session, std::string_view hash);
std::filesystem::path file_path(const std::filesystem::path& folder, std::string_view hash);

}  // namespace liufa::host
