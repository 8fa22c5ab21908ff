#!/usr/bin/env bash
# What gettext and the translate toolkit, and so the programs of translators, make of the files of translations: they must
# read all of them without a fault, and after another program has saved a file it must come out as before. Looks at the
# projects of examples/ that have files of translations, at the brochure of this repository and at the starters, each with
# a language of its own. check-po.sh BINARY [PYTHON]
set -euo pipefail
binary=$(realpath "$1")
python=${2:-python3}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Copies of projects, with a translation if they have none.
for config in brochure.toml examples/*/brochure.toml assets/new/*/de/brochure.toml; do
  [ -e "$config" ] || continue
  project=$work/$(dirname "$config" | tr '/.' '--')
  mkdir -p "$project"
  if [ "$config" = brochure.toml ]; then
    cp -r brochure.toml chapters assets "$project/"
  else
    cp -r "$(dirname "$config")/." "$project/"
  fi
  grep -q '^\[translation\.' "$project/brochure.toml" || printf '\n[translation.uk]\n' >> "$project/brochure.toml"
done

count=0
for project in "$work"/*/; do
  "$binary" translate "$project" > /dev/null
  for file in "$project"po/*.po "$project"po/*.pot; do
    # Each message is translated by itself: so msgfmt looks at all of them.
    "$python" - "$file" "$work/same.po" <<'PYTHON'
import sys
from translate.storage import pypo

store = pypo.pofile.parsefile(sys.argv[1])
units = [unit for unit in store.units if not unit.isheader() and not unit.isobsolete()]
assert units, "no messages"
for unit in units:
    unit.target = unit.source
    unit.markfuzzy(False)
store.savefile(sys.argv[2])
PYTHON
    case $file in *.po) msgfmt --check --output-file=/dev/null "$file" ;; esac
    msgfmt --check-format --output-file=/dev/null "$file"
    msgfmt --check-format --output-file=/dev/null "$work/same.po"
    count=$((count + 1))
  done
  # Saved by another program, which breaks lines where it likes.
  for file in "$project"po/*.po; do
    cp "$file" "$work/before.po"
    "$python" -c 'import sys; from translate.storage import pypo; s = pypo.pofile.parsefile(sys.argv[1]); s.savefile(sys.argv[1])' "$file"
    "$binary" translate "$project" > /dev/null
    cmp "$file" "$work/before.po"
  done
done
echo "$count files of translations are read by gettext and the translate toolkit"
