#!/usr/bin/env bash
# The committed tree of the demo district is what its script makes, and has the published counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../config/demo"

./make_hechuan.sh - | cmp - hechuan/organisations.csv || {
  echo "hechuan/organisations.csv is not what make_hechuan.sh makes: run it and commit the result" >&2
  exit 1
}

expect() {
  local what=$1 expected=$2 condition=$3 found
  found=$(awk -F, "NR > 1 && ($condition)" hechuan/organisations.csv | wc -l)
  if [ "$found" -ne "$expected" ]; then
    echo "$what: expected $expected, found $found" >&2
    exit 1
  fi
}
expect departments 76 '$3 == "department"'
expect committees 5 '$3 == "committee"'
expect "general branches" 6 '$3 == "general_branch"'
expect branches 243 '$3 == "branch"'
expect towns 30 '$3 == "town"'
expect villages 322 '$3 == "village"'
expect communities 97 '$3 == "community"'
expect "demonstration sites" 25 '$7 == "demonstration_site"'
expect "tagged villages" 100 '$3 == "village" && $7 != ""'

# Whoever imports in one pass must find every superior before those below it.
awk -F, 'NR > 2 && !($4 in seen) { print $1 ": the superior " $4 " does not stand before it"; bad = 1 }
         { if ($1 in seen) { print $1 " stands there twice"; bad = 1 } seen[$1] = 1 }
         END { exit bad }' hechuan/organisations.csv
