/// Which records refer to a record.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"

namespace liufa::host {

/// Those of one type that name the record in one field.
struct Links {
  const RecordType* type = nullptr;  ///< of the model's
  const Field* field = nullptr;
  std::int64_t count = 0;  ///< counted no further than `most_links` + 1
};
inline constexpr std::int64_t most_links = 1000;

/// All that the person may read, in the order of types and fields, those with none left out. One statement a field.
std::vector<Links> links_to(Session& session, const DistrictModel& model, const Actor& actor, const RecordType& type,
                            std::int64_t id);

}  // namespace liufa::host
