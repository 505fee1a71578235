/// Figures as a report puts them: in words, beside those of the period compared with, each linked to its records.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/report/report.hpp"
#include "services/report/tag.hpp"

namespace liufa::host {

class FigureTexts {
 public:
  /// All are borrowed.
  FigureTexts(Session& session, const DistrictModel& model, const Actor& actor, const ReportQuery& query)
      : session_(session), model_(model), actor_(actor), query_(query) {}

  /// Throws Problem report.no_figure.
  [[nodiscard]] const FigureInDistrict& find(const std::string& key) const;
  [[nodiscard]] bool readable(const FigureInDistrict& figure) const;
  /// More than zero, and for this reader to know.
  bool positive(const std::string& key);

  /// Markdown. What the reader may not see is said to be so.
  std::string text(const Tag& tag);
  /// A table of figures, named by key or by method; what the reader may not see is left out. `remark` makes of a
  /// problem what stands in its place.
  using Remark = std::function<std::string(const Problem&)>;
  std::string table(const Tag& tag, const Remark& remark);

 private:
  enum class When { now, before };
  struct Cached {
    FigureValue now;
    FigureValue before;
    bool has_before = false;
  };
  const Cached& values(const FigureInDistrict& figure);
  [[nodiscard]] bool compares(const FigureInDistrict& figure) const;
  [[nodiscard]] FigureQuery figure_query(When when) const;
  [[nodiscard]] std::string linked(const FigureInDistrict& figure, When when, const std::string& text) const;
  std::string part(const FigureInDistrict& figure, Tag::Part part);
  std::vector<std::string> row(const FigureInDistrict& figure);
  [[nodiscard]] std::string heading(const ReportPeriod& period) const;
  [[nodiscard]] std::vector<std::string> keys(const Tag& tag) const;
  [[nodiscard]] std::string pick(const char* zh, const char* en) const {
    return query_.language == Language::zh ? zh : en;
  }

  Session& session_;
  const DistrictModel& model_;
  const Actor& actor_;
  const ReportQuery& query_;
  std::map<std::string, Cached, std::less<>> values_;
};

}  // namespace liufa::host
