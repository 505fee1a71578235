/// What a manifest says of others: it is checked when the method is enabled, against the methods that are there.
#pragma once

#include <functional>
#include <string_view>

#include "model/manifest.hpp"

namespace liufa::host {

/// The manifest of a method that a district knows or that this machine has; null if there is none.
using FindManifest = std::function<const Manifest*(std::string_view method)>;

/// Throws Problem method.references with a part for everything that refers to nothing: record types under `reads`, in
/// fields and panels, kinds of organisations, transitions under `guards`, events under `subscribes`. What names a
/// method that is not there is left alone: methods may be enabled in any order, and without each other.
void check_references(const Manifest& manifest, const FindManifest& find);

/// Throws Problem method.table if a table of `manifest` would be one of `other`'s ("a_b" + "c", "a" + "b_c"),
/// method.element if the same is true of a panel's element.
void check_names(const Manifest& manifest, const Manifest& other);

}  // namespace liufa::host
