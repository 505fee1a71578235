#include "base/catalogue/catalogue.hpp"

namespace liufa::host {

namespace {
using enum ProblemKind;

// clang-format off
constexpr CatalogueEntry entries[] = {
    {"report.template", invalid,
     "报告模板（{where}）第 {line} 行有误：{reason}",
     "The report's template ({where}), line {line}: {reason}"},
    {"report.too_long", too_large,
     "报告模板最大 {limit} KB；请缩短，或把内容放到各工作法的段落中",
     "A report's template has at most {limit} KB; shorten it, or leave things to the methods' sections"},
    {"report.tag", invalid,
     "报告标签“{tag}”无法识别：此处应为{expected}；写法见 docs/report.md",
     "The report's tag “{tag}” is not understood: expected here {expected}; see docs/report.md"},
    {"report.no_figure", not_found,
     "没有指标“{figure}”，或其工作法未启用；指标清单见 liufa figures",
     "There is no figure “{figure}”, or its method is not enabled; liufa figures lists them"},
    {"report.no_source", not_found,
     "没有名为“{source}”的指标或记录类型，或其工作法未启用",
     "There is no figure and no record type “{source}”, or its method is not enabled"},
    {"report.no_method", not_found,
     "工作法“{method}”未启用；请放入 {{{{#{method}}}}} … {{{{/{method}}}}} 之中",
     "The method “{method}” is not enabled; put this inside {{{{#{method}}}}} … {{{{/{method}}}}}"},
    {"report.nested", invalid,
     "工作法的段落中不能再放其他段落（{section}）；请放到本区的模板中",
     "A method's section can't contain another one ({section}); put it into the district's template"},
    {"report.incomplete", refused,
     "报告中有 {count} 处未能填写，按 --strict 的要求不予生成；请修正后重试，或去掉 --strict",
     "Places of the report that could not be filled: {count}, and --strict asks for all; mend them, or leave --strict out"},
    {"report.no_pdf_tool", unavailable,
     "生成 PDF 需要程序 {program}，本机没有；请安装：apt-get install weasyprint fonts-arphic-uming fonts-arphic-ukai fonts-wqy-microhei fonts-liberation",
     "PDF needs the program {program}, which is not on this machine; install it: apt-get install weasyprint fonts-arphic-uming fonts-arphic-ukai fonts-wqy-microhei fonts-liberation"},
    {"report.terminal", invalid,
     "{format} 不能显示在终端上；请用 --output 文件名",
     "{format} can't be shown on a terminal; say --output FILE"},
    {"report.pdf", failed,
     "未能生成 PDF：{reason}；请重试，或改用 docx、html",
     "The PDF could not be printed: {reason}; try again, or take docx or html"},
};
// clang-format on
}  // namespace

std::span<const CatalogueEntry> report_problems() { return entries; }

}  // namespace liufa::host
