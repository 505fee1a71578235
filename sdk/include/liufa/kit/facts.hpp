/// Reading what other methods declare as facts. The manifest says `reads: [host.fact, directory.organisation,
/// directory.member]`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::kit {

/// A fact as it holds now. Numbers are 0 and texts empty where the fact says nothing.
struct Fact {
  std::string source;  ///< "pairing.support"
  std::string record;  ///< the record's type; with `id`, the record
  std::int64_t id = 0;
  std::int64_t member = 0;
  std::int64_t organisation = 0;  ///< where it counts: the one that it names, else the member's as the directory stands
  bool names_organisation = false;
  std::string path;         ///< of that organisation ("/1/7/23/")
  std::string member_path;  ///< of the member's organisation
  std::string held_on;
  std::int64_t quantity = 0;  ///< in hundredths
  std::string grade;
  std::string text;
};

/// The facts that a condition selects, one SELECT. In it `f` is host_fact, `m` the member, `p` the organisation where
/// the fact counts and `q` the member's: "f.record = $1 AND f.id = $2".
inline std::vector<Fact> read_facts(Call& call, const std::string& condition,
                                    const std::vector<Parameter>& parameters) {
  std::vector<Fact> facts;
  call.query(
      "SELECT f.source, f.record, f.id, f.member, p.id, CASE WHEN f.organisation IS NULL THEN 0 ELSE 1 END, p.path, "
      "q.path, f.held_on, f.quantity, f.grade, f.text FROM host_fact f "
      "LEFT JOIN directory_member m ON m.id = f.member "
      "LEFT JOIN directory_organisation p ON p.id = COALESCE(f.organisation, m.organisation) "
      "LEFT JOIN directory_organisation q ON q.id = m.organisation WHERE " +
          condition + " ORDER BY f.held_on, f.source, f.id",
      parameters, [&](const Row& row) {
        facts.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3),
                         row.integer(4), row.integer(5) != 0, std::string(row.text(6)), std::string(row.text(7)),
                         std::string(row.text(8)), row.integer(9), std::string(row.text(10)),
                         std::string(row.text(11))});
      });
  return facts;
}

/// "$3, $4, $5": so many parameters for an IN, counted on from `first`.
inline std::string placeholders(std::size_t first, std::size_t count) {
  std::string list;
  for (std::size_t at = 0; at < count; ++at) list += (at == 0 ? "$" : ", $") + std::to_string(first + at);
  return list;
}

/// At most so many characters of a text in UTF-8, with “…” at the end if something was left out: another method's text
/// may be longer than a field of one's own.
inline std::string shortened(std::string_view text, std::size_t characters) {
  std::size_t seen = 0;
  std::size_t last = 0;  // where the character before the limit begins
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    if (++seen == characters) last = at;
    if (seen > characters) return std::string(text.substr(0, last)) + "…";
  }
  return std::string(text);
}

}  // namespace liufa::kit
