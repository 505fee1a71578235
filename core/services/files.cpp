#include "services/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "services/reach.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view brought = "host.upload";

/// Whether a record in scope has the file in one of its fields, now.
bool refers_to(Session& session, const RecordSchema& schema, std::int64_t id, const Scope& scope,
               std::string_view hash) {
  try {
    const Record record = read_in_scope(session, schema, id, scope);
    for (std::size_t i = 0; i < schema.type.fields.size(); ++i) {
      const auto* text = std::get_if<std::string>(&record.values[i]);
      if (text && schema.type.fields[i].type == FieldType::file && text->find(hash) != std::string::npos) return true;
    }
  } catch (const Problem&) {  // not there, or not in scope
  }
  return false;
}

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
  note_file_use(context.session, file.hash, brought, context.person ? context.person->account : 0);
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

void note_file_use(Session& session, std::string_view hash, std::string_view record, std::int64_t subject) {
  const std::array<ValueView, 3> values{hash, record, subject};
  if (is_null(session.scalar("SELECT id FROM core_file_use WHERE hash = $1 AND record = $2 AND subject = $3", values)))
    session.execute("INSERT INTO core_file_use (hash, record, subject) VALUES ($1, $2, $3)", values);
}

bool may_see_file(Session& session, const DistrictModel& model, const Actor& person, std::string_view hash) {
  if (person.account == 0) return true;  // whoever works on this machine's data folder
  std::vector<std::pair<std::string, std::int64_t>> uses;
  {
    const auto rows = session.query("SELECT record, subject FROM core_file_use WHERE hash = $1 ORDER BY id", {{hash}});
    while (rows->next()) uses.emplace_back(rows->text(0), rows->integer(1));
  }
  return std::any_of(uses.begin(), uses.end(), [&](const auto& use) {
    if (use.first == brought) return use.second == person.account;
    const auto schema = model.records.find(use.first);
    if (schema == model.records.end()) return false;
    const RecordType& type = schema->second->type;
    return refers_to(session, *schema->second, use.second, scope_of(person, {Act::read, type.full_id, type.read}),
                     hash);
  });
}

StoredFile find_file(Session& session, std::string_view hash) {
  const ValueView parameter = hash;
  const auto rows =
      session.query("SELECT hash, name, media_type, size FROM core_file WHERE hash = $1", {&parameter, 1});
  if (!rows->next()) throw Problem("file.none");
  return {std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2)), rows->integer(3)};
}

}  // namespace liufa::host
