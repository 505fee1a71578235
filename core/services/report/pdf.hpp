/// PDF, printed from the report's page by WeasyPrint (Debian package weasyprint).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace liufa::host {

/// The tool is a program of its own; tests put another in its place.
struct PdfTool {
  std::string program = "weasyprint";
  std::chrono::seconds longest{60};
};

/// Prints a page. Throws Problem report.no_pdf_tool, which says what to install; report.pdf if it fails or takes too
/// long. Any thread; two print at a time.
std::string write_pdf(std::string_view html, const PdfTool& tool = {});

}  // namespace liufa::host
