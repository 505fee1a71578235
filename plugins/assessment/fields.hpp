/// The kit's reading of fields under this method's roof, and refusing with a finding.
#pragma once

#include <fmt/format.h>

#include <liufa/method.hpp>
#include <string>

#include "liufa/kit/fields.hpp"
#include "rules/points.hpp"
#include "rules/standard.hpp"

namespace liufa::assessment {

using kit::boolean_in;
using kit::decimal_in;
using kit::integer_at;
using kit::integer_in;
using kit::is_given;
using kit::text_in;

[[noreturn]] inline void refuse(std::string field, const Finding& finding) {
  Call::refuse(std::move(field), Text{finding.zh, finding.en});
}

}  // namespace liufa::assessment
