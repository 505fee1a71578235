/// A zip archive in memory that may be hostile: read by name, never unpacked to disk, with bounds on all that it can
/// make us do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct zip;
struct zip_file;

namespace liufa::host {

struct ArchiveLimits {
  std::uint64_t entries = 10'000;
  std::uint64_t bytes = 1ULL << 30;        ///< inflated, of all parts that are read together
  std::uint64_t ratio = 200;               ///< of a part's inflated size to its packed one …
  std::uint64_t ratio_from = 16ULL << 20;  ///< … once so much of it has come out
};

class ZipArchive {
 public:
  /// `content` must outlive the archive. Throws Problem import.damaged, import.unsafe, import.too_big, import.password.
  explicit ZipArchive(std::string_view content, ArchiveLimits limits = {});
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  /// One part, read from its beginning.
  class Part {
   public:
    ~Part();
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    /// Up to `size` bytes; 0 at the end. Throws Problem import.damaged, import.unsafe, import.too_big.
    std::size_t read(char* to, std::size_t size);

   private:
    friend class ZipArchive;
    Part(ZipArchive& archive, std::string name, zip_file* file, std::uint64_t packed);
    ZipArchive& archive_;
    std::string name_;
    zip_file* file_;
    std::uint64_t packed_;
    std::uint64_t read_ = 0;
  };

  /// Part names are compared without regard to case (ECMA-376, part 2, 6.2.2.3).
  [[nodiscard]] bool contains(std::string_view name) const;
  /// Throws Problem import.damaged if there is no such part.
  [[nodiscard]] std::unique_ptr<Part> open(std::string_view name);
  /// A small part as a whole; throws Problem import.too_big beyond `most` bytes.
  [[nodiscard]] std::string read_all(std::string_view name, std::uint64_t most);

 private:
  struct Entry {
    std::uint64_t index;
    std::uint64_t packed;
  };
  void add(std::uint64_t index);

  ArchiveLimits limits_;
  zip* archive_ = nullptr;
  std::unordered_map<std::string, Entry> entries_;  ///< by the name in lower case
  std::uint64_t inflated_ = 0;
};

}  // namespace liufa::host
