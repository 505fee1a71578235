#include "services/report/record_texts.hpp"
#include "services/report/report.hpp"
#include "services/report/template.hpp"

namespace liufa::host {

namespace {

/// Goes through a section as a method declares itself, both ways through each condition.
class Judge final : public Answers {
 public:
  Judge(const Manifest& manifest, bool both) : manifest_(manifest), all_hold_(both) {}

  std::string text(const std::string& given) override {
    const Tag tag = parse_tag(given);
    switch (tag.kind) {
      case Tag::Kind::figure: figure(tag.name); break;
      case Tag::Kind::figures:
        for (const std::string& name : tag.names)
          if (name.find('.') != std::string::npos) figure(name);
        break;
      case Tag::Kind::table:
      case Tag::Kind::list:
      case Tag::Kind::names:
      case Tag::Kind::count: source(tag); break;
      case Tag::Kind::section:
      case Tag::Kind::sections: throw Problem("report.nested", {{"section", tag.name}});
      case Tag::Kind::word: break;
    }
    return "";
  }

  bool holds(const std::string& tag) override {
    if (tag.find('.') != std::string::npos) figure(tag);
    return all_hold_;
  }

 private:
  [[nodiscard]] bool own(const std::string& name) const { return name.starts_with(manifest_.id + "."); }

  [[nodiscard]] const Figure* find(const std::string& key) const {
    for (const Figure& each : manifest_.figures)
      if (each.key == key) return &each;
    return nullptr;
  }

  void figure(const std::string& key) const {
    if (own(key) && !find(key)) throw Problem("report.no_figure", {{"figure", key}});
  }

  void source(const Tag& tag) const {
    if (!own(tag.name)) return;
    const Figure* figure = find(tag.name);
    const std::string full_id = figure ? figure->of : tag.name;
    const RecordType* type = full_id.starts_with(manifest_.id + ".")
                                 ? manifest_.record(std::string_view(full_id).substr(manifest_.id.size() + 1))
                                 : nullptr;
    if (!type && !figure) throw Problem("report.no_source", {{"source", tag.name}});
    if (!type) return;  // a figure of another method's records
    for (const Tag::Column& column : tag.columns)
      if (column.field != "#" && !report_column(*type, column.field)) throw unknown(*type, column.field);
    for (const auto& [name, value] : tag.filters) {
      const std::string field = name.substr(0, name.find('.'));
      const bool of_list = field == "sort" || field == "limit" || field == "version";
      if (!of_list && !report_column(*type, field)) throw unknown(*type, field);
    }
  }

  static Problem unknown(const RecordType& type, const std::string& field) {
    std::string known;
    for (const Field& each : type.fields) known += (known.empty() ? "" : ", ") + each.id;
    return Problem("record.unknown_field", {{"record", type.full_id}, {"field", field}, {"known", known}});
  }

  const Manifest& manifest_;
  bool all_hold_;
};

}  // namespace

void check_section(const Manifest& manifest, const std::string& text, std::string_view where) {
  if (text.size() > largest_template)
    throw Problem("report.too_long", {{"limit", std::to_string(largest_template / 1000)}});
  if (!is_utf8(text)) throw Problem("report.template", {{"where", where}, {"line", "1"}, {"reason", "UTF-8"}});
  for (const bool hold : {true, false}) {
    Judge judge(manifest, hold);
    (void)fill_template(text, where, judge);
  }
}

}  // namespace liufa::host
