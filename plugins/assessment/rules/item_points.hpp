/// From what was written down about one item to its points. No host in here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rules/points.hpp"
#include "rules/standard.hpp"

namespace liufa::assessment {

/// What was written down about one item at one stage: exactly one of points, instances or the measured value.
struct Entry {
  Stage stage = Stage::review;
  std::int64_t occasion = 1;
  std::optional<std::int64_t> points;     ///< two digits
  std::optional<std::int64_t> instances;  ///< how often
  std::optional<std::int64_t> measure;    ///< four digits
};

/// What all the organisations compared with one another have for one item: needed for ranks and proportions.
using Field = std::vector<std::int64_t>;

/// The most an item can give at a stage: its points, or one occasion's part of them.
Exact full_points(const Item& item, Stage stage);

/// Why an entry does not fit its item; nothing if it does. Says what the item expects.
std::optional<Finding> check_entry(const Item& item, const Entry& entry);

/// The points that an entry gives. `field` matters to compared items only and then contains the entry's own measure.
Exact item_points(const Item& item, const Entry& entry, const Field& field = {});

}  // namespace liufa::assessment
