# liufa_add_tests(TARGET LABEL [PREFIX prefix] [FILTER filter])
#
# Registers the GoogleTest cases of an executable, each as a test of its own. In a sanitized build, which takes longer to
# start than most cases take to run, they are six tests instead, each a sixth of the cases in one process.
include(GoogleTest)

function(liufa_add_tests TARGET LABEL)
  cmake_parse_arguments(TESTS "" "PREFIX;FILTER" "" ${ARGN})
  if(NOT TESTS_FILTER)
    set(TESTS_FILTER *)
  endif()
  if(NOT LIUFA_SANITIZE)
    gtest_discover_tests(${TARGET} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${TESTS_PREFIX}" TEST_FILTER ${TESTS_FILTER}
      PROPERTIES LABELS ${LABEL})
    return()
  endif()
  set(PARTS 6)
  math(EXPR LAST "${PARTS} - 1")
  foreach(PART RANGE ${LAST})
    set(NAME ${TARGET}.${LABEL}.${PART})
    add_test(NAME ${NAME} COMMAND ${TARGET} --gtest_brief=1 --gtest_filter=${TESTS_FILTER})
    set_tests_properties(${NAME} PROPERTIES LABELS ${LABEL}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${PARTS};GTEST_SHARD_INDEX=${PART}")
  endforeach()
endfunction()
