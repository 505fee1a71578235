#!/usr/bin/env bash
# The interface of SDK 1 only grows: what abi.h says today is compared with its description from the day of its first
# release. That the comparison notices a break, and lets growth pass, is shown each time.
#   run.sh SOURCE COMPILER          compares
#   run.sh SOURCE COMPILER --write  writes the description anew; only before a release has frozen it
set -euo pipefail
source=$1 compiler=$2
here=$source/tests/abi
fixture=$here/liufa_sdk_1.abi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build NAME: the probe against $work/include, whatever the compiler thinks of it
build() {
  "$compiler" -w -std=c11 -g -O0 -fPIC -shared -fvisibility=hidden -I "$work/include" -o "$work/$1.so" "$here/probe.c"
}

# compare NAME: succeeds if nothing differs but members appended to the two tables, which begin with their size.
compare() {
  local report=$work/$1.txt status=0
  abidiff --leaf-changes-only "$fixture" "$work/$1.so" > "$report" 2>&1 || status=$?
  [ "$status" -ne 0 ] || return 0
  [ "$status" -eq 4 ] || return 1
  ! grep -qvE \
    -e '^$' -e '^Leaf changes summary:' -e '^Changed leaf types summary:' \
    -e '^Removed/Changed/Added (functions|variables) summary: 0 Removed, 0 Changed, 0 Added' \
    -e "^'struct liufa_(host|method)_table' changed:$" -e '^  type size changed from [0-9]+ to [0-9]+ \(in bits\)$' \
    -e '^  [0-9]+ data member insertions?:$' -e "^    '.*', at offset [0-9]+ \(in bits\) at abi\.h" "$report"
}

mkdir -p "$work/include/liufa"
header=$work/include/liufa/abi.h
cp "$source/sdk/include/liufa/abi.h" "$header"
build present
if [ "${3:-}" = --write ]; then
  abidw --no-corpus-path --no-comp-dir-path --no-show-locs "$work/present.so" | sed "s,$source/,," > "$fixture"
  exit
fi
compare present || {
  cat "$work/present.txt" >&2
  echo "abi.h has changed otherwise than by growing at the end: a method built before would break" >&2
  exit 1
}

# expect VERDICT NAME SED: the header, changed so, must break or pass.
expect() {
  local verdict=$1 name=$2 change=$3 found=passes
  sed -E "$change" "$source/sdk/include/liufa/abi.h" > "$header"
  if cmp -s "$header" "$source/sdk/include/liufa/abi.h"; then
    echo "$name: the change finds nothing to change in abi.h" >&2
    exit 1
  fi
  build "$name"
  compare "$name" || found=breaks
  if [ "$found" != "$verdict" ]; then
    cat "$work/$name.txt" >&2
    echo "a header that is $name: expected $verdict, found $found" >&2
    exit 1
  fi
}
expect passes grown 's/^\} liufa_host_table;/  liufa_status (*later)(liufa_call* call);\n&/'
expect passes grown_twice 's/^\} liufa_(host|method)_table;/  void (*later)(void);\n  int (*last)(void);\n&/'
expect breaks reordered 's/^  uint32_t sdk; .*/  void* put_in_between;\n&/'
expect breaks shortened '/liufa_status \(\*progress\)/d'
expect breaks retyped 's/^  uint32_t kind; .*/  uint64_t kind;/'
expect breaks with_a_larger_text 's/^\} liufa_text;/  size_t more;\n&/'
expect breaks with_another_parameter 's/\(\*progress\)\(liufa_call\* call, int64_t done,/&int more,/'
expect breaks with_another_sink 's/^typedef int32_t \(\*liufa_row_sink\)\(void\* context, const liufa_value\* columns/&, int more/'
