/// Time. Instants are ISO 8601 in UTC with milliseconds ("2026-03-01T08:00:00.000Z"), civil dates "2026-03-01".
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liufa::host {

/// The district's source of time. Any thread.
class Clock {
 public:
  /// The present instant, or the one it was set to.
  [[nodiscard]] std::string now() const;
  /// The civil date in China (UTC+8) of the present instant.
  [[nodiscard]] std::string today() const;
  /// Makes time stand still at an instant: for tests and for playing a year in a demonstration.
  void set(std::chrono::system_clock::time_point instant);
  /// Back to the machine's clock.
  void release();

 private:
  [[nodiscard]] std::chrono::system_clock::time_point instant() const;
  std::atomic<std::int64_t> fixed_milliseconds_{-1};
};

std::string iso_instant(std::chrono::system_clock::time_point instant);
std::string iso_date(std::chrono::sys_days day);
/// The civil date in China (UTC+8) of an instant in the form above.
std::string local_date(std::string_view instant);
/// An instant in the form above as a clock in China shows it: "2026-03-01 16:00:00", with milliseconds if there are
/// any.
std::string local_moment(std::string_view instant);
/// The instant of such a time, whose seconds may be missing; nothing if it is none.
std::optional<std::chrono::system_clock::time_point> parse_local_moment(std::string_view text);
/// Nothing unless it is a real calendar date of the form YYYY-MM-DD.
std::optional<std::chrono::sys_days> parse_date(std::string_view text);
/// Nothing unless it is a real instant of the form YYYY-MM-DDThh:mm:ss[.fff]Z.
std::optional<std::chrono::system_clock::time_point> parse_instant(std::string_view text);

}  // namespace liufa::host
