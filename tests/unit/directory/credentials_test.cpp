#include <gtest/gtest.h>

#include <fstream>

#include "base/problem.hpp"
#include "directory/one_time_code.hpp"
#include "directory/passwords.hpp"
#include "folder.hpp"
#include "storage/key_ring.hpp"

namespace liufa::host::test {
namespace {

std::string refused(const std::string& password) {
  try {
    check_password({}, password, "zhangwei", "张伟");
    return "";
  } catch (const Problem& problem) {
    return problem.code();
  }
}

TEST(Passwords, are_kept_as_argon2id) {
  const std::string hash = hash_password("Correct-horse-7");
  EXPECT_EQ(hash.rfind("$argon2id$v=19$m=65536,t=2,p=1$", 0), 0U) << hash;
  EXPECT_NE(hash, hash_password("Correct-horse-7")) << "each with its own salt";
  EXPECT_TRUE(is_password(hash, "Correct-horse-7"));
  EXPECT_FALSE(is_password(hash, "Correct-horse-8"));
  EXPECT_FALSE(is_password("", ""));
  const std::string longest(127, 'x');
  EXPECT_FALSE(is_password(hash_password(longest + "a"), longest + "b")) << "nothing is cut off";
  EXPECT_FALSE(wants_new_hash(hash));
  EXPECT_TRUE(wants_new_hash("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHQ$abc"));
}

TEST(Passwords, that_are_weak_are_refused_and_say_why) {
  EXPECT_EQ(refused("Ab3-efghij"), "password.short");
  EXPECT_EQ(refused("Y1" + std::string(129, 'x')), "password.long");
  EXPECT_EQ(refused("onlysmallones"), "password.simple");
  EXPECT_EQ(refused("ZhangWei-2026-x"), "password.own_name");
  EXPECT_EQ(refused("张伟的口令Aa1-abcd"), "password.own_name");
  for (const char* common :
       {"Password1234!", "Woaini1314520", "Admin@1234567", "Aa1Aa1Aa1Aa1", "1qaz2wsx3EDC", "P@ssw0rd2026!!"})
    EXPECT_EQ(refused(common), "password.common") << common;
  EXPECT_EQ(refused("Correct-horse-7-battery"), "");
  EXPECT_EQ(refused("four unrelated words here"), "") << "long enough without digits";
  EXPECT_EQ(refused("合川江津两地共建共享Aa1"), "");
}

TEST(Passwords, of_the_first_time_are_good_ones) {
  EXPECT_GT(common_passwords().size(), 1000U);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(refused(first_password()), "");
}

TEST(OneTimeCode, follows_the_vectors_of_rfc_6238) {
  // Appendix B, SHA-1, its eight digits cut to the last six.
  const std::string secret = "12345678901234567890";
  for (const auto& [seconds, expected] : std::vector<std::pair<std::int64_t, std::string>>{{59, "287082"},
                                                                                           {1111111109, "081804"},
                                                                                           {1111111111, "050471"},
                                                                                           {1234567890, "005924"},
                                                                                           {2000000000, "279037"},
                                                                                           {20000000000, "353130"}})
    EXPECT_EQ(one_time_code(secret, seconds / 30), expected);
  EXPECT_EQ(base32("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

TEST(OneTimeCode, fits_the_neighbouring_steps_and_only_later_ones) {
  const std::string secret = new_code_secret();
  const std::int64_t now = 1'000'000'020;
  const std::int64_t step = now / 30;
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, step - 1), now, 0), step - 1);
  EXPECT_EQ(step_of_code(secret, one_time_code(secret, step + 1), now, 0), step + 1);
  EXPECT_FALSE(step_of_code(secret, one_time_code(secret, step), now, step));
  EXPECT_FALSE(step_of_code(secret, one_time_code(secret, step - 2), now, 0));
  EXPECT_FALSE(step_of_code(secret, "", now, 0));
}

TEST(Keys, seal_so_that_only_the_place_and_the_ring_open) {
  const liufa::test::Folder folder;
  const auto file = folder.path() / "keys" / "d.keys";
  KeyRing ring(file);
  const std::string sealed = ring.seal("510222199001011234", "m.r/1/f");
  EXPECT_TRUE(KeyRing::is_sealed(sealed));
  EXPECT_EQ(sealed.find("510222"), std::string::npos);
  EXPECT_NE(sealed, ring.seal("510222199001011234", "m.r/1/f")) << "equal values don't look equal";
  EXPECT_EQ(ring.open(sealed, "m.r/1/f"), "510222199001011234");
  EXPECT_EQ(KeyRing(file).open(sealed, "m.r/1/f"), "510222199001011234");
  const auto fails = [&](const KeyRing& with, const std::string& text, const std::string& place) {
    try {
      (void)with.open(text, place);
      return std::string();
    } catch (const Problem& problem) {
      return problem.code();
    }
  };
  EXPECT_EQ(fails(ring, sealed, "m.r/2/f"), "keys.altered");
  EXPECT_EQ(fails(ring, sealed.substr(0, sealed.size() - 4) + "AAAA", "m.r/1/f"), "keys.altered");
  EXPECT_EQ(fails(KeyRing(folder.path() / "other.keys"), sealed, "m.r/1/f"), "keys.missing");
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);
}

TEST(Keys, are_added_and_forgotten) {
  const liufa::test::Folder folder;
  KeyRing ring(folder.path() / "d.keys");
  const std::string sealed = ring.seal("x", "p");
  const std::string fresh = ring.add_key();
  EXPECT_FALSE(ring.is_current(sealed));
  EXPECT_TRUE(ring.is_current(ring.seal("x", "p")));
  EXPECT_EQ(ring.open(sealed, "p"), "x") << "older keys still open";
  EXPECT_THROW(ring.forget(fresh), Problem);
  ring.forget(ring.ids().front());
  EXPECT_THROW((void)ring.open(sealed, "p"), Problem);
}

TEST(Keys, that_can_t_be_read_are_no_keys) {
  const liufa::test::Folder folder;
  std::ofstream(folder.path() / "d.keys") << "k0001 tooshort\n";
  EXPECT_THROW(KeyRing(folder.path() / "d.keys"), Problem);
}

}  // namespace
}  // namespace liufa::host::test
