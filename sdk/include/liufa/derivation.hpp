/// Bulk writing of derived records: part of method.hpp.
#pragma once

#include <liufa/method.hpp>

namespace liufa {

/// Takes the rows of a derived record type and writes them by and by, some ten thousand in a write, so that memory
/// stays bounded and nobody waits long. Made by Call::derive, used on the handler's thread.
class Derivation {
 public:
  Derivation(const Derivation&) = delete;
  Derivation& operator=(const Derivation&) = delete;
  ~Derivation() = default;

  /// One row: as many values as there are fields, in their order and as they are stored. Integers (of a decimal scaled
  /// by its field's `scale`), booleans, texts; nothing for an empty one (std::nullopt, an empty optional or text).
  /// Texts are copied.
  template <class... Cells>
  void row(const Cells&... cells) {
    require(sizeof...(cells));
    (put(cells), ...);
    finish_row();
  }
  /// The same from a vector.
  void row(const std::vector<Parameter>& cells) {
    require(cells.size());
    for (const Parameter& each : cells) put(each);
    finish_row();
  }

  /// Rows taken so far.
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  /// Of those that are on their way to disk, how many were new or changed; the others were there already as they are.
  [[nodiscard]] std::int64_t written() const { return written_; }

 private:
  friend class Call;
  static constexpr std::size_t rows_in_a_write = 10'000;

  Derivation(Call& call, std::string_view record, const std::vector<std::string>& fields)
      : call_(call), record_(record), fields_(fields) {
    for (const std::string& each : fields_) names_.push_back(detail::view(each));
  }

  void require(std::size_t cells) const {
    if (cells != fields_.size())
      throw std::invalid_argument("a row of “" + record_ + "” has " + std::to_string(fields_.size()) +
                                  " fields, found " + std::to_string(cells) + " values");
  }

  void put(std::nullopt_t) { values_.emplace_back(); }
  void put(std::monostate) { values_.emplace_back(); }
  template <class Integer>
  requires std::is_integral_v<Integer>
  void put(Integer value) {
    liufa_value cell{};
    cell.kind = LIUFA_INTEGER;
    cell.as.integer = static_cast<std::int64_t>(value);
    values_.push_back(cell);
  }
  template <class Real>
  requires std::is_floating_point_v<Real>
  void put(Real) = delete;  // a published number is exact: give a decimal as an integer, scaled
  void put(std::string_view text) {
    liufa_value cell{};
    cell.kind = text.empty() ? LIUFA_NULL : LIUFA_TEXT;
    if (!text.empty()) cell.as.text = detail::view(texts_.emplace_back(text));
    values_.push_back(cell);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  void put(const char* text) { put(std::string_view(text)); }
  template <class Cell>
  void put(const std::optional<Cell>& cell) {
    if (cell)
      put(*cell);
    else
      put(std::nullopt);
  }
  void put(const Parameter& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return put(*integer);
    if (const auto* text = std::get_if<std::string>(&cell)) return put(*text);
    if (std::holds_alternative<double>(cell)) throw std::invalid_argument("give a decimal as an integer, scaled");
    put(std::nullopt);
  }

  void finish_row() {
    ++rows_;
    if (values_.size() >= rows_in_a_write * fields_.size()) flush();
  }

  /// Writes what has been taken.
  void flush() {
    if (values_.empty()) return;
    next_ = 0;
    std::int64_t changed = 0;
    call_.write([&] { call_.derive_from(record_, names_, hand_over, this, changed); });
    written_ += changed;
    values_.clear();
    texts_.clear();
  }

  static std::int32_t hand_over(void* context, liufa_value* columns, std::size_t count) {
    auto& self = *static_cast<Derivation*>(context);
    if (self.next_ == self.values_.size()) return 0;
    std::copy_n(self.values_.begin() + static_cast<std::ptrdiff_t>(self.next_), count, columns);
    self.next_ += count;
    return 1;
  }

  Call& call_;
  std::string record_;
  std::vector<std::string> fields_;
  std::vector<liufa_text> names_;
  std::vector<liufa_value> values_;  ///< of the rows taken, one after another
  std::deque<std::string> texts_;    ///< stay where they are while more come
  std::size_t next_ = 0;             ///< of the values, to be handed over
  std::int64_t rows_ = 0;
  std::int64_t written_ = 0;
};

inline std::int64_t Call::derive(std::string_view record, const std::vector<std::string>& fields,
                                 const std::function<void(Derivation&)>& fill) {
  Derivation derivation(*this, record, fields);
  fill(derivation);
  derivation.flush();
  return derivation.written();
}

inline std::int64_t Call::derive(std::string_view record, const std::vector<std::string>& fields,
                                 const std::vector<std::vector<Parameter>>& rows) {
  return derive(record, fields, [&](Derivation& to) {
    for (const auto& each : rows) to.row(each);
  });
}

inline std::int64_t Call::discard(std::string_view record,
                                  const std::vector<std::pair<std::string, Parameter>>& values) {
  constexpr std::int64_t most = 50'000;  // others wait for a write
  std::vector<liufa_text> names;
  std::vector<liufa_value> cells;
  for (const auto& [name, value] : values) {
    names.push_back(detail::view(name));
    cells.push_back(abi(value));
  }
  std::int64_t all = 0;
  std::int64_t removed = most;
  while (removed == most) {
    write([&] {
      require_in_table(&liufa_host_table::discard);
      check(host_.discard(call_, detail::view(record), names.data(), cells.data(), names.size(), most, &removed));
    });
    all += removed;
  }
  return all;
}

}  // namespace liufa
