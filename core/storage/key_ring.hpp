/// The keys with which a district's secrets are encrypted at rest. They lie in a file outside the database, so that a
/// copy of the database alone tells nothing.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::host {

/// Values are sealed with XChaCha20-Poly1305 (libsodium): unreadable without the key, and neither changed nor moved to
/// another place without being noticed. Text form: "enc1:KEY:BASE64URL(nonce, ciphertext)". Any thread.
class KeyRing {
 public:
  /// Reads the file; makes it with one key if there is none (file mode 0600, folder 0700). Throws Problem keys.file if
  /// it is there and can't be read or understood.
  explicit KeyRing(std::filesystem::path file);

  /// Seals with the newest key. `place` names where the value belongs ("directory.member/12/id_number"); the same must
  /// be given to open it.
  [[nodiscard]] std::string seal(std::string_view plain, std::string_view place) const;

  /// Throws Problem keys.missing if the key is not in the ring, keys.altered if the value or its place was changed.
  [[nodiscard]] std::string open(std::string_view sealed, std::string_view place) const;

  [[nodiscard]] static bool is_sealed(std::string_view text) { return text.starts_with("enc1:"); }
  /// Whether a sealed value was sealed with the newest key.
  [[nodiscard]] bool is_current(std::string_view sealed) const;

  /// Adds a key, which seals from now on; on disk when this returns. Returns its id.
  std::string add_key();
  /// Takes a key out of the ring. Throws Problem keys.newest, keys.missing.
  void forget(const std::string& id);
  /// Oldest first.
  [[nodiscard]] std::vector<std::string> ids() const;

 private:
  using Key = std::array<unsigned char, 32>;
  void write() const;
  [[nodiscard]] Key key(std::string_view id) const;

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  std::map<std::string, Key, std::less<>> keys_;  ///< ids ascend with time
};

}  // namespace liufa::host
