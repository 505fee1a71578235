/// Files that are damaged, made by an attacker, or by another program: each is refused, in words that help.
#include <chrono>

#include "fixture.hpp"
#include "services/table/xlsx_sheet.hpp"

namespace liufa::host::test {
namespace {

const std::string small = Workbook(text_row(1, {"code"}) + text_row(2, {"x"})).file();

/// A change to the flags of every header of an archive.
std::string with_flags(std::string file, char flags) {
  for (std::size_t at = file.find("PK\3\4"); at != std::string::npos; at = file.find("PK\3\4", at + 4))
    file[at + 6] = flags;
  for (std::size_t at = file.find("PK\1\2"); at != std::string::npos; at = file.find("PK\1\2", at + 4))
    file[at + 8] = flags;
  return file;
}

/// The part of that name replaced.
std::string with_part(const std::string& name, const std::string& content) {
  Parts parts = Workbook(text_row(1, {"code"})).parts();
  for (auto& [each, old] : parts)
    if (each == name) old = content;
  return zipped(parts);
}

TEST(HostileFiles, are_not_all_files) { EXPECT_EQ(text_of(rows_of(small)), "code\nx\n"); }

TEST(HostileFiles, with_a_document_type_are_refused_in_every_part) {
  const std::string laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol1 "
      "\"&lol;&lol;&lol;&lol;&lol;&lol;\"><!ENTITY "
      "lol2 \"&lol1;&lol1;&lol1;&lol1;&lol1;\">]><worksheet><sheetData><row><c "
      "t=\"inlineStr\"><is><t>&lol2;</t></is></c></row>"
      "</sheetData></worksheet>";
  const std::string outside =
      "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet>&x;</worksheet>";
  const std::string parameter =
      "<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"http://127.0.0.1/evil.dtd\" [<!ENTITY % p SYSTEM "
      "\"file:///dev/zero\">%p;]><a/>";
  for (const char* part : {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                           "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"})
    for (const std::string& content : {laughs, outside, parameter}) {
      const Refusal refusal = refusal_of(with_part(part, content));
      EXPECT_EQ(refusal.code, "import.unsafe") << part;
      EXPECT_NE(refusal.text.find("document type"), std::string::npos) << refusal.text;
    }
  EXPECT_EQ(
      refusal_of(with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>&undeclared;</sheetData></worksheet>"))
          .code,
      "import.damaged");
}

TEST(HostileFiles, that_unpack_to_many_times_their_size_are_refused_early) {
  const std::string bomb =
      with_part("xl/worksheets/sheet1.xml", "<worksheet>" + std::string(64u << 20, ' ') + "</worksheet>");
  EXPECT_LT(bomb.size(), 1u << 20);
  const auto begun = std::chrono::steady_clock::now();
  const Refusal refusal = refusal_of(bomb);
  EXPECT_EQ(refusal.code, "import.unsafe");
  EXPECT_NE(refusal.text.find("times its size"), std::string::npos) << refusal.text;
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  EXPECT_EQ(refusal_of(with_part("xl/sharedStrings.xml",
                                 "<sst>" + patched(std::string(32u << 20, ' '), "        ", "<si/>   ")))
                .code,
            "import.unsafe");
}

TEST(HostileFiles, are_bounded_in_what_they_unpack_to) {
  ArchiveLimits limits;
  limits.bytes = 1000;
  ZipArchive archive(small, limits);
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i) (void)archive.read_all("xl/workbook.xml", 10'000);
      },
      Problem)
      << "all that is read counts together";
  ZipArchive other(small);
  EXPECT_THROW((void)other.read_all("xl/workbook.xml", 10), Problem);
  EXPECT_THROW((void)other.read_all("xl/none.xml", 10), Problem);
}

TEST(HostileFiles, with_names_that_lead_out_are_refused) {
  Workbook book(text_row(1, {"code"}));
  book.more = {{"abc/evil.xml", "<a/>"}};
  for (const char* name :
       {"../e/vil.xml", "/etc/evil.xm", "C:\\win\\a.xml", "a/../../b.xm", "..\\evil.xml1", "abc/evil./.."}) {
    const Refusal refusal = refusal_of(patched(book.file(), "abc/evil.xml", name));
    EXPECT_EQ(refusal.code, "import.unsafe") << name;
    EXPECT_NE(refusal.text.find("leads out"), std::string::npos) << refusal.text;
  }
  EXPECT_EQ(refusal_of(patched(book.file(), "abc/evil.xml", "a..b/c...xml")).code, "") << "dots alone harm nobody";
}

TEST(HostileFiles, with_a_name_twice_are_refused) {
  Workbook book(text_row(1, {"code"}));
  book.more = {{"xl/worksheets/sheetX.xml", "<worksheet/>"}};
  EXPECT_EQ(refusal_of(patched(book.file(), "sheetX.xml", "sheet1.xml")).code, "import.unsafe");
  EXPECT_EQ(refusal_of(patched(book.file(), "sheetX.xml", "SHEET1.XML")).code, "import.unsafe") << "names have no case";
}

TEST(HostileFiles, with_thousands_of_entries_are_refused) {
  Workbook book(text_row(1, {"code"}));
  for (int i = 0; i < 10'000; ++i) book.more.emplace_back(fmt::format("m/{}", i), "");
  EXPECT_EQ(refusal_of(book.file()).code, "import.too_big");
  // The count alone is enough, before memory is taken for what it claims.
  std::string claims = small;
  const std::size_t end = claims.rfind("PK\5\6");
  for (const std::size_t at : {8u, 9u, 10u, 11u}) claims[end + at] = '\xFF';
  EXPECT_EQ(refusal_of(claims).code, "import.too_big");
}

TEST(HostileFiles, with_a_password_say_so) {
  EXPECT_EQ(refusal_of(with_flags(small, 1)).code, "import.password");
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(500, '\0');
  const auto wide = [](std::string_view name) {
    std::string text;
    for (const char each : name) (text += each) += '\0';
    return text;
  };
  EXPECT_EQ(refusal_of(compound + wide("EncryptedPackage")).code, "import.password");
  const Refusal old = refusal_of(compound + wide("Workbook"));
  EXPECT_EQ(old.code, "import.other_format");
  EXPECT_NE(old.text.find(".xls)"), std::string::npos) << old.text;
  EXPECT_EQ(refusal_of(compound).code, "import.other_format");
}

TEST(HostileFiles, of_other_programs_are_named) {
  Workbook book(text_row(1, {"code"}));
  const std::pair<const char*, const char*> types[] = {
      {"application/vnd.ms-excel.sheet.binary.macroEnabled.main", ".xlsb"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", ".docx"},
      {"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", ".pptx"},
      {"application/xml", "unknown Office file"},
      {"", "unknown Office file"}};
  for (const auto& [type, named] : types) {
    book.main_type = type;
    const Refusal refusal = refusal_of(book.file());
    EXPECT_EQ(refusal.code, "import.other_format") << type;
    EXPECT_NE(refusal.text.find(named), std::string::npos) << refusal.text;
    EXPECT_NE(refusal.text.find(".xlsx"), std::string::npos) << "what to do instead";
  }
  const std::pair<std::string, const char*> files[] = {
      {zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}}), ".ods"},
      {zipped({{"letter.txt", "hello"}}), ".zip"},
      {"%PDF-1.7 …", "PDF"},
      {"<html><table><tr><td>code</td></tr></table></html>", "web page"},
      {"\x1F\x8B\x08", ".gz"}};
  for (const auto& [file, named] : files) {
    const Refusal refusal = refusal_of(file);
    EXPECT_EQ(refusal.code, "import.other_format");
    EXPECT_NE(refusal.text.find(named), std::string::npos) << refusal.text;
  }
}

