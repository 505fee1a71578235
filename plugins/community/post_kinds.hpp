/// The six usual kinds of post.
#pragma once

#include <liufa/method.hpp>

namespace liufa::community {

/// Writes the six usual kinds if the district has none at all; what it has is never touched. In a write.
void ensure_post_kinds(Call& call);

}  // namespace liufa::community
