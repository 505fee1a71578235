#include "methods/unpacking.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <set>
#include <string>

#include "base/problem.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_name = 200;
constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+ /";

Problem damaged(std::string_view reason) { return Problem("package.damaged", {{"reason", reason}}); }
Problem unsafe(std::string_view name, const Text& reason) {
  return Problem("package.unsafe", {{"file", name}, {"reason", reason}});
}

using Archive = std::unique_ptr<zip_t, decltype([](zip_t* each) { zip_discard(each); })>;
using Part = std::unique_ptr<zip_file_t, decltype([](zip_file_t* each) { zip_fclose(each); })>;

Archive open(std::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(content.data(), content.size(), 0, &error);
  Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
  const std::string reason = archive ? "" : zip_error_strerror(&error);
  zip_error_fini(&error);
  if (archive) return archive;
  if (source) zip_source_free(source);
  throw damaged(reason);
}

/// A plain relative path of plain characters: whatever reads it later finds just the file that is meant.
void check_name(const std::string& name) {
  if (name.empty() || name.size() > longest_name)
    throw unsafe(name, {"文件名过长或为空", "its name is too long or empty"});
  if (name.find_first_not_of(allowed) != std::string::npos)
    throw unsafe(name, {"文件名含有不允许的字符", "its name has characters that are not allowed"});
  std::string_view rest = name;
  if (rest.ends_with('/')) rest.remove_suffix(1);
  for (;;) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    if (part.empty() || part == "." || part == "..")
      throw unsafe(name, {"路径指向压缩包之外", "its path leads out of the archive"});
    if (part.size() == rest.size()) return;
    rest.remove_prefix(part.size() + 1);
  }
}

/// Archives made on Unix carry the file's type. A link could lead anywhere, later.
bool is_special(zip_t* archive, std::uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return true;
  if (system != ZIP_OPSYS_UNIX) return false;
  const mode_t mode = attributes >> 16 & S_IFMT;
  return mode != 0 && mode != S_IFREG && mode != S_IFDIR;
}

class Unpacking {
 public:
  Unpacking(std::string_view content, const fs::path& folder, const UnpackLimits& limits)
      : archive_(open(content)), folder_(folder), limits_(limits) {}

  void all() {
    const auto count = static_cast<std::uint64_t>(zip_get_num_entries(archive_.get(), 0));
    if (count > limits_.entries) throw too_big({"文件数", "files"}, limits_.entries);
    for (std::uint64_t i = 0; i < count; ++i) one(i);
  }

 private:
  static Problem too_big(const Text& what, std::uint64_t limit) {
    return Problem("package.too_big", {{"what", what}, {"limit", std::to_string(limit)}});
  }

  void one(std::uint64_t index) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(archive_.get(), index, ZIP_FL_ENC_GUESS, &entry) != 0)
      throw damaged(zip_strerror(archive_.get()));
    const std::string name = entry.name;
    check_name(name);
    if (entry.encryption_method != ZIP_EM_NONE) throw unsafe(name, {"已加密", "it is encrypted"});
    if (is_special(archive_.get(), index)) throw unsafe(name, {"不是普通文件", "it is no plain file"});
    if (!names_.insert(name).second) throw unsafe(name, {"同名文件出现两次", "the same name is there twice"});
    if (name.ends_with('/')) {
      fs::create_directories(folder_ / name);
      return;
    }
    const fs::path file = folder_ / name;
    fs::create_directories(file.parent_path());
    write(index, name, entry.comp_size, file);
  }

  void write(std::uint64_t index, const std::string& name, std::uint64_t packed, const fs::path& file) {
    const Part part(zip_fopen_index(archive_.get(), index, 0));
    if (!part) throw damaged(zip_strerror(archive_.get()));
    std::ofstream out(file, std::ios::binary);
    std::array<char, 16384> buffer{};
    std::uint64_t size = 0;
    for (;;) {
      const auto count = zip_fread(part.get(), buffer.data(), buffer.size());
      // Also when the check sum at the end is another.
      if (count < 0) throw damaged(fmt::format("{}: {}", name, zip_file_strerror(part.get())));
      if (count == 0) break;
      size += static_cast<std::uint64_t>(count);
      written_ += static_cast<std::uint64_t>(count);
      if (written_ > limits_.bytes) throw too_big({"解压后的大小（MiB）", "MiB when unpacked"}, limits_.bytes >> 20);
      if (size > limits_.ratio_from && size / limits_.ratio > packed)
        throw unsafe(name, {"解压后大得不合常理", "it unpacks to far more than its size"});
      out.write(buffer.data(), count);
    }
    out.close();
    if (!out) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be written"}});
  }

  Archive archive_;
  const fs::path& folder_;
  const UnpackLimits& limits_;
  std::set<std::string> names_;
  std::uint64_t written_ = 0;
};

}  // namespace

void unpack(std::string_view archive, const fs::path& folder, const UnpackLimits& limits) {
  fs::create_directory(folder);
  try {
    Unpacking(archive, folder, limits).all();
  } catch (const fs::filesystem_error& error) {
    // A name that is both a file and a folder, say.
    throw damaged(error.code().message());
  }
}

}  // namespace liufa::host
