#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "services/reach.hpp"
#include "services/report/figure_texts.hpp"
#include "services/report/markdown.hpp"
#include "services/report/record_texts.hpp"
#include "services/report/report.hpp"
#include "services/report/store.hpp"
#include "services/report/template.hpp"

namespace liufa::host {

namespace {

constexpr std::string_view whole_name = "whole";
constexpr std::string_view comparison_name = "comparison";

Scope organisation_scope(const DistrictModel& model, const Actor& actor) {
  const RecordType& type = model.record("directory.organisation").type;
  return scope_of(actor, {Act::read, type.full_id, type.read});
}

std::string name_in_directory(Session& session, const char* table, std::int64_t id) {
  const ValueView value = id;
  const Value name = session.scalar(fmt::format("SELECT name FROM {} WHERE id = $1", table), {&value, 1});
  return is_null(name) ? "" : std::get<std::string>(name);
}

/// Answers the tags of the district's template and of the methods' sections.
class Composer final : public Answers {
 public:
  Composer(Session& session, const DistrictModel& model, const Actor& actor, const ReportQuery& query)
      : session_(session),
        model_(model),
        actor_(actor),
        query_(query),
        figures_(session, model, actor, query),
        records_(session, model, actor, query),
        district_(in(query.language, district_name(session, query.district))),
        whole_(query.organisation == 0 && organisation_scope(model, actor).everything()),
        organisation_(organisation()) {}

  std::string compose() {
    const std::string text = report_template(session_, query_.language);
    for (const std::string& tag : tags_in(text, "report"))
      if (tag.starts_with("section ")) named_.insert(parse_tag(tag).name);
    return fill_template(text, "report", *this);
  }

  std::string text(const std::string& tag) override {
    try {
      return answer(parse_tag(tag));
    } catch (const Problem& problem) {
      return remark(problem);
    }
  }

  bool holds(const std::string& tag) override {
    if (tag == whole_name) return whole_;
    if (tag == comparison_name) return query_.comparison != Comparison::none;
    const std::size_t point = tag.find('.');
    if (point == std::string::npos) return visible(tag);
    const auto method = model_.methods.find(tag.substr(0, point));
    if (method == model_.methods.end() || !method->second.active) return false;
    try {
      return figures_.positive(tag);
    } catch (const Problem& problem) {
      note(problem);
      return false;
    }
  }

  [[nodiscard]] const std::string& organisation_name() const { return organisation_; }
  [[nodiscard]] std::vector<Problem> problems() { return std::move(problems_); }

 private:
  std::string answer(const Tag& tag) {
    const auto marked = [this](const Problem& problem) { return remark(problem); };
    switch (tag.kind) {
      case Tag::Kind::figure: return figures_.text(tag);
      case Tag::Kind::figures: return figures_.table(tag, marked);
      case Tag::Kind::table:
      case Tag::Kind::list:
      case Tag::Kind::names:
      case Tag::Kind::count: return records_.text(tag);
      case Tag::Kind::section: return section(tag.name);
      case Tag::Kind::sections: return other_sections();
      case Tag::Kind::word: return word(tag.name);
    }
    return "";
  }

  [[nodiscard]] std::string word(const std::string& name) const {
    const bool zh = query_.language == Language::zh;
    if (name == "period") return period_name(query_.period, query_.language);
    if (name == "previous_period")
      return query_.comparison == Comparison::none
                 ? "—"
                 : period_name(compared_period(query_.period, query_.comparison), query_.language);
    if (name == "year") return std::to_string(query_.period.period.year);
    if (name == "bracketed_year")
      return zh ? fmt::format("〔{}〕", query_.period.period.year) : std::to_string(query_.period.period.year);
    if (name == "today") return date_name(query_.today, query_.language);
    return markdown_text(name == "district" ? district_ : organisation_);
  }

  /// Whether a method is there, and this reader may read something of it.
  [[nodiscard]] bool visible(const std::string& id) const {
    const auto method = model_.methods.find(id);
    if (method == model_.methods.end() || !method->second.active) return false;
    const auto& records = method->second.manifest->records;
    return std::any_of(records.begin(), records.end(), [&](const RecordType& type) {
      return !scope_of(actor_, {Act::read, type.full_id, type.read}).nothing();
    });
  }

  std::string section(const std::string& id) {
    if (!visible(id)) return "";
    const Text& both = model_.methods.find(id)->second.report;
    const std::string& text = in(query_.language, both).empty() ? both.zh : in(query_.language, both);
    if (text.empty()) return "";
    if (in_section_) throw Problem("report.nested", {{"section", id}});
    in_section_ = true;
    std::string filled;
    try {
      filled = fill_template(text, id, *this);
    } catch (const Problem& problem) {
      filled = remark(problem);
    }
    in_section_ = false;
    return "\n" + filled + "\n";
  }

  std::string other_sections() {
    std::string all;
    for (const auto& [id, method] : model_.methods)
      if (!named_.contains(id)) all += section(id);
    return all;
  }

  /// Whose report it is: the organisation asked for, the whole district, or what the reader's posts are over.
  std::string organisation() const {
    const RecordSchema& schema = model_.record("directory.organisation");
    const Scope scope = organisation_scope(model_, actor_);
    if (query_.organisation != 0) {
      const Record record = read_in_scope(session_, schema, query_.organisation, scope);
      return std::get<std::string>(record.values[schema.index("name")]);
    }
    if (whole_) return district_;
    std::string names;
    for (const std::int64_t top : scope.tops()) {
      const std::string name = name_in_directory(session_, "directory_organisation", top);
      names += (names.empty() || name.empty() ? "" : query_.language == Language::zh ? "、" : ", ") + name;
    }
    if (names.empty() && actor_.member != 0) names = name_in_directory(session_, "directory_member", actor_.member);
    return names.empty() ? district_ : names;
  }

  void note(const Problem& problem) {
    const bool known = std::any_of(problems_.begin(), problems_.end(),
                                   [&](const Problem& each) { return each.text().en == problem.text().en; });
    if (!known) problems_.push_back(problem);
  }

  std::string remark(const Problem& problem) {
    note(problem);
    // The brackets stand outside: between Chinese characters, Markdown takes ** before a bracket for two asterisks.
    return "【**" + markdown_text(in(query_.language, problem.text())) + "**】";
  }

  Session& session_;
  const DistrictModel& model_;
  const Actor& actor_;
  const ReportQuery& query_;
  FigureTexts figures_;
  RecordTexts records_;
  std::string district_;
  bool whole_;
  std::string organisation_;
  std::set<std::string, std::less<>> named_;  ///< methods whose section the template names itself
  bool in_section_ = false;
  std::vector<Problem> problems_;
};

}  // namespace

Report compose_report(Session& session, const DistrictModel& model, const Actor& actor, const ReportQuery& query) {
  Composer composer(session, model, actor, query);
  const std::string markdown = composer.compose();
  return {read_document(markdown, query.language), composer.organisation_name(), composer.problems()};
}

}  // namespace liufa::host
