/// The parts of the benchmarks; each adds what it found to the report.
#pragma once

#include "bed.hpp"
#include "report.hpp"

namespace liufa::bench {

/// Creates, reads and lists over HTTP; the start and the memory of a server.
void measure_http(const Options& options, Report& report);
/// The bulk import, the delivery of events and a figure.
void measure_storage(const Options& options, Report& report);
/// Imports and exports of workbooks, beside the same as CSV.
void measure_excel(const Options& options, Report& report);
/// Bulk writing of derived records, and reading row by row through the query interface.
void measure_derived(const Options& options, Report& report);
/// The pioneer index in bulk and after one entry.
void measure_index(const Options& options, Report& report);
/// The same operations at growing numbers of records.
void measure_growth(const Options& options, Report& report);
/// What people with a narrow post pay for it, and their to-do list, in the demonstration district.
void measure_people(const Options& options, Report& report);
/// The whole country's organisation tree.
void measure_country(const Options& options, Report& report);

}  // namespace liufa::bench
