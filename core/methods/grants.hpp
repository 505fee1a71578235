/// What a district's administrators granted to its methods. A method that declares more than that is not started: not
/// when it is enabled without their word, and not when a later version of it is found.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/capabilities.hpp"
#include "services/write_context.hpp"

namespace liufa::host {

/// Words of capabilities; see `word`.
using CapabilityWords = std::set<std::string, std::less<>>;

struct Granted {
  CapabilityWords words;
  std::string actor;
  std::string at;
};

/// Nothing if nobody ever granted anything.
std::optional<Granted> read_granted(Session& session, std::string_view method);

CapabilityWords words_of(const Manifest& manifest);

/// Throws Problem method.grants, with a part for everything that the manifest declares and `granted` has not.
void require_granted(const Manifest& manifest, const CapabilityWords& granted);

/// Keeps that all that the manifest declares is granted, and no more; notes it in the log as host.method.granted if it
/// was otherwise before. In a write.
void store_granted(WriteContext& context, const Manifest& manifest);

}  // namespace liufa::host
