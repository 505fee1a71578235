/// How a report says periods, dates and numbers, in Chinese and English (GB/T 15835-2011, GB/T 9704-2012).
#pragma once

#include <string>
#include <string_view>

#include "services/figures.hpp"

namespace liufa::host {

enum class Language { zh, en };

inline const std::string& in(Language language, const Text& text) {
  return language == Language::zh ? text.zh : text.en;
}

/// With what a period is compared.
enum class Comparison {
  none,
  before,    ///< the period of the same kind just before it (环比)
  last_year  ///< the same one a year earlier (同比)
};

/// A period as it is asked for ("2025-H1") and understood.
using ReportPeriod = NamedPeriod;

/// Throws Problem figure.period.
ReportPeriod report_period(std::string_view text);
/// The one compared with; `comparison` is not none.
ReportPeriod compared_period(const ReportPeriod& period, Comparison comparison);

/// 2025年上半年, the first half of 2025.
std::string period_name(const ReportPeriod& period, Language language);
/// What the other period is called beside this one: 上年, 上年同期, 上期.
std::string compared_name(const ReportPeriod& period, Comparison comparison, Language language);
/// 2025年3月1日 of an ISO date; anything else as it is.
std::string date_name(std::string_view iso, Language language);

/// 12,345.6: exact, no zeros at the end of the fraction, grouped from five digits on.
std::string number_name(const FigureValue& value);
/// With its unit as the language writes it.
std::string quantity_name(const FigureValue& value, const Text& unit, Language language);

/// How one value stands to another.
struct FigureChange {
  FigureValue difference;  ///< nothing if one of both is missing
  FigureValue percent;     ///< of the earlier one, one decimal; nothing if that is zero or missing
};
FigureChange change_between(const FigureValue& now, const FigureValue& before);
/// With + or −.
std::string signed_name(const FigureValue& value);
/// 比上年增加12次，增长18.8%. `compared` is what the other period is called.
std::string change_name(const FigureValue& now, const FigureValue& before, const Text& unit, std::string_view compared,
                        Language language);

/// 1 → 一, 12 → 十二; up to 99.
std::string chinese_number(int number);

}  // namespace liufa::host
