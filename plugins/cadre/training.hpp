/// A class of training as its participants see it.
#pragma once

#include <cstdint>
#include <liufa/method.hpp>
#include <optional>
#include <string>

namespace liufa::cadre {

struct Class {
  std::int64_t id = 0;
  std::int64_t plan = 0;
  std::string name;
  std::string kind;
  std::string state;
  std::string starts_on;
  std::string ends_on;
  std::int64_t hours = 0;                  ///< hundredths
  std::int64_t capacity = 0;               ///< 0 = no limit
  std::optional<std::int64_t> pass_score;  ///< hundredths; nothing = no test
  std::optional<std::int64_t> excellent_score;
  std::int64_t makes_up = 0;  ///< the class that it makes up for; 0 for none
};

/// The class of that id. Refuses on `class` if there is none.
Class read_class(Call& call, std::int64_t id);

/// Places taken: all but those excused, released and absent.
std::int64_t places_taken(Call& call, std::int64_t class_id);

/// Refuses a change that touches the hours of a year that is closed. `date` lies in that year.
void require_year_open(Call& call, std::int64_t member, const std::string& date);

/// Whether a score passes, in hundredths: nothing if the class has a test and no score was given.
std::optional<bool> passes(const Class& of, std::optional<std::int64_t> score);

}  // namespace liufa::cadre
