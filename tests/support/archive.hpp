/// Zip archives for tests, honest and hostile.
#pragma once

#include <zip.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::test {

struct Part {
  std::string name;
  std::string content;
  unsigned mode = 0100644;  ///< as Unix has it, with the file's type
};

inline std::string archive_of(const std::vector<Part>& parts) {
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, nullptr);
  if (!archive) throw std::runtime_error("no archive");
  zip_source_keep(buffer);
  for (const Part& part : parts) {
    if (part.name.ends_with('/')) {
      zip_dir_add(archive, part.name.c_str(), 0);
      continue;
    }
    zip_source_t* source = zip_source_buffer(archive, part.content.data(), part.content.size(), 0);
    const auto index = zip_file_add(archive, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(zip_strerror(archive));
    zip_file_set_external_attributes(archive, static_cast<zip_uint64_t>(index), 0, ZIP_OPSYS_UNIX, part.mode << 16);
  }
  if (zip_close(archive) != 0) throw std::runtime_error(zip_strerror(archive));
  zip_source_open(buffer);
  zip_source_seek(buffer, 0, SEEK_END);
  std::string content(static_cast<std::size_t>(zip_source_tell(buffer)), '\0');
  zip_source_seek(buffer, 0, SEEK_SET);
  zip_source_read(buffer, content.data(), content.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return content;
}

/// With each `from` in its bytes, of the same length, as `to`: what no honest program would write.
inline std::string altered(std::string archive, std::string_view from, std::string_view to) {
  for (std::size_t at = archive.find(from); at != std::string::npos; at = archive.find(from, at + to.size()))
    archive.replace(at, from.size(), to);
  return archive;
}

}  // namespace liufa::test
