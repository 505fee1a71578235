#include "services/table/xml_reader.hpp"

#include <expat.h>

#include <cstring>

#include "base/problem.hpp"

namespace liufa::host {

namespace {

constexpr int at_once = 128 << 10;
/// No tag or comment of a workbook is near as long; expat reads an unfinished one again with every piece.
constexpr std::uint64_t longest_token = 1 << 20;

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

const char* XmlAttributes::find(std::string_view name) const {
  for (const char** each = list_; *each; each += 2)
    if (name == *each) return each[1];
  return nullptr;
}

const char* XmlAttributes::find_prefixed(std::string_view name) const {
  for (const char** each = list_; *each; each += 2)
    if (std::strchr(*each, ':') && without_prefix(*each) == name) return each[1];
  return nullptr;
}

struct XmlReader::Calls {
  template <typename Work>
  static void guarded(void* data, const Work& work) {
    auto& self = *static_cast<XmlReader*>(data);
    if (self.thrown_) return;
    try {
      work(self.handler_);
    } catch (...) {
      self.thrown_ = std::current_exception();
      XML_StopParser(self.parser_, XML_FALSE);
    }
  }
  static void open(void* data, const XML_Char* name, const XML_Char** attributes) {
    guarded(data, [&](XmlHandler& handler) { handler.open(without_prefix(name), XmlAttributes(attributes)); });
  }
  static void close(void* data, const XML_Char* name) {
    guarded(data, [&](XmlHandler& handler) { handler.close(without_prefix(name)); });
  }
  static void text(void* data, const XML_Char* text, int size) {
    guarded(data, [&](XmlHandler& handler) { handler.text({text, static_cast<std::size_t>(size)}); });
  }
  static void document_type(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    guarded(data, [&](XmlHandler&) {
      throw Problem(
          "import.unsafe",
          {{"part", static_cast<XmlReader*>(data)->name_},
           {"reason", Text{"含有文档类型声明或实体", "a document type declaration, which could hold entities"}}});
    });
  }
};

XmlReader::XmlReader(ZipArchive& archive, std::string part, XmlHandler& handler)
    : name_(std::move(part)), handler_(handler), part_(archive.open(name_)), parser_(XML_ParserCreate(nullptr)) {
  if (!parser_) throw std::bad_alloc();
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, Calls::open, Calls::close);
  XML_SetCharacterDataHandler(parser_, Calls::text);
  XML_SetStartDoctypeDeclHandler(parser_, Calls::document_type);
  XML_SetParamEntityParsing(parser_, XML_PARAM_ENTITY_PARSING_NEVER);
}

XmlReader::~XmlReader() { XML_ParserFree(parser_); }

bool XmlReader::read_some() {
  if (ended_) return false;
  void* const buffer = XML_GetBuffer(parser_, at_once);
  if (!buffer) throw std::bad_alloc();
  const std::size_t count = part_->read(static_cast<char*>(buffer), at_once);
  ended_ = count == 0;
  const XML_Status status = XML_ParseBuffer(parser_, static_cast<int>(count), ended_ ? XML_TRUE : XML_FALSE);
  if (thrown_) std::rethrow_exception(thrown_);
  if (status != XML_STATUS_OK)
    throw Problem("import.damaged", {{"part", name_}, {"reason", XML_ErrorString(XML_GetErrorCode(parser_))}});
  fed_ += count;
  const auto understood = XML_GetCurrentByteIndex(parser_);
  if (!ended_ && understood >= 0 && fed_ - static_cast<std::uint64_t>(understood) > longest_token)
    throw Problem("import.unsafe",
                  {{"part", name_}, {"reason", Text{"有超长的标记或注释", "a tag or comment without end"}}});
  return !ended_;
}

}  // namespace liufa::host
