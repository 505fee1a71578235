/// The files of parts/, built into the library: the style of the page and the fixed parts of a Word document.
#pragma once

#include <string_view>

namespace liufa::host {

/// By the file's name, such as "styles.xml"; empty if there is none.
std::string_view report_part(std::string_view name);

/// The style of the page, which also lays it out on paper (GB/T 9704-2012).
inline std::string_view report_style() { return report_part("report.css"); }

}  // namespace liufa::host
