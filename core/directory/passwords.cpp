#include "directory/passwords.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr unsigned long long passes = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
constexpr std::size_t long_enough_without_kinds = 16;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char each) { return (static_cast<unsigned char>(each) & 0xC0) != 0x80; }));
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& each : lower)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return lower;
}

/// Small letters, capitals, digits, everything else.
int kinds_of_characters(std::string_view password) {
  std::array<bool, 4> found{};
  for (const char each : password)
    found[each >= 'a' && each <= 'z' ? 0 : each >= 'A' && each <= 'Z' ? 1 : each >= '0' && each <= '9' ? 2 : 3] = true;
  return static_cast<int>(std::count(found.begin(), found.end(), true));
}

/// "P@ssw0rd2026!" → "password": undoes what people do to common words.
std::string plain_word(std::string_view password) {
  std::string word = in_lower_case(password);
  while (!word.empty() && (word.back() < 'a' || word.back() > 'z') && word.back() != '@') word.pop_back();
  for (char& each : word)
    each = each == '@'                  ? 'a'
           : each == '0'                ? 'o'
           : each == '1' || each == '!' ? 'i'
           : each == '3'                ? 'e'
           : each == '$' || each == '5' ? 's'
                                        : each;
  return word;
}

/// One character, or a short piece, over and over; or a run along the keyboard or the alphabet.
bool is_pattern(std::string_view lower) {
  for (std::size_t period = 1; period <= 4 && period < lower.size(); ++period) {
    bool repeats = true;
    for (std::size_t i = period; i < lower.size() && repeats; ++i) repeats = lower[i] == lower[i - period];
    if (repeats) return true;
  }
  static constexpr std::string_view rows[] = {
      "01234567890123456789",       "abcdefghijklmnopqrstuvwxyz",           "qwertyuiopasdfghjklzxcvbnm",
      "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p"};
  return std::any_of(std::begin(rows), std::end(rows), [&](std::string_view row) {
    const std::string backwards(row.rbegin(), row.rend());
    return row.find(lower) != std::string_view::npos || backwards.find(lower) != std::string::npos;
  });
}

}  // namespace

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory) != 0)
    throw Problem("password.no_memory");
  return hash.data();
}

bool is_password(std::string_view hash, std::string_view password) {
  static const std::string nobody = hash_password("there is no such account");
  std::string known(hash.empty() ? nobody : hash);
  known.resize(crypto_pwhash_STRBYTES, '\0');
  return crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0 && !hash.empty();
}

bool wants_new_hash(std::string_view hash) {
  std::string known(hash);
  known.resize(crypto_pwhash_STRBYTES, '\0');
  return crypto_pwhash_str_needs_rehash(known.c_str(), passes, memory) != 0;
}

bool is_common_password(std::string_view password) {
  const std::string lower = in_lower_case(password);
  if (is_pattern(lower)) return true;
  const auto& words = common_passwords();
  const auto known = [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (known(lower) || known(plain_word(password))) return true;
  // A common word with digits and signs behind it.
  const std::size_t letters = lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  if (letters != std::string::npos && lower.find_first_of("abcdefghijklmnopqrstuvwxyz", letters) == std::string::npos &&
      known(lower.substr(0, letters)))
    return true;
  // Two common words in a row are no better than one.
  for (std::size_t i = 3; i + 3 <= lower.size(); ++i)
    if (known(lower.substr(0, i)) && (known(lower.substr(i)) || is_pattern(lower.substr(i)))) return true;
  return false;
}

void check_password(const PasswordRule& rule, std::string_view password, std::string_view login,
                    std::string_view name) {
  const std::size_t length = characters(password);
  if (length < rule.least)
    throw Problem("password.short", {{"least", std::to_string(rule.least)}, {"found", std::to_string(length)}})
        .at_field("new");
  if (length > rule.most || password.size() > crypto_pwhash_PASSWD_MAX)
    throw Problem("password.long", {{"most", std::to_string(rule.most)}, {"found", std::to_string(length)}})
        .at_field("new");
  if (length < long_enough_without_kinds && kinds_of_characters(password) < 3)
    throw Problem("password.simple", {{"enough", std::to_string(long_enough_without_kinds)}}).at_field("new");
  const std::string lower = in_lower_case(password);
  for (const std::string_view own : {login, name})
    if (own.size() >= 3 && lower.find(in_lower_case(own)) != std::string::npos)
      throw Problem("password.own_name").at_field("new");
  if (is_common_password(password)) throw Problem("password.common").at_field("new");
}

std::string first_password() {
  // Without characters that look like others.
  static constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  for (;;) {
    std::string password;
    for (int i = 0; i < 16; ++i) {
      if (i > 0 && i % 4 == 0) password += '-';
      password += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    if (kinds_of_characters(password) == 4) return password;
  }
}

}  // namespace liufa::host
