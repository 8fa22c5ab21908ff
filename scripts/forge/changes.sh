#!/bin/sh
# Prints what CHANGELOG.md says of a version; there must be something.
# Usage: changes.sh VERSION
set -eu
cd "$(dirname "$0")/../.."
changes=$(awk -v version="$1" '/^## /{ on = ($2 == version) ; next } on' CHANGELOG.md)
[ -n "$changes" ] || { echo "CHANGELOG.md says nothing of $1" >&2; exit 1; }
printf '%s\n' "$changes"
