#!/usr/bin/env bash
# The demonstration district, made as `liufa demo hechuan` makes it: its published figures come out of records, its log
# is whole, a second one is refused, and the same seed makes the same district.
set -euo pipefail
liufa=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  printf 'demo: %s\n' "$*" >&2
  exit 1
}

"$liufa" demo hechuan --data "$work/data" >"$work/told"
grep -Eq 'secretary +secretary +[^ ]{19} ' "$work/told" || fail "no first password was shown"
"$liufa" figures --district hechuan --data "$work/data" --json >"$work/figures"

figure() { grep -o "{\"key\":\"$1\",\"value\":[^,]*," "$work/figures" | sed 's/.*"value":\(.*\),/\1/'; }
expect() {
  local found
  found=$(figure "$1")
  [ "$found" = "$2" ] || fail "figure $1: expected $2, found ${found:-nothing}"
}
expect directory.committees 5
expect directory.general_branches 6
expect directory.branches 243
expect directory.cadres 800
expect directory.towns 30
expect directory.villages 322
expect directory.communities 97
expect directory.departments 76
expect cadre.cadres 800
expect cadre.trained_times 400
expect pairing.department_pairs 76
expect pairing.departments_paired 76
expect pairing.instructors 25
expect pairing.instructor_sites 25
expect pairing.member_pairs 3000
expect pairing.public_order_share 100.0
expect pairing.economic_share 100.0
expect pairing.party_mass_share 100.0
expect assessment.assessed 254
expect assessment.published 254
expect assessment.objections 2
expect assessment.open_objections 0
expect assessment.spot_checked 60

"$liufa" verify --district hechuan --data "$work/data" >"$work/verified" || fail "the log is not whole"
"$liufa" doctor --district hechuan --data "$work/data" >/dev/null || fail "doctor found something"
if "$liufa" demo hechuan --data "$work/data" >"$work/told" 2>&1; then fail "a second one was not refused"; fi
"$liufa" export pairing.pair --district hechuan --data "$work/data" >"$work/pairs"

"$liufa" demo hechuan --data "$work/again" >/dev/null
"$liufa" export pairing.pair --district hechuan --data "$work/again" >"$work/pairs_again"
cmp "$work/pairs" "$work/pairs_again" || fail "the same seed made other pairs"
[ "$("$liufa" export assessment.result --district hechuan --data "$work/data" | sha256sum)" = \
  "$("$liufa" export assessment.result --district hechuan --data "$work/again" | sha256sum)" ] ||
  fail "the same seed made other results"
