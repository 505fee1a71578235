# Holds the order of the folders of core/: a file includes only from its own folder and from those above it in the list.
#   awk -f cmake/include_order.awk core/README.md core/base/time.cpp …
# The list is the table of core/README.md, so that the page and the check can't disagree.
FILENAME != file {
  file = FILENAME
  folder = file
  sub(/^core\//, "", folder)
  sub(/\/.*/, "", folder)
}

file ~ /README\.md$/ {
  if (match($0, /^\| `[a-z]+\/` \|/)) {
    name = substr($0, 4)
    sub(/\/.*/, "", name)
    rank[name] = ++folders
  }
  next
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
  target = $0
  sub(/^[^"]*"/, "", target)
  sub(/".*/, "", target)
  included = target
  sub(/\/.*/, "", included)
  if (!(folder in rank) || !(included in rank)) next
  if (rank[included] > rank[folder]) {
    printf "%s:%d: %s/ may not include \"%s\": %s/ stands below it in core/README.md\n",
           file, FNR, folder, target, included
    upward++
  }
}

END {
  if (folders == 0) {
    print "found no list of folders in core/README.md"
    exit 1
  }
  if (upward > 0) exit 1
}
