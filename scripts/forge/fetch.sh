#!/bin/sh
# Fetches the program of a release, checks its sum and unpacks it; prints where it is.
# Usage: fetch.sh RELEASES VERSION FOLDER
# RELEASES is the address below which each version has a folder vVERSION. With BROCHURE_SHA256 the archive must have
# that sum, else the one in the release's own list.
set -eu
releases=$1 version=$2 folder=$3

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) system=linux-x86_64 ;;
  Linux-aarch64) system=linux-aarch64 ;;
  Darwin-arm64) system=macos-aarch64 ;;
  Darwin-x86_64) system=macos-x86_64 ;;
  *) echo "there is no brochure for $(uname -s) on $(uname -m)" >&2; exit 1 ;;
esac
name=brochure-$version-$system
archive=$name.tar.gz

fetch() {
  if command -v curl >/dev/null; then curl -fsSL --retry 3 -o "$2" "$1"; else wget -q -O "$2" "$1"; fi
}
sum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

mkdir -p "$folder"
cd "$folder"
fetch "$releases/v$version/$archive" "$archive"
wanted=${BROCHURE_SHA256:-}
if [ -z "$wanted" ]; then
  fetch "$releases/v$version/SHA256SUMS" SHA256SUMS
  wanted=$(sed -n "s/ [ *]$archive\$//p" SHA256SUMS)
fi
found=$(sum "$archive")
if [ "$found" != "$wanted" ]; then
  rm -f "$archive"
  echo "$archive has the sum $found, not ${wanted:-one that is listed}: not unpacked" >&2
  exit 1
fi
tar xzf "$archive"
echo "$PWD/$name/brochure"
