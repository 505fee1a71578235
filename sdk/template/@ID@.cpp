#include <liufa/method.hpp>

namespace {

class @CLASS@ final : public liufa::Method {
  void start(liufa::Setup& at) override {
    // A rule that the manifest cannot say: how many must have come is a setting of the district.
    at.before("activity.hold", [](liufa::Change& change) {
      const auto fewest = change.settings().at("fewest_participants").get<std::int64_t>();
      const auto came = change.after().at("participants").get<std::int64_t>();
      if (came < fewest)
        liufa::Change::refuse("participants", {"至少 " + std::to_string(fewest) + " 人，实到 " + std::to_string(came) + " 人",
                                               "at least " + std::to_string(fewest) + " are expected, " +
                                                   std::to_string(came) + " came"});
    });
  }
};

}  // namespace

LIUFA_METHOD(@CLASS@, "@ID@", "0.1.0")
