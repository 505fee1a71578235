#include "model/topics.hpp"

namespace liufa::host {

std::vector<std::string> topics_of(const RecordType& type) {
  if (type.derived) return {type.full_id + ".derived"};
  std::vector<std::string> topics{type.full_id + ".created", type.full_id + ".updated"};
  if (type.workflow)
    for (const Transition& each : type.workflow->transitions) topics.push_back(type.full_id + "." + each.event);
  return topics;
}

}  // namespace liufa::host
