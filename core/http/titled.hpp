/// Answers with ?titles=true: beside what was asked for, the titles of all records that it refers to, so that nobody
/// has to ask for each.
#pragma once

#include "http/routes.hpp"
#include "services/record_names.hpp"

namespace liufa::host {

/// The language of people that a request asks for: Chinese unless Accept-Language begins with English.
Language language_of(const Request& request);

/// ?titles=true of one request.
class Titled {
 public:
  /// Throws Problem request.parameter for a word other than true and false.
  explicit Titled(const RouteCall& call);

  [[nodiscard]] bool wanted() const { return wanted_; }
  /// The request's query without this parameter.
  [[nodiscard]] const Query& rest() const { return rest_; }

  /// Adds "titles" to an answer if they are wanted: `ask` asks for them, given the answer as it is.
  Response add_to(Response response, Session& session, const std::function<void(RecordNames&, const Json&)>& ask) const;
  /// The same of a page of records and of one record.
  Response add_to_page(Response response, Session& session, const RecordSchema& schema) const;
  Response add_to_record(Response response, Session& session, const RecordSchema& schema) const;

 private:
  const RouteCall& call_;
  bool wanted_ = false;
  Query rest_;
};

}  // namespace liufa::host
