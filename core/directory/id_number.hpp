/// The citizen's identity number (GB 11643-1999): region, date of birth, serial number whose last digit tells the sex,
/// check character by ISO 7064 MOD 11-2.
#pragma once

#include <string>
#include <string_view>

namespace liufa::host {

struct IdNumber {
  std::string number;   ///< 18 characters, a check X in upper case
  std::string born_on;  ///< YYYY-MM-DD
  std::string sex;      ///< GB/T 2261.1: "1" male, "2" female
};

/// Throws Problem id_number.length, id_number.date, id_number.check.
IdNumber read_id_number(std::string_view text);

/// The check character of the first 17 digits.
char id_number_check(std::string_view digits);

}  // namespace liufa::host
