/// Kills a serving host with SIGKILL at random moments, while clients write, while a method handles events and while it
/// starts, and looks each time whether it kept its promises: nothing acknowledged is lost, nothing is there by half, a
/// request sent again is done once, and a method sees each event exactly once.
///
///     liufa_crash_test LIUFA METHODS DATA [KILLS [SEED]]
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <iostream>
#include <thread>

#include "broken.hpp"
#include "evidence.hpp"
#include "methods/host.hpp"
#include "program.hpp"
#include "writer.hpp"

namespace liufa::crash {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t writers_at_once = 8;

class CrashTest {
 public:
  CrashTest(std::string liufa, std::string methods, fs::path data, std::uint64_t seed)
      : liufa_(std::move(liufa)),
        methods_(std::move(methods)),
        data_(std::move(data)),
        random_(seed),
        evidence_(data_ / "districts/crash/district.db") {
    fs::remove_all(data_);
    fs::create_directories(data_);
    for (std::size_t i = 0; i < writers_at_once; ++i)
      writers_.push_back(std::make_unique<Writer>(static_cast<int>(i), random_()));
    output_of(command({"district", "create", "crash"}), errors());
    output_of(command({"method", "enable", "witness"}), errors());
  }

  void run(int kills) {
    for (int i = 0; i < kills; ++i) {
      if (i % 6 == 5)
        kill_while_starting();
      else
        kill_while_writing();
    }
    finish();
  }

  [[nodiscard]] std::string summary() const {
    std::uint64_t acknowledged = 0;
    std::uint64_t replayed = 0;
    for (const auto& writer : writers_) acknowledged += writer->acknowledged(), replayed += writer->replayed();
    return fmt::format("{} writes acknowledged; of {} in doubt, {} had been done; {} ticket events, each seen once",
                       acknowledged, doubts_, replayed, evidence_.events());
  }

 private:
  /// A command of the executable; its options stand after its words.
  [[nodiscard]] std::vector<std::string> command(std::vector<std::string> words) const {
    words.insert(words.begin(), liufa_);
    words.insert(words.end(), {"--data", data_.string(), "--methods", methods_});
    return words;
  }
  [[nodiscard]] std::string errors() const { return (data_ / "stderr.log").string(); }
  milliseconds moment(int longest) { return milliseconds(std::uniform_int_distribution<int>(0, longest)(random_)); }

  std::unique_ptr<Process> serve() {
    return std::make_unique<Process>(command({"serve", "--listen", "127.0.0.1:0"}), errors());
  }

  /// Where the server listens; it also has to have announced it to the command line.
  Address address_of(Process& server) {
    const std::string line = server.line();
    const auto announced = host::announcement_of(data_);
    if (line.empty() || !announced || announced->address != line)
      throw Broken(fmt::format("the server did not start again (“{}”), see {}", line, errors()));
    return {static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1))), announced->token};
  }

  void verify() { output_of(command({"verify"}), errors()); }

  /// Before a doubt is settled the evidence shows what the crash left; afterwards there is nothing to explain away.
  void settle_doubts(const Address& at) {
    evidence_.check(writers_);
    for (const auto& writer : writers_) {
      doubts_ += writer->doubt() ? 1 : 0;
      writer->settle_doubt(at);
    }
    evidence_.check(writers_);
  }

  void kill_while_writing() {
    const auto server = serve();
    const Address at = address_of(*server);
    settle_doubts(at);
    verify();
    std::vector<std::future<void>> ends;
    for (const auto& writer : writers_)
      ends.push_back(std::async(std::launch::async, [&writer, &at] { writer->write_until_cut_off(at); }));
    std::this_thread::sleep_for(milliseconds{20} + moment(400));
    server->kill();
    for (auto& end : ends) end.get();
  }

  void kill_while_starting() {
    const auto server = serve();
    std::this_thread::sleep_for(moment(60));
    server->kill();
    evidence_.check(writers_);
    verify();  // without a server, the command line opens the data itself
  }

  void finish() {
    const auto server = serve();
    const Address at = address_of(*server);
    settle_doubts(at);
    // How long that takes is not tested; a limit only keeps a broken host from holding the test up for ever.
    for (int i = 0; i < 300 && evidence_.sightings() != evidence_.events(); ++i) {
      std::this_thread::sleep_for(milliseconds{100});
      evidence_.check(writers_);
    }
    if (evidence_.sightings() != evidence_.events())
      throw Broken(fmt::format("the method has seen {} of {} events", evidence_.sightings(), evidence_.events()));
    verify();
    evidence_.check_database();
  }

  std::string liufa_;
  std::string methods_;
  fs::path data_;
  std::mt19937_64 random_;
  Evidence evidence_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::uint64_t doubts_ = 0;
};

}  // namespace

}  // namespace liufa::crash

int main(int count, char** words) {
  if (count < 4) {
    std::cerr << "usage: liufa_crash_test LIUFA METHODS DATA [KILLS [SEED]]\n";
    return 2;
  }
  const int kills = count > 4 ? std::atoi(words[4]) : 60;
  const std::uint64_t seed = count > 5 ? std::strtoull(words[5], nullptr, 10) : std::random_device{}();
  std::cout << kills << " kills, seed " << seed << std::endl;
  try {
    liufa::crash::CrashTest test(words[1], words[2], words[3], seed);
    test.run(kills);
    std::cout << test.summary() << std::endl;
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "BROKEN (seed " << seed << "): " << error.what() << std::endl;
    return 1;
  }
}
