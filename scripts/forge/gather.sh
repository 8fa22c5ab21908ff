#!/bin/sh
# Puts the packages of several machines into one folder with one list of sums, after checking each.
# Usage: gather.sh PACKAGES RELEASE; PACKAGES has a folder for each machine.
set -eu
packages=$1 release=$2
mkdir -p "$release"
for folder in "$packages"/*/; do
  (cd "$folder" && sha256sum -c SHA256SUMS)
done
cat "$packages"/*/SHA256SUMS | LC_ALL=C sort -k 2 > "$release/SHA256SUMS"
mv "$packages"/*/brochure* "$release"