TEST(HostileFiles, cut_off_anywhere_are_refused) {
  for (std::size_t size = 4; size < small.size(); size += 7) {
    const Refusal refusal = refusal_of(small.substr(0, size));
    EXPECT_TRUE(refusal.code == "import.damaged" || refusal.code == "import.unsafe") << size << " " << refusal.code;
  }
}

TEST(HostileFiles, with_any_byte_changed_are_read_or_refused) {
  std::size_t refused = 0;
  for (std::size_t at = 0; at < small.size(); ++at) {
    std::string changed = small;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    if (changed.starts_with("PK")) refused += refusal_of(changed).code.empty() ? 0 : 1;
  }
  EXPECT_GT(refused, small.size() / 4) << "the check sums see most changes of content";
}

TEST(HostileFiles, whose_parts_contradict_each_other_are_refused) {
  const std::pair<const char*, const char*> parts[] = {
      {"xl/workbook.xml", "<workbook><sheets></sheets></workbook>"},
      {"xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" r:id=\"rId99\"/></sheets></workbook>"},
      {"xl/workbook.xml", "<workbook>"},
      {"xl/workbook.xml", ""},
      {"xl/_rels/workbook.xml.rels", "<Relationships/>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row r=\"2\"><c><v>1</v></c></row><row r=\"1\"/></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"0\"/></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"99999999\"/></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row r=\"1\"><c r=\"A2\"><v>1</v></c></row></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row><c r=\"B1\"/><c r=\"A1\"/></row></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"s\"><v>5</v></c></row></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>"},
      {"xl/worksheets/sheet1.xml", "no xml"}};
  for (const auto& [part, content] : parts)
    EXPECT_EQ(refusal_of(with_part(part, content)).code, "import.damaged") << content;
  Parts without;
  for (const auto& each : Workbook(text_row(1, {"code"})).parts())
    if (each.first != "xl/worksheets/sheet1.xml") without.push_back(each);
  EXPECT_EQ(refusal_of(zipped(without)).code, "import.damaged");
}

