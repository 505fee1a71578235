# Warnings are errors, in code of ours. Libraries are included as system headers.
add_library(liufa_warnings INTERFACE)
target_compile_options(liufa_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees these where there is nothing: moved std::variant and std::string under optimisation (GCC bugs 105562,
  # 105329, 105651). The sanitizers and clang-tidy look for the real ones.
  target_compile_options(liufa_warnings INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-restrict)
endif()

if(LIUFA_SANITIZE)
  add_compile_options(-fsanitize=${LIUFA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIUFA_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitizers.txt)
  endif()
endif()
