# Sourced by the scripts beside it: messages, failures, the repository's root.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
started=$SECONDS

# say TEXT: a step begins
say() { printf '\n== %s  [%d s]\n' "$*" $((SECONDS - started)); }

# die TEXT: the script ends with exit code 1
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# usage: print the comment block at the top of the calling script
usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# need PROGRAM HINT: fail clearly when a program is not there
need() { command -v "$1" >/dev/null || die "needs '$1', which is not on PATH; $2"; }
