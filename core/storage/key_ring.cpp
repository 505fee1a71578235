#include "storage/key_ring.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <charconv>
#include <fstream>

#include "base/digest.hpp"
#include "base/problem.hpp"

namespace liufa::host {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = "enc1:";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// "enc1:KEY:…" → KEY.
std::string_view key_id(std::string_view sealed) {
  const std::string_view rest = sealed.substr(std::min(mark.size(), sealed.size()));
  return rest.substr(0, rest.find(':'));
}

}  // namespace

KeyRing::KeyRing(fs::path file) : file_(std::move(file)) {
  static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(Key));
  if (!fs::exists(file_)) {
    fs::create_directories(file_.parent_path());
    fs::permissions(file_.parent_path(), fs::perms::owner_all);
    add_key();
    return;
  }
  std::ifstream in(file_);
  std::string id;
  std::string text;
  std::size_t line = 0;
  while (in >> id >> text) {
    ++line;
    const std::string bytes = from_base64url(text);
    if (bytes.size() != sizeof(Key))
      throw Problem("keys.file", {{"file", file_.string()}, {"row", std::to_string(line)}});
    Key key{};
    std::copy(bytes.begin(), bytes.end(), key.begin());
    keys_.emplace(id, key);
  }
  if (keys_.empty()) throw Problem("keys.file", {{"file", file_.string()}, {"row", "1"}});
}

void KeyRing::write() const {
  std::string content;
  for (const auto& [id, key] : keys_)
    content += fmt::format("{} {}\n", id, base64url({reinterpret_cast<const char*>(key.data()), key.size()}));
  const fs::path partial = file_.string() + ".part";
  const int descriptor = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 &&
                       ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                       ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) throw Problem("storage.full");
  fs::rename(partial, file_);
}

std::string KeyRing::add_key() {
  const std::lock_guard lock(mutex_);
  int last = 0;
  if (!keys_.empty()) {
    const std::string& id = keys_.rbegin()->first;
    std::from_chars(id.data() + 1, id.data() + std::min<std::size_t>(5, id.size()), last);
  }
  Key key{};
  randombytes_buf(key.data(), key.size());
  // The random part keeps a ring that was made anew after a loss from naming another key like the lost one.
  const std::string id = fmt::format("k{:04}-{:08x}", last + 1, randombytes_random());
  keys_.emplace(id, key);
  write();
  return id;
}

void KeyRing::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (!keys_.contains(id)) throw Problem("keys.missing", {{"key", id}, {"file", file_.string()}});
  if (keys_.rbegin()->first == id) throw Problem("keys.newest", {{"key", id}});
  keys_.erase(id);
  write();
}

std::vector<std::string> KeyRing::ids() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> list;
  for (const auto& [id, key] : keys_) list.push_back(id);
  return list;
}

KeyRing::Key KeyRing::key(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(id);
  if (found == keys_.end()) throw Problem("keys.missing", {{"key", id}, {"file", file_.string()}});
  return found->second;
}

bool KeyRing::is_current(std::string_view sealed) const {
  const std::lock_guard lock(mutex_);
  return key_id(sealed) == keys_.rbegin()->first;
}

std::string KeyRing::seal(std::string_view plain, std::string_view place) const {
  const std::string id = ids().back();
  const Key with = key(id);
  std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
  randombytes_buf(sealed.data(), nonce_bytes);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + nonce_bytes, &size, raw(plain), plain.size(), raw(place),
                                             place.size(), nullptr, raw(sealed), with.data());
  return fmt::format("{}{}:{}", mark, id, base64url(sealed));
}

std::string KeyRing::open(std::string_view sealed, std::string_view place) const {
  const std::string_view id = key_id(sealed);
  const Key with = key(id);
  const std::string bytes = from_base64url(sealed.substr(std::min(mark.size() + id.size() + 1, sealed.size())));
  const auto altered = [&] { return Problem("keys.altered", {{"place", place}}); };
  if (bytes.size() < nonce_bytes + tag_bytes) throw altered();
  std::string plain(bytes.size() - nonce_bytes - tag_bytes, '\0');
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &size, nullptr, raw(bytes) + nonce_bytes,
                                                 bytes.size() - nonce_bytes, raw(place), place.size(), raw(bytes),
                                                 with.data()) != 0)
    throw altered();
  return plain;
}

}  // namespace liufa::host
