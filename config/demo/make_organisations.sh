#!/usr/bin/env bash
# Makes config/demo/NAME/organisations.csv, the import of a demo district's organisation tree, from the lists in
# config/demo/NAME/source. The same input always gives the same output, byte for byte; the output is committed.
#   config/demo/make_organisations.sh hechuan      writes the file
#   config/demo/make_organisations.sh hechuan -    writes to the standard output instead
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/${1:?which district: hechuan, jiangjin}/source"
export LC_ALL=C   # bytes compare as bytes: the order of a sort may not depend on the machine
. ./shape.sh

if [ "${2:-}" != - ]; then
  exec > ../organisations.csv
fi

echo 'code,name,kind,parent,sector,condition,tags'
echo "$region,中共${name}区委,district_committee,,,,"
echo "W001,中共${name}区直属机关工作委员会,working_committee,$region,,,"

# The organ side. The branches stand below the committee or general branch of a department that has one, or directly
# below the department; those with a third one are spread evenly.
awk -F, -v committees="$committees" -v committee_branches="$committee_branches" \
  -v general_branches="$general_branches" -v general_branch_branches="$general_branch_branches" \
  -v third="$third_branches" -v departments="$(($(wc -l <departments.csv) - 1))" '
  BEGIN {
    split("党群 party_mass 综治 public_order 经济 economic 涉农 agricultural 窗口 window 其他 other", pairs, " ")
    for (i = 1; i < 12; i += 2) sector_id[pairs[i]] = pairs[i + 1]
    with_committee = split(committees, codes, " ")
    for (i in codes) has_committee[codes[i]] = 1
    with_general_branch = split(general_branches, codes, " ")
    for (i in codes) has_general_branch[codes[i]] = 1
    plain = departments - with_committee - with_general_branch
    split("一 二 三 四 五 六 七 八", numeral, " ")
  }
  FNR == 1 { next }
  {
    if (!($3 in sector_id)) { print "unknown sector in: " $0 > "/dev/stderr"; exit 1 }
    sector = sector_id[$3]
    print $1 "," $2 ",department,W001," sector ",,"
    above = $1
    if ($1 in has_committee) {
      above = $1 "-C"
      print above "," $2 "机关党委,committee," $1 "," sector ",,"
      branches = committee_branches
    } else if ($1 in has_general_branch) {
      above = $1 "-G"
      print above "," $2 "党总支,general_branch," $1 "," sector ",,"
      branches = general_branch_branches
    } else {
      seen++
      branches = 2 + (int(seen * third / plain) > int((seen - 1) * third / plain))
    }
    for (i = 1; i <= branches; i++)
      print $1 "-0" i "," $2 "第" numeral[i] "党支部,branch," above "," sector ",,"
  }' departments.csv

# Towns and streets.
awk -F, -v region="$region" '
  FNR == 1 { next }
  {
    name = $2
    if (name ~ /街道$/) name = name "党工委"; else name = name "党委"
    print $1 "," name ",town," region ",,,"
  }' towns.csv

# Villages and communities. Which village is disorderly, poor or weak, and which is a trial, poverty or demonstration
# village, is invented. The villages are shuffled by a hash of their code and dealt out from the top in fixed numbers.
awk -F, '
  FNR == 1 { next }
  { printf "%04d,%s\n", ($1 * 7919 + 104729) % 9973, $0 }' villages.csv | sort |
  awk -F, -v disorderly="$disorderly" -v disorderly_trial="$disorderly_trial" -v poor="$poor" \
    -v poor_tagged="$poor_tagged" -v weak="$weak" -v weak_trial="$weak_trial" -v new_countryside="$new_countryside" '
  {
    code = $2; name = $3; town = $4; condition = ""; tags = ""
    if (name ~ /村村民委员会$/) {
      sub(/村民委员会$/, "党支部", name)
      kind = "village"
      rank++
      if (rank <= disorderly) {
        condition = "disorderly"
        if (rank <= disorderly_trial) tags = "integration_trial"
      } else if (rank <= poor) {
        condition = "poor"
        if (rank <= poor_tagged) tags = rank % 5 == 0 ? "integration_trial;poverty" : "poverty"
      } else if (rank <= weak) {
        condition = "weak"
        if (rank <= weak_trial) tags = "integration_trial"
      } else if (rank <= new_countryside) {
        tags = "new_countryside"
      }
    } else if (name ~ /社区居民委员会$/) {
      sub(/居民委员会$/, "党组织", name)
      kind = "community"
    } else {
      print "neither a village nor a community: " $0 > "/dev/stderr"
      exit 1
    }
    print code "," name "," kind "," town ",," condition "," tags
  }' | sort

# Demonstration sites of new organisations and leading firms.
awk -F, '
  FNR == 1 { next }
  { print $1 "," $2 ",enterprise," $3 "," $4 ",,demonstration_site" }' sites.csv
