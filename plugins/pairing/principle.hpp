/// The matching principle: which sector is paired with villages in which condition (综治—乱, 经济—穷, 党群—弱).
/// The correspondence is a setting of the district; the reports' own is the default.
#pragma once

#include <liufa/method.hpp>
#include <string>
#include <string_view>

namespace liufa::pairing {

class Principle {
 public:
  explicit Principle(const Json& settings) : settings_(settings) {}

  /// The condition that a sector is paired with; empty if there is no principle for it.
  [[nodiscard]] std::string condition_for(std::string_view sector) const;
  [[nodiscard]] bool holds(std::string_view sector, std::string_view condition) const;
  /// The option of `pair.basis` by which these two are paired; "agreement" where the principle does not hold.
  [[nodiscard]] std::string basis(std::string_view sector, std::string_view condition) const;

 private:
  const Json& settings_;  ///< outlives this
};

// The words of the directory's options, for explanations and refusals.
Text sector_name(std::string_view sector);
Text condition_name(std::string_view condition);
Text tag_name(std::string_view tag);

}  // namespace liufa::pairing
