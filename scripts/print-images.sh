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
[edition.turned]
kind = "booklet"
duplex = "long-edge"
help = false
[edition.folded]
kind = "booklet"
signature = 1
help = false
[edition.black]
kind = "ink-saver"
[edition.grey]
kind = "ink-saver"
toner = "grey"
[edition.spots]
kind = "print"
spot = ["petrol"]
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
picture turned 2 booklet-long-edge 30
picture folded 1 booklet-signature 30
picture black 6 copy-black 40
picture grey 8 copy-grey 40

# The plates of a page with a spot ink, side by side, where there are Ghostscript and ImageMagick.
if command -v gs >/dev/null && command -v montage >/dev/null; then
  gs -q -dNOPAUSE -dBATCH -sDEVICE=tiffsep -r45 -dFirstPage=6 -dLastPage=6 -sOutputFile="$work/plate.tif" "$work/dist/"*-spots.pdf
  montage "$work/plate(Black).tif" "$work/plate(Yellow).tif" "$work/plate(petrol).tif" \
    -tile 3x1 -geometry +6+6 -background '#999999' -strip docs/images/print-spot.png
fi
