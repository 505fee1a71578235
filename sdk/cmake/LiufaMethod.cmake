# liufa_add_method(ID [SOURCES file…] [LIBRARIES target…] [TESTS file…])
#
# Lays a method's package out in ${CMAKE_BINARY_DIR}/methods/ID: its method.yaml, its section of the report (report/zh.md,
# report/en.md) and its modules for pages (web/*.js) if there are any, and, if there are SOURCES, the shared library ID.so
# built from them. TESTS are GoogleTest sources against the testing kit; they run as test "method.ID".
# Used by the bundled methods and, through find_package(liufa-sdk), by methods built elsewhere.
include(GNUInstallDirs)

function(liufa_add_method ID)
  cmake_parse_arguments(METHOD "" "" "SOURCES;LIBRARIES;TESTS" ${ARGN})
  if(METHOD_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "liufa_add_method(${ID}): expected SOURCES, LIBRARIES or TESTS, found ${METHOD_UNPARSED_ARGUMENTS}")
  endif()
  set(PACKAGE ${CMAKE_BINARY_DIR}/methods/${ID})
  set(MANIFEST ${CMAKE_CURRENT_SOURCE_DIR}/method.yaml)
  add_custom_command(
    OUTPUT ${PACKAGE}/method.yaml
    COMMAND ${CMAKE_COMMAND} -E copy ${MANIFEST} ${PACKAGE}/method.yaml
    DEPENDS ${MANIFEST} VERBATIM)
  set(PACKAGED ${PACKAGE}/method.yaml)
  # Its section of the report, a template in each language, and the modules that it brings for pages.
  file(GLOB PARTS CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} report/zh.md report/en.md web/*.js)
  foreach(PART IN LISTS PARTS)
    add_custom_command(
      OUTPUT ${PACKAGE}/${PART}
      COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/${PART} ${PACKAGE}/${PART}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${PART} VERBATIM)
    list(APPEND PACKAGED ${PACKAGE}/${PART})
  endforeach()
  add_custom_target(method_${ID} ALL DEPENDS ${PACKAGED})
  if(TARGET methods)
    add_dependencies(methods method_${ID})
  endif()
  if(METHOD_SOURCES)
    add_library(method_${ID}_library MODULE ${METHOD_SOURCES})
    set_target_properties(method_${ID}_library PROPERTIES
      PREFIX "" OUTPUT_NAME ${ID} LIBRARY_OUTPUT_DIRECTORY ${PACKAGE}
      CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    target_link_libraries(method_${ID}_library PRIVATE liufa::sdk ${METHOD_LIBRARIES})
    if(TARGET liufa_warnings)
      target_link_libraries(method_${ID}_library PRIVATE liufa_warnings)
    endif()
    list(LENGTH METHOD_SOURCES COUNT)
    if(COUNT GREATER 4)  # reading the header once costs less than reading it in every source
      target_precompile_headers(method_${ID}_library PRIVATE <liufa/method.hpp>)
    endif()
    add_dependencies(method_${ID} method_${ID}_library)
  endif()
  install(DIRECTORY ${PACKAGE} DESTINATION ${CMAKE_INSTALL_LIBDIR}/liufa/methods)

  if(NOT METHOD_TESTS OR (DEFINED LIUFA_TESTS AND NOT LIUFA_TESTS))
    return()
  endif()
  if(NOT TARGET GTest::gtest_main)
    message(WARNING "The tests of ${ID} are left out: GoogleTest is not there (Debian: libgtest-dev)")
    return()
  endif()
  add_executable(method_${ID}_test ${METHOD_TESTS})
  target_link_libraries(method_${ID}_test PRIVATE liufa::testing liufa::sdk GTest::gtest_main ${METHOD_LIBRARIES})
  if(TARGET liufa_warnings)
    target_link_libraries(method_${ID}_test PRIVATE liufa_warnings)
  endif()
  target_compile_features(method_${ID}_test PRIVATE cxx_std_20)
  target_include_directories(method_${ID}_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(method_${ID}_test PRIVATE LIUFA_TEST_METHODS="${CMAKE_BINARY_DIR}/methods")
  add_dependencies(method_${ID}_test method_${ID})
  add_test(NAME method.${ID} COMMAND method_${ID}_test)
  set_tests_properties(method.${ID} PROPERTIES LABELS method)
endfunction()
