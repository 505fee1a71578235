#include "papers.hpp"

#include <map>
#include <optional>

#include "fields.hpp"
#include "handlers.hpp"
#include "people.hpp"
#include "selection.hpp"

namespace liufa::cadre {
namespace {

/// Keeps the paper as the next edition of its kind.
void keep_paper(Call& call, std::int64_t selection, const std::string& kind, const Paper& paper) {
  const auto editions =
      call.query_integer("SELECT MAX(edition) FROM cadre_paper WHERE selection = $1 AND kind = $2", {selection, kind});
  call.create("paper", {{"selection", selection},
                        {"organisation", read_selection(call, selection).organisation},
                        {"kind", kind},
                        {"edition", editions.value_or(0) + 1},
                        {"title", paper.title},
                        {"body", paper.body},
                        {"made_on", call.today()}});
}

/// After a step. Where the selection has gone on meanwhile and there is nothing to say any more, there is no paper.
void make_paper(Call& call, std::int64_t selection, const std::string& kind) {
  std::optional<Paper> paper;
  try {
    paper = write_paper(call, selection, kind);
  } catch (const Refused&) {
    return;
  }
  keep_paper(call, selection, kind, *paper);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char each : text) {
    if (each == '&')
      out += "&amp;";
    else if (each == '<')
      out += "&lt;";
    else if (each == '>')
      out += "&gt;";
    else if (each == '"')
      out += "&quot;";
    else
      out += each;
  }
  return out;
}

constexpr std::string_view bar = "｜";

std::string row_html(std::string_view line) {
  std::string out = "<tr>";
  line.remove_prefix(bar.size());
  while (true) {
    const std::size_t end = line.find(bar);
    out += "<td>" + escaped(line.substr(0, end)) + "</td>";
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + bar.size());
  }
  return out + "</tr>";
}

/// A secretary asks for papers of the own organisation only.
void require_own(Call& call, const Selection& selection) {
  const std::int64_t own = integer_of(call.input(), "organisation");
  if (own == 0 || own == selection.organisation) return;
  const std::string above = require_organisation(call, "organisation", own).path;
  if (require_organisation(call, "", selection.organisation).path.starts_with(above)) return;
  Call::refuse("selection", {"该选拔不属于所填党组织。请更正。",
                             "Expected a selection of the organisation given; it is another one's. Correct it."});
}

void paper_action(Call& call) {
  const Selection selection = read_selection(call, integer_of(call.input(), "selection"));
  require_own(call, selection);
  const Paper paper = write_paper(call, selection.id, text_of(call.input(), "kind"));
  call.answer({{"title", paper.title}, {"text", paper.title + "\n" + paper.body}, {"html", html_of(paper)}});
}

}  // namespace

std::string html_of(const Paper& paper) {
  std::string out = "<article lang=\"zh-CN\"><h1>" + escaped(paper.title) + "</h1>";
  bool in_table = false;
  std::string_view rest = paper.body;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const bool row = line.starts_with(bar);
    if (row != in_table) out += row ? "<table>" : "</table>";
    in_table = row;
    if (row)
      out += row_html(line);
    else if (!line.empty())
      out += "<p>" + escaped(line) + "</p>";
  }
  return out + (in_table ? "</table></article>" : "</article>");
}

void register_papers(Setup& at) {
  static const std::map<const char*, const char*> papers{
      {"cadre.selection.requested", "request"},     {"cadre.selection.list_submitted", "candidate_report"},
      {"cadre.selection.publicised", "publicity"},  {"cadre.selection.appointment_publicised", "publicity"},
      {"cadre.selection.election_begun", "ballot"}, {"cadre.selection.reported", "result_report"},
      {"cadre.selection.completed", "appointment"}};
  for (const auto& [topic, kind] : papers)
    at.on(topic, [kind = std::string(kind)](Event& event) { make_paper(event, event.id(), kind); });
  at.on("cadre.ballot.counted", [](Event& event) {
    const auto selection = event.query_integer("SELECT selection FROM cadre_ballot WHERE id = $1", {event.id()});
    if (selection) make_paper(event, *selection, "tally");
  });
  at.action("paper", paper_action);
}

}  // namespace liufa::cadre
