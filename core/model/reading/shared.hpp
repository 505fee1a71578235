/// Reads what a method declares for others: facts and gates.
#pragma once

#include <vector>

#include "model/manifest.hpp"
#include "model/reading/entry.hpp"

namespace liufa::host::reading {

/// {ID: fact} and {ID: gate}; `manifest` must have its id and records already.
std::vector<Fact> read_facts(const Entry& entry, const Manifest& manifest);
std::vector<Gate> read_gates(const Entry& entry, const Manifest& manifest);

/// The record type of this method that a section names under `of`; null, reported, if there is none.
const RecordType* read_own_type(const Section& section, const Manifest& manifest);

}  // namespace liufa::host::reading
