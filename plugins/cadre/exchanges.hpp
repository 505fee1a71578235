/// Who changes places with whom: pure, knows neither host nor database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace liufa::cadre {

/// Exchanges among people of whom each sits in an organisation (`organisations[i]`): pairs and, for who is left over,
/// circles of three; everybody in one goes to the next one's place, the last to the first's, and to another
/// organisation. The two largest organisations give first, so that as many as possible find a place; among equals the
/// earlier person. `left` are those without.
struct Exchanges {
  std::vector<std::vector<std::size_t>> circles;
  std::vector<std::size_t> left;
};

Exchanges make_exchanges(const std::vector<std::int64_t>& organisations);

}  // namespace liufa::cadre
