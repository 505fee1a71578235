#include "storage/store.hpp"

namespace liufa::host {

Value Session::scalar(std::string_view sql, Parameters parameters) {
  const auto rows = query(sql, parameters);
  return rows->next() ? own(rows->value(0)) : Value{};
}

std::int64_t Session::scalar_integer(std::string_view sql, Parameters parameters) {
  const auto rows = query(sql, parameters);
  return rows->next() ? rows->integer(0) : 0;
}

}  // namespace liufa::host
