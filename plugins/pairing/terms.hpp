/// What pairs of organisations, pairs of members and instructors have in common: a term with dates, renewal and end.
///
/// A term lasts to its last day: three years from 2026-03-01 end on 2029-03-01 (Civil Code art. 201, 202: the day of
/// the beginning does not count, the last day is the one of the same number). A renewal moves the last day of the same
/// record: plans, ledger and evaluations go by year and stay in one place, and what the dates were before is in
/// history.
#pragma once

#include <liufa/method.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace liufa::pairing {

struct Term {
  std::string starts_on;
  std::string ends_on;  ///< the last day
};

/// A field's text; empty if it is null or absent.
std::string text_of(const Json& fields, std::string_view field);
/// A reference's or an integer's value; 0 if it is null or absent.
std::int64_t integer_of(const Json& fields, std::string_view field);

/// The state of a record of this method as it stands; empty if there is none. `record` is one of this method's ids.
std::string state_of(Call& call, std::string_view record, std::int64_t id);

/// Before a record with a term is created, changed as a draft, or confirmed: today and the usual `months` fill what is
/// missing, the order of the dates is checked, `year` follows. Returns the term.
Term complete_term(Change& change, int months);

/// Before "renew": the last day moves on by `months` unless a later one was given. Returns the prolonged term.
Term renew_term(Change& change, int months);

/// Before "end": the last day becomes today, or the day that was given, unless the term was over before.
void end_term(Change& change);

/// Refuses an update that touches one of `agreed` once the record is beyond proposed and returned: these change only by
/// steps of the workflow, or not at all. Also refuses updates of what is over.
void keep_agreed(Change& change, std::string_view record, const std::vector<std::string>& agreed);

/// How many of `others` hold at once on the worst day of `term`.
int most_at_once(const std::vector<Term>& others, const Term& term);

/// The terms of the active records of this type that name `value` in `column`, except `own`. What is past its last day
/// but not ended goes on holding, until somebody ends or renews it.
std::vector<Term> active_terms(Call& call, std::string_view record, std::string_view column, std::int64_t value,
                               std::int64_t own);

}  // namespace liufa::pairing
