# Writes a source file that holds files as texts, by name:
#   cmake -DFOLDER=… -DOUTPUT=… -DHEADER=… -DFUNCTION=… -P EmbedFiles.cmake
file(GLOB FILES ${FOLDER}/*)
set(TEXT "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#include \"${HEADER}\"\n\nnamespace liufa::host {\n\nstd::string_view ${FUNCTION}(std::string_view name) {\n")
foreach(FILE ${FILES})
  get_filename_component(NAME ${FILE} NAME)
  file(READ ${FILE} CONTENT)
  # A string literal may have 65,536 characters at least (C++20, annex B); GCC and Clang take far longer ones.
  string(APPEND TEXT "  if (name == \"${NAME}\") return R\"part(${CONTENT})part\";\n")
endforeach()
string(APPEND TEXT "  return {};\n}\n\n}  // namespace liufa::host\n")
file(WRITE ${OUTPUT} "${TEXT}")
