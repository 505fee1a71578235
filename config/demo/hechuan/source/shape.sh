# What make_organisations.sh makes of the lists beside it. Counts as published; which department has what is invented.
region=500117
name=合川
committees='D024 D064 D063 D057 D058'              # the largest departments: police, schools, health, taxes, housing
committee_branches=8
general_branches='D026 D025 D056 D060 D049 D036'   # court, procuracy, market, transport, agriculture, finance
general_branch_branches=5
third_branches=43                                  # of the other departments, with 2 branches each, so many have 3
# Villages dealt out from the top, up to which rank: 10 departments of public order can be paired with disorderly
# villages, 16 economic ones with poor, 22 party-mass ones with weak, the other 28 with any; 100 villages carry a tag.
disorderly=32 disorderly_trial=16
poor=96 poor_tagged=62
weak=160 weak_trial=126
new_countryside=184