TEST(HostileFiles, may_have_only_so_many_columns_cells_and_merged_ranges) {
  EXPECT_EQ(refusal_of(Workbook("<row><c r=\"XFD1\"><v>1</v></c></row>").file()).code, "import.too_big");
  const std::string file = Workbook(text_row(1, {"code", "b", "c"}) + text_row(2, {"1", "2", "3"})).file();
  ZipArchive archive(file);
  const XlsxBook book = read_book(archive);
  SheetLimits limits;
  limits.cells = 5;
  XlsxSheetReader few(archive, book, book.sheets.at(0), limits);
  TableRow row;
  EXPECT_THROW(while (few.next(row)){}, Problem);
  limits = {};
  limits.text_bytes = 5;
  XlsxSheetReader short_ones(archive, book, book.sheets.at(0), limits);
  EXPECT_THROW(while (short_ones.next(row)){}, Problem);
  Workbook merged;
  merged.sheet("a", text_row(1, {"code"}), "",
               "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"A3:A4\"/></mergeCells>");
  const std::string merged_file = merged.file();
  ZipArchive merged_archive(merged_file);
  limits = {};
  limits.merged = 1;
  const XlsxBook merged_book = read_book(merged_archive);
  XlsxSheetReader reader(merged_archive, merged_book, merged_book.sheets.at(0), limits);
  EXPECT_THROW(reader.fill_merged(0), Problem);
  BookLimits of_book;
  of_book.entries = 1;
  EXPECT_THROW((void)read_book(merged_archive, of_book), Problem);
}

TEST(HostileFiles, may_not_multiply_a_long_text) {
  Workbook book("<row><c t=\"s\"><v>0</v></c></row>");
  book.texts = "<si><t>" + std::string(300'000, 'x') + "</t></si>";
  EXPECT_EQ(refusal_of(book.file()).code, "import.unsafe");
  const Refusal tag = refusal_of(Workbook("<row " + std::string(4u << 20, 'a') + "=\"1\"/>").file());
  EXPECT_EQ(tag.code, "import.unsafe");
  Workbook deep(text_row(1, {"code"}));
  std::string nested;
  for (int i = 0; i < 200'000; ++i) nested += "<a>";
  deep.sheets[0].behind = nested;
  EXPECT_EQ(refusal_of(deep.file()).code, "import.damaged") << "unclosed, but no stack ran out";
}

TEST(HostileFiles, of_ten_million_cells_are_refused_in_seconds) {
  // Few bytes: each row's one cell stands far to the right.
  std::string rows = text_row(1, {"code"});
  for (std::size_t line = 2; line <= 40'000; ++line)
    rows += fmt::format("<row><c r=\"IV{}\"><v>{}</v></c></row>", line, line * 7919);
  const std::string file = Workbook(std::move(rows)).file();
  const auto begun = std::chrono::steady_clock::now();
  const Refusal refusal = refusal_of(file);
  EXPECT_EQ(refusal.code, "import.too_big") << refusal.text;
  EXPECT_NE(refusal.text.find("cells"), std::string::npos) << refusal.text;
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

}  // namespace
}  // namespace liufa::host::test
