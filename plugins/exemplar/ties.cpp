#include "ties.hpp"

namespace liufa::exemplar {

std::vector<std::size_t> settle(const kit::Choice& choice, const std::vector<Contender>& contenders) {
  std::vector<std::size_t> placed = choice.taken;
  std::string names;
  std::int64_t chosen = 0;
  bool undecided = false;
  for (const std::size_t at : choice.tied_at_cut) {
    const Contender& each = contenders[at];
    names += (names.empty() ? "" : "、") + each.name;
    undecided = undecided || each.decision.empty();
    if (each.decision != "chosen") continue;
    placed.push_back(at);
    ++chosen;
  }
  if (choice.tied_at_cut.empty()) return placed;
  const std::string left = std::to_string(choice.places_left);
  const std::string tied = std::to_string(choice.tied_at_cut.size());
  if (undecided)
    Call::refuse("decision", {"末位有 " + tied + " 个并列（" + names + "），只剩 " + left +
                                  " 个名额；请逐一作出“决定末位并列”并写明理由，再办理此步",
                              tied + " are equal at the last place (" + names + ") and " + left +
                                  " place(s) are left; take the step “decide” for each of them, with a reason, first"});
  if (chosen > choice.places_left)
    Call::refuse("decision", {"末位并列（" + names + "）只剩 " + left + " 个名额，已决定入选 " +
                                  std::to_string(chosen) + " 个；请更改决定",
                              "of those equal at the last place (" + names + ") " + left + " can be chosen, " +
                                  std::to_string(chosen) + " are; change the decision"});
  return placed;
}

}  // namespace liufa::exemplar
