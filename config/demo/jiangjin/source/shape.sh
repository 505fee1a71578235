# What make_organisations.sh makes of the lists beside it; all of it is invented.
region=500116
name=江津
committees='J022 J059 J058 J052 J053'              # the largest departments: police, schools, health, taxes, housing
committee_branches=7
general_branches='J023 J024 J033 J045 J051 J055 J056'   # court, procuracy, finance, agriculture, market, transport, labour
general_branch_branches=4
third_branches=24                                  # of the other departments, with 2 branches each, so many have 3
# Villages dealt out from the top, up to which rank: 9 departments of public order can be paired with disorderly
# villages, 15 economic ones with poor, 20 party-mass ones with weak.
disorderly=14 disorderly_trial=7
poor=62 poor_tagged=44
weak=110 weak_trial=84
new_countryside=126
