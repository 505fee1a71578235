/// The catalogue of a district: what a page is drawn from for one person — record types with their fields and
/// workflows, actions and figures, and what of it that person may do.
#pragma once

#include <string_view>

#include "directory/authorise.hpp"
#include "services/district_model.hpp"

namespace liufa::host {

struct CatalogueQuery {
  std::string_view district;  ///< its id
  Text name;                  ///< the district's
  std::string_view today;     ///< a civil date in China
};

/// Everything that does not depend on a single record. Record types, figures, actions and panels that the actor can
/// never see or use are left out; whether they may in the end is decided with each record. Reads no data; any thread.
Json catalogue(const DistrictModel& model, const Actor& actor, const CatalogueQuery& query);

/// One record type as the catalogue describes it, for a page that shows records of it whether the actor may read the
/// type or not.
Json catalogue_record(const DistrictModel& model, const Actor& actor, const RecordSchema& schema);

}  // namespace liufa::host
