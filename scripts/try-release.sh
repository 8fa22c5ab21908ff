#!/usr/bin/env bash
# Tries what scripts/release.sh made as a user gets it: unpacked, with nothing else at hand. Every system must make the
# bytes that the program built here made.
# Usage: scripts/try-release.sh PACKAGES SUMS; SUMS is the SHA256SUMS of this repository's brochure. As root, on Debian,
# with mingw-w64, wine, qemu-user-static, shellcheck.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$(realpath "$1") sums=$(realpath "$2")
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)

work=$(mktemp -d)
trap 'WINEPREFIX=$work/wine wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
say() { printf -- '-- %s\n' "$*"; }
fail() { echo "$*" >&2; exit 1; }
(cd "$packages" && sha256sum -c --quiet SHA256SUMS)

# A copy of this repository's brochure in a folder.
project() {
  mkdir -p "$1"
  cp -r brochure.toml chapters assets fonts "$1"
}
# The editions in a folder have the bytes that are wanted.
same() {
  (cd "$1" && grep '\.pdf$' "$sums" | sha256sum -c --quiet) || fail "other bytes: $2"
}
unpacked() {
  tar xzf "$packages/brochure-$version-$1.tar.gz" -C "$work"
  echo "$work/brochure-$version-$1"
}

say "Linux: static, in a root with nothing but a project"
linux=$(unpacked linux-x86_64)
if ldd "$linux/brochure" >/dev/null 2>&1 && ! ldd "$linux/brochure" 2>&1 | grep -q "statically linked"; then
  fail "the program is linked dynamically"
fi
"$linux/brochure" --version | grep -q "^brochure $version (" || fail "--version tells no commit"
mkdir "$work/root"
cp "$linux/brochure" "$work/root/"
project "$work/root/project"
chroot "$work/root" /brochure build -q /project
same "$work/root/project/dist" "Linux"

say "Linux on ARM, emulated"
arm=$(unpacked linux-aarch64)
project "$work/arm"
qemu-aarch64-static "$arm/brochure" build -q "$work/arm"
same "$work/arm/dist" "Linux on ARM"

say "Windows, by wine"
export WINEPREFIX=$work/wine WINEDEBUG=-all LANG=C.UTF-8
unset DISPLAY
python3 -m zipfile -e "$packages/brochure-$version-windows-x86_64.zip" "$work"
windows=$work/brochure-$version-windows-x86_64
x86_64-w64-mingw32-gcc -shared -O1 -o "$windows/bcryptprimitives.dll" scripts/wine-prng.c -ladvapi32
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
run() { "$wine" "$windows/brochure.exe" "$@"; }
# A path as Windows sees it.
seen() { echo "Z:${1//\//\\}"; }
"$wine" wineboot -i >/dev/null 2>&1
run --version | tr -d '\r' | grep -q "^brochure $version (" || fail "the program does not run on Windows"
project "$work/win"
run build -q "$(seen "$work/win")"
same "$work/win/dist" "Windows"

say "Windows: folders with spaces and umlauts, paths over 260 letters, CRLF and a byte order mark"
odd="$work/Bürger und Städte/$(printf 'langer Ordner mit Leerzeichen %03d/' $(seq 1 8))heft"
project "$odd"
for chapter in "$odd"/chapters/*.md; do sed -i '1s/^/\xef\xbb\xbf/; s/$/\r/' "$chapter"; done
sed -i 's/$/\r/' "$odd/brochure.toml"
[ ${#odd} -gt 260 ] || fail "the path is too short for the test"
run build -q "$(seen "$odd")"
same "$odd/dist" "Windows, odd folder"

say "Windows: what it says is UTF-8"
printf '# Ende\n\n![](nirgends-größer.png)\n' > "$work/win/chapters/99-ende.md"
run check --fast "$(seen "$work/win")" > "$work/said" 2>&1 || true
grep -q 'nirgends-größer.png' "$work/said" || { cat "$work/said"; fail "its output is not readable"; }
iconv -f UTF-8 -t UTF-8 "$work/said" >/dev/null || fail "its output is no UTF-8"

say "the package for Debian"
deb=$packages/brochure_${version}_amd64.deb
dpkg -i "$deb" >/dev/null
brochure --version >/dev/null
dpkg -c "$deb" > "$work/files"
grep -q 'usr/share/man/man1/brochure-build.1.gz' "$work/files"
bash -n /usr/share/bash-completion/completions/brochure
dpkg -r brochure >/dev/null
[ ! -e /usr/bin/brochure ] || fail "the package leaves the program behind"

say "a new project from the archive, as LIESMICH.txt says"
# Without words and in a terminal of its own it opens a page; what its user clicks there is asked for here.
(cd "$linux" && exec script -qec ./brochure /dev/null > "$work/said" 2>&1 < /dev/null) &
desk=$!
for _ in $(seq 300); do
  page=$(grep -o 'http://[0-9a-f.:/]*' "$work/said" | head -1) || page=
  if [ -n "$page" ]; then break; fi
  sleep 0.1
done
[ -n "$page" ] || { cat "$work/said"; fail "a double click opens no page"; }
post() { python3 -c 'import sys, urllib.request as web; web.urlopen(web.Request(sys.argv[1], method="POST"))' "$page$1"; }
post 'project?title=Unser+Wegweiser&starter=ratgeber&language=de'
post build
for _ in $(seq 300); do
  if ls "$linux/Unser Wegweiser/dist"/*.pdf >/dev/null 2>&1; then break; fi
  sleep 0.1
done
kill "$desk"
ls "$linux/Unser Wegweiser/dist"/*.pdf >/dev/null || { cat "$work/said"; fail "no brochure from a double click"; }

say "what forges run"
python3 scripts/try-forges.py "$packages"
