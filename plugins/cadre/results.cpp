/// Results of a whole class in one table.
#include <liufa/kit/decimal.hpp>
#include <map>
#include <vector>

#include "fields.hpp"
#include "handlers.hpp"
#include "training.hpp"

namespace liufa::cadre {
namespace {

struct Line {
  std::size_t number = 0;
  std::string code;
  bool absent = false;
  std::optional<std::int64_t> hours;
  std::optional<std::int64_t> score;
};

struct Called {
  std::int64_t training = 0;
  std::string state;
};

[[noreturn]] void refuse_line(std::size_t number, const Text& why) {
  Call::refuse("results",
               {"第 " + std::to_string(number) + " 行：" + why.zh, "Line " + std::to_string(number) + ": " + why.en});
}

/// The cells of a line, parted by a comma (either width) or a tab; without spaces around.
std::vector<std::string> cells_of(std::string line) {
  for (const std::string_view wide : {"，", "\t"})
    for (std::size_t at = line.find(wide); at != std::string::npos; at = line.find(wide))
      line.replace(at, wide.size(), ",");
  std::vector<std::string> cells(1);
  for (const char each : line) {
    if (each == ',')
      cells.emplace_back();
    else if (each != ' ' && each != '\r')
      cells.back() += each;
  }
  return cells;
}

std::optional<std::int64_t> number_in(const std::vector<std::string>& cells, std::size_t at, std::size_t line) {
  if (at >= cells.size() || cells[at].empty()) return std::nullopt;
  const auto value = kit::parse_decimal(cells[at]);
  if (!value)
    refuse_line(line, {"“" + cells[at] + "”不是数字。请更正。", "“" + cells[at] + "” is not a number. Correct it."});
  return value;
}

std::vector<Line> parse(const std::string& text) {
  std::vector<Line> lines;
  std::size_t number = 0;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::vector<std::string> cells = cells_of(text.substr(from, end - from));
    from = end + 1;
    ++number;
    if (cells.size() == 1 && cells[0].empty()) continue;
    Line line{number, cells[0], cells.size() > 1 && (cells[1] == "缺" || cells[1] == "absent"), {}, {}};
    if (!line.absent) line.hours = number_in(cells, 1, number);
    line.score = number_in(cells, 2, number);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::map<std::string, Called> called_for(Call& call, std::int64_t class_id) {
  std::map<std::string, Called> found;
  call.query(
      "SELECT m.code, t.id, t.state FROM cadre_training t JOIN directory_member m ON m.id = t.member WHERE t.class "
      "= $1",
      {class_id}, [&](const Row& row) {
        found.emplace(std::string(row.text(0)), Called{row.integer(1), std::string(row.text(2))});
      });
  return found;
}

struct Counts {
  std::int64_t passed = 0;
  std::int64_t failed = 0;
  std::int64_t absent = 0;
};

void record(Call& call, const Class& of, const Called& called, const Line& line, Counts& counts) {
  if (line.absent) {
    call.transition("training", called.training, "miss");
    ++counts.absent;
    return;
  }
  const std::optional<bool> passed = passes(of, line.score);
  if (!passed)
    refuse_line(line.number,
                {"该班设有考试，缺少成绩。请补填。", "the class has a test and the score is missing. Enter it."});
  Json fields = Json::object();
  if (line.score) fields["score"] = decimal_json(*line.score);
  if (called.state != "attended") call.transition("training", called.training, "attend");
  if (*passed && line.hours) fields["hours"] = decimal_json(*line.hours);
  call.transition("training", called.training, *passed ? "pass" : "fail", fields);
  ++(*passed ? counts.passed : counts.failed);
}

bool is_waiting(const Called& called) {
  return called.state == "called" || called.state == "enrolled" || called.state == "attended";
}

void record_results(Call& call) {
  const Class of = read_class(call, integer_of(call.input(), "class"));
  const std::vector<Line> lines = parse(text_of(call.input(), "results"));
  std::map<std::string, Called> called = called_for(call, of.id);
  const bool others_pass = boolean_of(call.input(), "others_pass");
  Counts counts;
  call.write([&] {
    for (const Line& line : lines) {
      const auto found = called.find(line.code);
      if (found == called.end() || !is_waiting(found->second))
        refuse_line(line.number,
                    {"党员“" + line.code + "”不在本班，或结果已登记。请核对编号。",
                     "member “" + line.code + "” is not of this class, or has a result. Check the number."});
      record(call, of, found->second, line, counts);
      called.erase(found);
    }
    if (!others_pass) return;
    for (const auto& [code, each] : called)
      if (each.state == "enrolled" || each.state == "attended")
        record(call, of, each, {0, code, false, {}, {}}, counts);
  });
  call.answer({{"passed", counts.passed}, {"failed", counts.failed}, {"absent", counts.absent}});
}

}  // namespace

void register_results(Setup& at) { at.action("record_results", record_results); }

}  // namespace liufa::cadre
