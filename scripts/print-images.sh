#!/usr/bin/env bash
# Makes the pictures of docs/PRINT.md from real editions of this brochure. Needs pdftoppm (poppler-utils).
set -euo pipefail
cd "$(dirname "$0")/.."
program=target/release/brochure
[ -x "$program" ] || cargo build --release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r brochure.toml chapters assets fonts "$work/"
sed -i '/^\[edition/,$d' "$work/brochure.toml"
cat >> "$work/brochure.toml" <<'TOML'
[edition.booklet]
kind = "booklet"
marks = ["fold", "staple"]
[edition.large]
kind = "booklet"
sheet = "A3"
duplex = "long-edge"
marks = ["crop", "fold"]
[edition.four]
kind = "n-up"
pages = 4
[edition.six]
kind = "n-up"
pages = 6
[edition.shop]
kind = "print"
marks = ["crop", "registration", "color-bar", "slug"]
[edition.bound]
kind = "print"
cover = "separate"
binding = "perfect"
paper-volume = 2.2
marks = ["crop", "fold", "registration", "color-bar", "slug"]
TOML
"$program" build -q "$work"

picture() { # edition, page, name, dots per inch
  pdftoppm -png -singlefile -thinlinemode shape -r "$4" -f "$2" -l "$2" "$work/dist/"*"-$1.pdf" "docs/images/$3"
}
picture booklet 1 booklet-help 60
picture booklet 2 booklet-test 60
picture booklet 3 booklet-outside 45
picture large 3 booklet-crop 30
picture four 3 n-up-four 40
picture six 2 n-up-six 40
picture shop 1 print-marks 60
picture bound-cover 1 print-cover 45
