#!/usr/bin/env bash
# Makes config/demo/hechuan/organisations.csv, the import of the demo district's organisation tree, from the CSV files
# in config/demo/hechuan/source. The same input always gives the same output, byte for byte; the output is committed.
#   config/demo/make_hechuan.sh            writes the file
#   config/demo/make_hechuan.sh -          writes to the standard output instead
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/hechuan/source"
export LC_ALL=C   # bytes compare as bytes: the order of a sort may not depend on the machine

if [ "${1:-}" != - ]; then
  exec > ../organisations.csv
fi

echo 'code,name,kind,parent,sector,condition,tags'
echo '500117,中共合川区委,district_committee,,,,'
echo 'W001,中共合川区直属机关工作委员会,working_committee,500117,,,'

# The organ side. Of 76 departments, 5 have a committee and 6 a general branch; the branches stand below these, or
# directly below the department. 5 × 8 + 6 × 5 + 65 × 2 = 200 branches; 43 of the 65 get a third one, spread evenly,
# which makes 243.
awk -F, '
  BEGIN {
    split("党群 party_mass 综治 public_order 经济 economic 涉农 agricultural 窗口 window 其他 other", pairs, " ")
    for (i = 1; i < 12; i += 2) sector_id[pairs[i]] = pairs[i + 1]
    # The largest departments: police, schools, health, taxes, housing.
    split("D024 D064 D063 D057 D058", codes, " ")
    for (i in codes) has_committee[codes[i]] = 1
    # Court, procuracy, market supervision, transport, agriculture, finance.
    split("D026 D025 D056 D060 D049 D036", codes, " ")
    for (i in codes) has_general_branch[codes[i]] = 1
    split("一 二 三 四 五 六 七 八", numeral, " ")
    plain = 65
    third = 43
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
      branches = 8
    } else if ($1 in has_general_branch) {
      above = $1 "-G"
      print above "," $2 "党总支,general_branch," $1 "," sector ",,"
      branches = 5
    } else {
      seen++
      branches = 2 + (int(seen * third / plain) > int((seen - 1) * third / plain))
    }
    for (i = 1; i <= branches; i++)
      print $1 "-0" i "," $2 "第" numeral[i] "党支部,branch," above "," sector ",,"
  }' departments.csv

# Towns and streets.
awk -F, '
  FNR == 1 { next }
  {
    name = $2
    if (name ~ /街道$/) name = name "党工委"; else name = name "党委"
    print $1 "," name ",town,500117,,,"
  }' towns.csv

# Villages and communities. Which village is disorderly, poor or weak, and which is a trial, poverty or demonstration
# village, is invented. The villages are shuffled by a hash of their code and dealt out from the top in fixed numbers,
# so that every department can be paired on principle: 10 departments of public order with disorderly villages, 16
# economic ones with poor, 22 party-mass ones with weak, the other 28 with any; 100 villages carry a tag.
awk -F, '
  FNR == 1 { next }
  { printf "%04d,%s\n", ($1 * 7919 + 104729) % 9973, $0 }' villages.csv | sort | awk -F, '
  {
    code = $2; name = $3; town = $4; condition = ""; tags = ""
    if (name ~ /村村民委员会$/) {
      sub(/村民委员会$/, "党支部", name)
      kind = "village"
      rank++
      if (rank <= 32) {
        condition = "disorderly"
        if (rank <= 16) tags = "integration_trial"
      } else if (rank <= 96) {
        condition = "poor"
        if (rank <= 62) tags = rank % 5 == 0 ? "integration_trial;poverty" : "poverty"
      } else if (rank <= 160) {
        condition = "weak"
        if (rank <= 126) tags = "integration_trial"
      } else if (rank <= 184) {
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
