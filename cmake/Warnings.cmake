# Warnings are errors, in code of ours. Libraries are included as system headers.
add_library(liufa_warnings INTERFACE)
target_compile_options(liufa_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

if(LIUFA_SANITIZE)
  add_compile_options(-fsanitize=${LIUFA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIUFA_SANITIZE})
endif()
