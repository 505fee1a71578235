# Writes a source file that holds a text file: cmake -DINPUT=… -DOUTPUT=… -P EmbedDirectory.cmake
file(READ ${INPUT} TEXT)
# A string literal may have 65,536 characters at least (C++20, annex B); the manifest is far shorter.
file(WRITE ${OUTPUT} "#include \"directory/tree.hpp\"\n\nnamespace liufa::host {\n\nstd::string_view directory_manifest_text() {\n  return R\"yaml(${TEXT})yaml\";\n}\n\n}  // namespace liufa::host\n")
