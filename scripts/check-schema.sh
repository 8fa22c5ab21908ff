#!/usr/bin/env bash
# What taplo, and so the editors that use it, makes of the schemas: it must accept every example of the documents and
# refuse most of what is wrong. check-schema.sh BINARY [TAPLO]
set -euo pipefail
binary=$(realpath "$1")
taplo=${2:-taplo}
# Of the wrong parts of tests/schema/wrong.md, in percent; some are seen by the program only.
least=80
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$binary" schema > "$work/brochure.json"
"$binary" schema theme > "$work/theme.json"

# Writes the TOML of a document into files of a folder, each whole; what a line `# name.toml` begins is a theme.
blocks() {
  awk -v folder="$2" -v begin="$3" '
    function flush(  theme, rest) {
      theme = text ~ /^# [^\n]*\.toml\n/
      rest = ""
      if (!theme && text !~ /(^|\n)title = /) rest = rest "title = \"Probe\"\n"
      if (!theme && text !~ /(^|\n)language = /) rest = rest "language = \"de\"\n"
      if (!theme && text ~ /(^|\n)\[brochure\]\n/) sub(/\[brochure\]\n/, "[brochure]\n" rest, text)
      else if (!theme) text = "[brochure]\n" rest text
      printf "%s", text > (folder "/" (theme ? "theme" : "brochure") "-" begin "-" ++count ".toml")
    }
    /^```toml$/ { inside = 1; text = ""; next }
    /^```$/ && inside { inside = 0; flush(); next }
    inside { text = text $0 "\n" }
  ' "$1"
}

# The files that a schema refuses.
refused() {
  local schema=$1
  shift
  "$taplo" lint --schema "file://$schema" "$@" 2>&1 | grep -o 'invalid file .*path="[^"]*"' | sort -u || true
}

mkdir "$work/good" "$work/wrong"
for document in README docs/MANUAL docs/de/HANDBUCH docs/PRINT; do
  blocks "$document.md" "$work/good" "$(basename "$document")"
done
cp brochure.toml "$work/good/brochure-own.toml"
for starter in assets/new/*/*/brochure.toml; do
  cp "$starter" "$work/good/brochure-$(echo "$starter" | tr / -)"
done
for theme in assets/themes/*.toml; do cp "$theme" "$work/good/theme-$(basename "$theme")"; done
blocks tests/schema/wrong.md "$work/wrong" wrong

bad=$(refused "$work/brochure.json" "$work"/good/brochure-*.toml
  refused "$work/theme.json" "$work"/good/theme-*.toml)
if [ -n "$bad" ]; then
  printf 'refused, but right:\n%s\n' "$bad"
  exit 1
fi
right=$(find "$work/good" -name '*.toml' | wc -l)
wrong=$(find "$work/wrong" -name '*.toml' | wc -l)
seen=$(refused "$work/brochure.json" "$work"/wrong/*.toml | grep -c .)
echo "$right examples accepted; $seen of $wrong wrong ones refused ($((100 * seen / wrong)) %)"
[ "$((100 * seen))" -ge "$((least * wrong))" ]
