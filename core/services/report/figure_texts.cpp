#include "services/report/figure_texts.hpp"

#include <fmt/format.h>

#include "services/report/markdown.hpp"

namespace liufa::host {

const FigureInDistrict& FigureTexts::find(const std::string& key) const {
  const auto found = model_.figures.find(key);
  if (found == model_.figures.end()) throw Problem("report.no_figure", {{"figure", key}});
  return found->second;
}

bool FigureTexts::readable(const FigureInDistrict& figure) const {
  const RecordType& type = figure.schema->type;
  return !scope_of(actor_, {Act::read, type.full_id, type.read}).nothing();
}

bool FigureTexts::positive(const std::string& key) {
  const FigureInDistrict& figure = find(key);
  if (!readable(figure)) return false;
  const FigureValue& value = values(figure).now;
  return value.scaled && *value.scaled > 0;
}

bool FigureTexts::compares(const FigureInDistrict& figure) const {
  return query_.comparison != Comparison::none && figure.figure->period != Figure::Period::none;
}

FigureQuery FigureTexts::figure_query(When when) const {
  FigureQuery query;
  query.period = (when == When::now ? query_.period : compared_period(query_.period, query_.comparison)).period;
  if (query_.organisation != 0) query.organisation = query_.organisation;
  return query;
}

const FigureTexts::Cached& FigureTexts::values(const FigureInDistrict& figure) {
  const auto known = values_.find(figure.figure->key);
  if (known != values_.end()) return known->second;
  const RecordType& type = figure.schema->type;
  const Scope scope = scope_of(actor_, {Act::read, type.full_id, type.read});
  Cached cached;
  cached.now = figure_value(session_, figure, figure_query(When::now), scope);
  cached.has_before = compares(figure);
  if (cached.has_before) cached.before = figure_value(session_, figure, figure_query(When::before), scope);
  return values_[figure.figure->key] = cached;
}

std::string FigureTexts::linked(const FigureInDistrict& figure, When when, const std::string& text) const {
  const ReportPeriod period = when == When::now ? query_.period : compared_period(query_.period, query_.comparison);
  std::string address = fmt::format("{}/figures/{}/records?period={}", query_.address, figure.figure->key, period.text);
  if (query_.organisation != 0) address += fmt::format("&organisation={}", query_.organisation);
  return fmt::format("[{}]({})", markdown_text(text), address);
}

std::string FigureTexts::part(const FigureInDistrict& figure, Tag::Part part) {
  const Text& unit = figure.figure->unit;
  const Cached& value = values(figure);
  const std::string none = "—";
  switch (part) {
    case Tag::Part::name: return markdown_text(in(query_.language, figure.figure->name));
    case Tag::Part::quantity: return linked(figure, When::now, quantity_name(value.now, unit, query_.language));
    case Tag::Part::number: return linked(figure, When::now, number_name(value.now));
    case Tag::Part::previous:
      return value.has_before ? linked(figure, When::before, quantity_name(value.before, unit, query_.language)) : none;
    case Tag::Part::difference:
      return value.has_before ? signed_name(change_between(value.now, value.before).difference) : none;
    case Tag::Part::percent: {
      const FigureValue percent = change_between(value.now, value.before).percent;
      return value.has_before && percent.scaled && unit.zh != "%" ? signed_name(percent) + "%" : none;
    }
    case Tag::Part::change: break;
  }
  if (!value.has_before) return none;
  return markdown_text(change_name(value.now, value.before, unit,
                                   compared_name(query_.period, query_.comparison, query_.language), query_.language));
}

std::string FigureTexts::text(const Tag& tag) {
  const FigureInDistrict& figure = find(tag.name);
  if (!readable(figure)) return pick("（无权查看）", "(not yours to see)");
  return part(figure, tag.part);
}

std::vector<std::string> FigureTexts::keys(const Tag& tag) const {
  std::vector<std::string> keys;
  for (const std::string& name : tag.names) {
    if (name.find('.') != std::string::npos) {
      keys.push_back(name);
      continue;
    }
    const auto method = model_.methods.find(name);
    if (method == model_.methods.end() || !method->second.active) throw Problem("report.no_method", {{"method", name}});
    for (const Figure& figure : method->second.manifest->figures) keys.push_back(figure.key);
  }
  return keys;
}

std::vector<std::string> FigureTexts::row(const FigureInDistrict& figure) {
  const bool zh = query_.language == Language::zh;
  const Tag::Part shown = zh ? Tag::Part::number : Tag::Part::quantity;
  std::vector<std::string> cells{part(figure, Tag::Part::name)};
  if (zh) cells.push_back(markdown_text(figure.figure->unit.zh));
  cells.push_back(part(figure, shown));
  if (query_.comparison == Comparison::none) return cells;
  const Cached& value = values(figure);
  const FigureValue before = value.before;
  cells.push_back(!value.has_before
                      ? "—"
                      : linked(figure, When::before,
                               zh ? number_name(before) : quantity_name(before, figure.figure->unit, query_.language)));
  cells.push_back(part(figure, Tag::Part::difference));
  cells.push_back(part(figure, Tag::Part::percent));
  return cells;
}

std::string FigureTexts::heading(const ReportPeriod& period) const {
  std::string name = period_name(period, query_.language);
  if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

std::string FigureTexts::table(const Tag& tag, const Remark& remark) {
  const bool zh = query_.language == Language::zh;
  std::vector<std::string> heads{pick("指标", "Figure")};
  if (zh) heads.emplace_back("单位");
  heads.push_back(heading(query_.period));
  if (query_.comparison != Comparison::none) {
    heads.push_back(heading(compared_period(query_.period, query_.comparison)));
    heads.push_back(pick("增减", "Change"));
    heads.push_back(pick("增幅", "Per cent"));
  }
  std::vector<bool> right(heads.size(), true);
  right[0] = false;
  if (zh) right[1] = false;
  std::vector<std::vector<std::string>> rows;
  for (const std::string& key : keys(tag)) {
    try {
      const FigureInDistrict& figure = find(key);
      if (readable(figure)) rows.push_back(row(figure));
    } catch (const Problem& problem) {
      std::vector<std::string> cells(heads.size());
      cells[0] = remark(problem);
      rows.push_back(std::move(cells));
    }
  }
  if (rows.empty()) return pick("（无权查看）", "(not yours to see)");
  return markdown_table(heads, right, rows);
}

}  // namespace liufa::host
