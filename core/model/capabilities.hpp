/// What a method can do beyond its own records and pages: what an administrator grants by enabling it. Derived from the
/// manifest, which the host holds every call against, so that what is not declared is not granted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/manifest.hpp"

namespace liufa::host {

struct Capability {
  /// code: machine code runs in the host's process; scripts: its panels run in the pages of whoever is signed in, with
  /// their rights; reads: the records of another; subscribes: hears of an event; guards: may refuse another's step.
  std::string kind;
  std::string of;  ///< "directory.member", "pairing.pair.confirmed"; of `code` and `scripts` empty

  bool operator==(const Capability&) const = default;
};

/// As a request and the log write it: "code", "reads directory.member".
std::string word(const Capability& capability);

/// In the order of the manifest.
std::vector<Capability> capabilities(const Manifest& manifest);

}  // namespace liufa::host
