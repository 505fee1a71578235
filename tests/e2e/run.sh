#!/usr/bin/env bash
# One file of tests at a browser. A browser on a busy machine is sometimes late: what fails is told and run once more.
set -uo pipefail
node --test "$1" && exit 0
printf '\n%s failed; once more:\n\n' "$1"
exec node --test "$1"
