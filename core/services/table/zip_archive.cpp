#include "services/table/zip_archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <optional>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view end_record = "PK\5\6";
constexpr std::size_t end_record_size = 22;
constexpr std::size_t longest_comment = 65'535;
constexpr std::size_t longest_name = 1024;

std::string canonical(std::string_view name) {
  std::string lower(name);
  for (char& each : lower) {
    if (each == '\\') each = '/';  // as some programs write them
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each | 0x20);
  }
  return lower;
}

/// Nothing is unpacked to disk, so such names do no harm here; but no spreadsheet program writes them.
bool leads_out(const std::string& name) {
  if (name.starts_with('/') || (name.size() > 1 && name[1] == ':')) return true;
  for (std::string_view rest = name; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    if (part == "..") return true;
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return false;
}

/// The count of entries that the archive itself claims, before memory is taken for them.
std::optional<std::uint64_t> claimed_entries(std::string_view content) {
  const std::size_t reach = end_record_size + longest_comment;
  const std::string_view tail = content.substr(content.size() - std::min(content.size(), reach));
  const std::size_t at = tail.rfind(end_record);
  if (at == std::string_view::npos || at + end_record_size > tail.size()) return std::nullopt;
  const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(tail[at + offset]); };
  return byte(10) | (static_cast<std::uint64_t>(byte(11)) << 8);
}

Problem damaged(std::string_view part, std::string_view reason) {
  return Problem("import.damaged", {{"part", part}, {"reason", reason}});
}

Problem unsafe(std::string_view part, const Text& reason) {
  return Problem("import.unsafe", {{"part", part}, {"reason", reason}});
}

Problem too_big(const Text& what, std::uint64_t limit) {
  return Problem("import.too_big", {{"what", what}, {"limit", std::to_string(limit)}});
}

const Text entries_inside{"内部文件数", "files inside"};
const Text mebibytes{"解压后的大小（MiB）", "MiB when unpacked"};

}  // namespace

ZipArchive::ZipArchive(std::string_view content, ArchiveLimits limits) : limits_(limits) {
  const auto claimed = claimed_entries(content);
  if (!claimed) throw damaged("zip", "it ends too early");
  // 0xFFFF stands for more than fit: then the true count is elsewhere, and beyond any workbook's.
  if (*claimed > limits_.entries) throw too_big(entries_inside, limits_.entries);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(content.data(), content.size(), 0, &error);
  archive_ = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (!archive_) {
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (source) zip_source_free(source);
    throw damaged("zip", reason);
  }
  zip_error_fini(&error);
  try {
    const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive_, 0));
    if (count > limits_.entries) throw too_big(entries_inside, limits_.entries);
    for (std::uint64_t i = 0; i < count; ++i) add(i);
  } catch (...) {
    zip_discard(archive_);
    throw;
  }
}

ZipArchive::~ZipArchive() { zip_discard(archive_); }

void ZipArchive::add(std::uint64_t index) {
  zip_stat_t entry;
  zip_stat_init(&entry);
  constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive_, index, ZIP_FL_ENC_GUESS, &entry) != 0 || (entry.valid & needed) != needed)
    throw damaged("zip", zip_strerror(archive_));
  std::string name = canonical(entry.name);
  const std::string shown = name.substr(0, longest_name);
  if (name.size() > longest_name || leads_out(name))
    throw unsafe(shown, {"文件名指向压缩包之外", "a name that leads out of the archive"});
  if (entry.encryption_method != ZIP_EM_NONE) throw Problem("import.password");
  const bool is_new = entries_.emplace(std::move(name), Entry{index, entry.comp_size}).second;
  if (!is_new) throw unsafe(shown, {"同名文件出现两次", "the same name twice"});
}

bool ZipArchive::contains(std::string_view name) const { return entries_.contains(canonical(name)); }

std::unique_ptr<ZipArchive::Part> ZipArchive::open(std::string_view name) {
  const auto found = entries_.find(canonical(name));
  if (found == entries_.end()) throw damaged(name, "missing");
  zip_file_t* file = zip_fopen_index(archive_, found->second.index, 0);
  if (!file) throw damaged(name, zip_strerror(archive_));
  return std::unique_ptr<Part>(new Part(*this, std::string(name), file, found->second.packed));
}

std::string ZipArchive::read_all(std::string_view name, std::uint64_t most) {
  const auto part = open(name);
  std::string content;
  char buffer[16'384];
  while (const std::size_t count = part->read(buffer, sizeof buffer)) {
    content.append(buffer, count);
    if (content.size() > most) throw too_big(mebibytes, most >> 20);
  }
  return content;
}

ZipArchive::Part::Part(ZipArchive& archive, std::string name, zip_file* file, std::uint64_t packed)
    : archive_(archive), name_(std::move(name)), file_(file), packed_(packed) {}

ZipArchive::Part::~Part() { zip_fclose(file_); }

std::size_t ZipArchive::Part::read(char* to, std::size_t size) {
  const auto count = zip_fread(file_, to, size);
  // Also when the check sum at the end is another.
  if (count < 0) throw damaged(name_, zip_file_strerror(file_));
  read_ += static_cast<std::uint64_t>(count);
  archive_.inflated_ += static_cast<std::uint64_t>(count);
  const ArchiveLimits& limits = archive_.limits_;
  if (archive_.inflated_ > limits.bytes) throw too_big(mebibytes, limits.bytes >> 20);
  if (read_ > limits.ratio_from && read_ / limits.ratio > packed_)
    throw unsafe(name_, {fmt::format("解压后为原大小的 {} 倍以上", limits.ratio),
                         fmt::format("it unpacks to more than {} times its size", limits.ratio)});
  return static_cast<std::size_t>(count);
}

}  // namespace liufa::host
