#!/usr/bin/env bash
# The committed trees of the demo districts are what the script makes, and have the published counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../../config/demo"

expect() {
  local what=$1 expected=$2 condition=$3 found
  found=$(awk -F, "NR > 1 && ($condition)" "$district/organisations.csv" | wc -l)
  if [ "$found" -ne "$expected" ]; then
    echo "$district, $what: expected $expected, found $found" >&2
    exit 1
  fi
}

for district in hechuan jiangjin; do
  ./make_organisations.sh "$district" - | cmp - "$district/organisations.csv" || {
    echo "$district/organisations.csv is not what make_organisations.sh makes: run it and commit the result" >&2
    exit 1
  }
  # Whoever imports in one pass must find every superior before those below it.
  awk -F, 'NR > 2 && !($4 in seen) { print $1 ": the superior " $4 " does not stand before it"; bad = 1 }
           { if ($1 in seen) { print $1 " stands there twice"; bad = 1 } seen[$1] = 1 }
           END { exit bad }' "$district/organisations.csv"
  expect towns 30 '$3 == "town"'
  expect committees 5 '$3 == "committee"'
done

district=hechuan
expect departments 76 '$3 == "department"'
expect "general branches" 6 '$3 == "general_branch"'
expect branches 243 '$3 == "branch"'
expect villages 322 '$3 == "village"'
expect communities 97 '$3 == "community"'
expect "demonstration sites" 25 '$7 == "demonstration_site"'
expect "tagged villages" 100 '$3 == "village" && $7 != ""'

district=jiangjin
expect departments 70 '$3 == "department"'
expect "villages and communities" 301 '$3 == "village" || $3 == "community"'
expect "codes of the district" 331 '($3 == "town" || $3 == "village" || $3 == "community") && $1 ~ /^500116/'
