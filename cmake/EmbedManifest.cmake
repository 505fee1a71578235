# Writes a source file that holds a built-in manifest: cmake -DINPUT=… -DOUTPUT=… -DID=… -P EmbedManifest.cmake
file(READ ${INPUT} TEXT)
# A string literal may have 65,536 characters at least (C++20, annex B); the manifests are far shorter.
file(WRITE ${OUTPUT} "#include \"directory/built_in.hpp\"\n\nnamespace liufa::host {\n\nstd::string_view ${ID}_manifest_text() {\n  return R\"yaml(${TEXT})yaml\";\n}\n\n}  // namespace liufa::host\n")
