/// XML from strangers, piece by piece, by expat. A document type, and with it every entity, ends the reading.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "services/table/zip_archive.hpp"

struct XML_ParserStruct;

namespace liufa::host {

/// The attributes of an element, valid while it is told.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** list) : list_(list) {}
  /// The attribute of that name without a namespace's prefix; null if it is absent.
  [[nodiscard]] const char* find(std::string_view name) const;
  /// The same with whatever prefix: the “id” of r:id.
  [[nodiscard]] const char* find_prefixed(std::string_view name) const;

 private:
  const char** list_;
};

/// What is told of a document. Names are without prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void open(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void close(std::string_view /*name*/) {}
  virtual void text(std::string_view /*text*/) {}
};

class XmlReader {
 public:
  /// Reads a part of the archive and tells `handler`, both of which outlive the reader.
  XmlReader(ZipArchive& archive, std::string part, XmlHandler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// Reads on a little; false at the end. Throws Problem import.damaged, import.unsafe, …, and what the handler throws.
  bool read_some();
  void read_all() {
    while (read_some()) {
    }
  }

 private:
  struct Calls;  // from expat, through which no exception may pass: it is kept until the parser has returned
  std::string name_;
  XmlHandler& handler_;
  std::unique_ptr<ZipArchive::Part> part_;
  XML_ParserStruct* parser_;
  std::uint64_t fed_ = 0;
  std::exception_ptr thrown_;
  bool ended_ = false;
};

}  // namespace liufa::host
