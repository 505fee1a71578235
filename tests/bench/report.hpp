/// What the benchmarks found: one table for people, one JSON file for machines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace liufa::bench {

using host::Json;

/// What must hold of a ratio.
struct Bound {
  double value = 0;
  bool at_least = true;  ///< else at most
};

/// One comparison: ours and bare measured alternately, in the same run.
struct Comparison {
  std::string name;
  std::string unit;
  std::vector<double> ours;
  std::vector<double> bare;
  std::optional<Bound> bound;

  /// The median over the repetitions of ours ÷ bare.
  [[nodiscard]] double ratio() const;
  [[nodiscard]] bool holds() const;
};

/// A number that is printed without a bare counterpart, perhaps with a limit of its own.
struct Measurement {
  std::string name;
  std::string unit;
  double value = 0;
  std::optional<Bound> bound;
  [[nodiscard]] bool holds() const;
};

/// One operation at growing numbers of records: what one costs at each.
struct Growth {
  std::string name;
  std::string unit;
  std::vector<std::pair<std::size_t, double>> cost;  ///< records → cost of the whole operation
  bool whole = false;  ///< the operation touches all records, so it may grow as they do; else it should not grow

  /// By how much the cost grew, over how much the records did: above 1 is faster than linear.
  [[nodiscard]] double excess() const;
  [[nodiscard]] bool holds() const;
};

double median(std::vector<double> values);

class Report {
 public:
  void add(Comparison comparison);
  void add(Measurement measurement);
  void add(Growth growth);
  void note(std::string text);

  [[nodiscard]] bool holds() const;
  void print() const;
  [[nodiscard]] Json json() const;

 private:
  std::vector<Comparison> comparisons_;
  std::vector<Measurement> measurements_;
  std::vector<Growth> growths_;
  std::vector<std::string> notes_;
};

}  // namespace liufa::bench
