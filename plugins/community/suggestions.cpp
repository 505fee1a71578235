#include "fields.hpp"
#include "handlers.hpp"
#include "standing.hpp"

namespace liufa::community {
namespace {

void create(Change& change) {
  place(change);
  change.set("handed_in_on", change.today());
}

void answer(Change& change) { change.set("answered_on", change.today()); }

}  // namespace

void register_suggestions(Setup& at) {
  at.before("suggestion.create", create);
  at.before("suggestion.adopt", answer);
  at.before("suggestion.answer", answer);
}

}  // namespace liufa::community
