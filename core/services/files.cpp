#include "services/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

/// Writes under another name and renames, so that a file is whole or absent.
void write_whole(const fs::path& target, std::string_view content) {
  fs::create_directories(target.parent_path());
  const fs::path partial = target.string() + ".part";
  const int descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool written = descriptor >= 0;
  for (std::string_view rest = content; written && !rest.empty();) {
    const auto count = ::write(descriptor, rest.data(), rest.size());
    written = count > 0;
    if (written) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  written = written && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) throw Problem("storage.full");
  fs::rename(partial, target);
}

}  // namespace

std::string media_type_of(std::string_view content) {
  using namespace std::string_view_literals;
  if (content.starts_with("%PDF-")) return "application/pdf";
  if (content.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (content.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (content.starts_with("PK\x03\x04"))
    return content.find("word/") != std::string_view::npos
               ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
           : content.find("xl/") != std::string_view::npos
               ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
               : "";
  const bool text = std::none_of(content.begin(), content.end(), [](char each) {
    return (static_cast<unsigned char>(each) < 0x20 && each != '\n' && each != '\r' && each != '\t') || each == 0x7F;
  });
  return text && is_utf8(content) && !content.empty() && content.front() != '<' ? "text/plain; charset=utf-8" : "";
}

fs::path file_path(const fs::path& folder, std::string_view hash) {
  return folder / "files" / hash.substr(0, 2) / hash;
}

StoredFile keep_file(WriteContext& context, const fs::path& folder, std::string_view name, std::string_view content) {
  if (content.size() > largest_file) throw Problem("file.too_large", {{"limit", std::to_string(largest_file >> 20)}});
  StoredFile file{hexadecimal(bytes(sha256({content}))), std::string(name), media_type_of(content),
                  static_cast<std::int64_t>(content.size())};
  if (file.media_type.empty())
    throw Problem("file.type", {{"found", content.substr(0, 8)}, {"known", "PDF, PNG, JPEG, docx, xlsx, txt"}});
  const ValueView hash = std::string_view(file.hash);
  if (!is_null(context.session.scalar("SELECT id FROM core_file WHERE hash = $1", {&hash, 1}))) return file;
  write_whole(file_path(folder, file.hash), content);
  const std::array<ValueView, 5> values{hash, std::string_view(file.name), std::string_view(file.media_type), file.size,
                                        std::string_view(context.now)};
  context.session.execute(
      "INSERT INTO core_file (hash, name, media_type, size, created_at) VALUES ($1, $2, $3, $4, $5)", values);
  const std::string payload = Json{{"hash", file.hash}, {"name", file.name}, {"size", file.size}}.dump();
  context.log.append(context.session, {0, context.now, context.actor, "host", "host.file.kept", {}, 0, {}, payload});
  return file;
}

StoredFile find_file(Session& session, std::string_view hash) {
  const ValueView parameter = hash;
  const auto rows =
      session.query("SELECT hash, name, media_type, size FROM core_file WHERE hash = $1", {&parameter, 1});
  if (!rows->next()) throw Problem("file.none");
  return {std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2)), rows->integer(3)};
}

}  // namespace liufa::host
