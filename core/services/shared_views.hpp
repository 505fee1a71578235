/// What the methods of a district declare for one another, as two views of the database: their facts (`host_fact`) and
/// the records that stand before a gate (`host_gate`). Whoever lists host.fact or host.gate under `reads` sees all of
/// it and nothing of the tables beneath. Methods that were never enabled are not in it; those that were and are not now
/// stay: what happened, happened.
#pragma once

#include <string>
#include <vector>

#include "services/district_model.hpp"

namespace liufa::host {

/// A view under the name that methods use and the one that it has in the database. The latter is drawn at random: SQL
/// that is not ours can't put something else in its place.
struct SharedView {
  std::string name;  ///< "host_fact"
  std::string stored_name;
  std::string select;
};
using SharedViews = std::vector<SharedView>;

/// The views over these manifests; one that is as `before` keeps its stored name.
SharedViews shared_views(const std::vector<const Manifest*>& manifests, const SharedViews& before);

/// Those that the database has.
SharedViews read_shared_views(Session& session);

/// Puts the views of now in place of those the database has. All tables must be there. In a write.
void store_shared_views(Session& session, const SharedViews& now);

/// Throws Problem storage.* if the SQL of a method's facts or gates can't be run, or touches more than the method's own
/// tables and the directory. The tables must be there.
void try_shared(Session& session, const Manifest& manifest);

/// Adds to a grant what `reads` says of host.fact and host.gate.
void grant_shared(Grant& grant, const Manifest& manifest, const SharedViews& views);

/// Puts in the place of subscriptions to host.fact and host.gate those to the records that are meant (a method's own
/// are not), and in the place of guards of host.gate those of the steps. All methods must be registered.
void expand_shared(DistrictModel& model);

}  // namespace liufa::host
