#!/usr/bin/env bash
# A developer who has only the installed Liufa can make, check, build and test a method.
#   run.sh SOURCE BUILD CMAKE
set -euo pipefail
source=$1 build=$2 cmake=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
id=evening_school

"$cmake" --install "$build" --prefix "$prefix" > "$work/install.log"
for file in bin/liufa include/liufa/abi.h include/liufa/method.hpp include/liufa/testing.hpp \
  lib/cmake/liufa-sdk/liufa-sdk-config.cmake lib/cmake/liufa-sdk/LiufaMethod.cmake \
  lib/liufa/methods/regulations/method.yaml share/liufa/template/method.yaml \
  share/liufa/schema/method.schema.json share/liufa/panel/panel.d.ts share/liufa/config/liufa.yaml; do
  [ -e "$prefix/$file" ] || {
    echo "not installed: $file" >&2
    exit 1
  }
done
if grep -rlF "$source" "$prefix/lib/cmake" "$prefix/include" "$prefix/share"; then
  echo "the files above name the source tree" >&2
  exit 1
fi

cd "$work"
"$prefix/bin/liufa" method new "$id"
"$prefix/bin/liufa" method check "$id"   # before anything is built
"$cmake" -S "$id" -B built -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_PREFIX_PATH="$prefix"
"$cmake" --build built
"$prefix/bin/liufa" method check "built/methods/$id"
ctest --test-dir built --output-on-failure --no-tests=error

# The guide's ladder of examples, built and tested in the same way.
"$cmake" -S "$prefix/share/liufa/examples" -B examples -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_PREFIX_PATH="$prefix"
"$cmake" --build examples
for example in commendation lecture lecture_plan study_credit; do
  "$prefix/bin/liufa" method check "examples/methods/$example"
done
ctest --test-dir examples --output-on-failure --no-tests=error
