/// What another method has on record at a rural partner is support already: it enters the ledger without being typed
/// again, and follows the record that it comes from. Which facts, and as which kind, is the setting support_from_facts.
#pragma once

#include <liufa/method.hpp>

namespace liufa::pairing {

void register_support_from_facts(Setup& at);

}  // namespace liufa::pairing
