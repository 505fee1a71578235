#include "cli/story.hpp"

#include <memory>

#include "cli/story_player.hpp"

namespace liufa::host::cli {

void play_stories(Client& client, const std::string& district, const std::vector<std::filesystem::path>& files,
                  const std::function<void(const std::string&)>& tell) {
  const StoryPlace place{client, district, tell};
  std::vector<std::unique_ptr<StoryPlayer>> stories;
  for (const std::filesystem::path& file : files) stories.push_back(std::make_unique<StoryPlayer>(place, file));
  while (true) {
    StoryPlayer* next = nullptr;
    for (const auto& story : stories)
      if (!story->ended() && (!next || story->next_date() < next->next_date())) next = story.get();
    if (!next) break;
    next->play_scene();
  }
  client.host()->district(district).clock().release();
}

}  // namespace liufa::host::cli
