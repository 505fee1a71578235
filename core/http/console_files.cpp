#include "http/console_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "base/digest.hpp"
#include "base/problem.hpp"
#include "http/encoding.hpp"
#include "http/message_page.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view page = "/index.html";

/// Nothing from elsewhere, no script or style within the page; connections to this host alone.
constexpr const char* policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct Type {
  std::string_view ending;
  const char* name;
};
constexpr std::array types{Type{".html", "text/html; charset=utf-8"},
                           Type{".js", "text/javascript; charset=utf-8"},
                           Type{".css", "text/css; charset=utf-8"},
                           Type{".svg", "image/svg+xml"},
                           Type{".png", "image/png"},
                           Type{".ico", "image/vnd.microsoft.icon"},
                           Type{".woff2", "font/woff2"},
                           Type{".json", "application/json"},
                           Type{".map", "application/json"},
                           Type{".webmanifest", "application/manifest+json"},
                           Type{".txt", "text/plain; charset=utf-8"}};

struct Coding {
  std::string_view name;
  std::string_view ending;
};
/// The better one first.
constexpr std::array codings{Coding{"br", ".br"}, Coding{"gzip", ".gz"}};

std::string type_of(std::string_view path) {
  for (const Type& each : types)
    if (path.ends_with(each.ending)) return each.name;
  return "application/octet-stream";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  if (!in) throw Problem("data.file", {{"file", file.string()}, {"reason", "can't be read"}});
  return std::move(content).str();
}

/// A link may lead out of the folder.
bool is_own_file(const fs::path& file) { return fs::symlink_status(file).type() == fs::file_type::regular; }

bool is_compressed_form(fs::path file) {
  const fs::path ending = file.extension();
  const bool compressed = std::ranges::any_of(codings, [&](const Coding& each) { return ending == each.ending; });
  return compressed && is_own_file(file.replace_extension());
}

/// The build puts a digest of the content into these names: what has one never changes.
bool has_name_of_its_content(std::string_view path) { return path.starts_with("/assets/"); }

bool is_of_api(std::string_view path) {
  return path == "/api" || path.starts_with("/api/") || path == "/healthz" || path == "/readyz" || path == "/metrics";
}

/// If-None-Match, compared weakly (RFC 9110, 13.1.2): a proxy may have made the tag weak.
bool is_known(std::string_view header, std::string_view tag) {
  for (std::size_t at = header.find(tag); at != std::string_view::npos; at = header.find(tag, at + 1)) {
    const std::string_view rest = header.substr(at + tag.size());
    if (rest.empty() || rest.front() == ',' || rest.front() == ' ') return true;
  }
  return header == "*";
}

}  // namespace

ConsoleFiles::ConsoleFiles(const fs::path& folder) {
  if (!folder.empty() && is_own_file(folder / page.substr(1))) read(folder);
}

/// Only what is found here by name is ever answered: no path that is asked for reaches the file system.
void ConsoleFiles::read(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!is_own_file(entry.path()) || is_compressed_form(entry.path())) continue;
    const std::string path = "/" + entry.path().lexically_relative(folder).generic_string();
    if (path.find("/.") != std::string::npos) continue;
    File& file = files_[path];
    file.type = type_of(path);
    file.kept = has_name_of_its_content(path) ? "public, max-age=31536000, immutable" : "no-cache";
    const auto add = [&](std::string_view coding, const fs::path& from) {
      std::string content = content_of(from);
      std::string tag = fmt::format("\"{}\"", hexadecimal(bytes(sha256({content}))).substr(0, 32));
      file.forms.emplace(coding, Form{std::move(content), std::move(tag)});
    };
    add("", entry.path());
    for (const Coding& each : codings)
      if (const fs::path form = entry.path().string() + std::string(each.ending); is_own_file(form))
        add(each.name, form);
  }
}

Response ConsoleFiles::response(const Request& request, const File& file) {
  const std::string_view accepted = request.header("accept-encoding");
  std::string coding;
  for (const Coding& each : codings)
    if (coding.empty() && file.forms.contains(std::string(each.name)) && accepts_encoding(accepted, each.name))
      coding = each.name;
  const Form& form = file.forms.at(coding);
  Response response{
      200, file.type, "", {{"Cache-Control", file.kept}, {"ETag", form.tag}, {"Content-Security-Policy", policy}}};
  if (file.forms.size() > 1) response.headers["Vary"] = "Accept-Encoding";
  if (is_known(request.header("if-none-match"), form.tag)) {
    response.status = 304;
    return response;
  }
  if (!coding.empty()) response.headers["Content-Encoding"] = coding;
  response.body = form.content;
  return response;
}

std::optional<Response> ConsoleFiles::answer(const Request& request) const {
  if ((request.method != "GET" && request.method != "HEAD") || is_of_api(request.path)) return std::nullopt;
  if (request.path == message_style_path) return message_style();
  if (const auto found = files_.find(request.path); found != files_.end()) return response(request, found->second);
  // A part of the page that is not there is no page: answered with one, a browser would keep it as a script.
  const bool is_part = has_name_of_its_content(request.path) || request.path.starts_with("/panel/");
  const bool is_page = request.path == "/" || request.header("accept").find("text/html") != std::string_view::npos;
  if (is_part || !is_page) return std::nullopt;
  return empty() ? page_without_console() : response(request, files_.find(page)->second);
}

}  // namespace liufa::host
