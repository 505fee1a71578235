/// The table of a sheet: 项目 | 标准分 | 自查分 | 扣分 | 得分, a row for every item.
#pragma once

#include <liufa/method.hpp>

#include "rules/scoring.hpp"

namespace liufa::assessment {

/// The rows of one sheet, points as numbers with two digits, each rounded for itself (the total is not their sum).
Json table_of(const Standard& standard, const Sheet& sheet, const Result& result);

/// The columns' names, in order; that of the facts only where the standard names some.
Json table_columns(bool with_facts);

}  // namespace liufa::assessment
