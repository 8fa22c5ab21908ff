#!/usr/bin/env bash
# Builds what is given away: for each target an archive, for Linux a .deb too, and SHA256SUMS over all of them, in
# target/packages/. No path of this machine is in them, and the same commit gives the same bytes in any folder.
# Usage: scripts/release.sh [TARGET…]; without targets, all that this system can build.
set -euo pipefail
cd "$(dirname "$0")/.."

# The first runs here: it prints manual pages and completions for all archives.
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) all=(x86_64-unknown-linux-musl aarch64-unknown-linux-musl x86_64-pc-windows-gnu) ;;
  Linux-aarch64) all=(aarch64-unknown-linux-musl x86_64-unknown-linux-musl) ;;
  Darwin-arm64) all=(aarch64-apple-darwin x86_64-apple-darwin) ;;
  Darwin-x86_64) all=(x86_64-apple-darwin aarch64-apple-darwin) ;;
  *) echo "$0: build for Windows on Linux; see docs/RELEASING.md" >&2; exit 2 ;;
esac
own=${all[0]}
targets=("${@:-${all[@]}}")

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
commit=${BROCHURE_COMMIT:-$(git describe --always --dirty --abbrev=12 --exclude='*')}
export BROCHURE_VERSION="$version ($commit)"

# Static without a C compiler; Windows by GCC, without the time of the build.
export CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld
export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc

# Where libraries, the compiler's own files and files made while building lie. Paths of the program's
# sources are relative as they are.
cargo fetch --locked
flags=()
remap() { flags+=("--remap-path-prefix=$1=$2"); }
cargo_home=${CARGO_HOME:-$HOME/.cargo}
remap "$cargo_home" /cargo
for registry in "$cargo_home"/registry/src/*/; do remap "${registry%/}" /crates; done
remap "$(rustc --print sysroot)" /rust
remap "$PWD" /brochure

# Other flags than those of `cargo build`: in a folder of its own, so that neither builds the other's anew.
built=$PWD/target/given
build() {
  local own_flags=("${flags[@]}")
  case $1 in
    *-windows-gnu) own_flags+=("-Clink-arg=-Wl,--no-insert-timestamp" "-Clink-arg=-Wl,--gc-sections") ;;
    *-linux-musl) own_flags+=(-Ctarget-feature=+crt-static) ;;
  esac
  rustup target list --installed | grep -qx "$1" || rustup target add "$1"
  CARGO_TARGET_DIR=$built CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${own_flags[*]}") \
    cargo build --release --locked --bin brochure --target "$1"
}

build "$own"
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
"$built/$own/release/brochure" man "$texts/man"
for shell in bash zsh fish powershell elvish; do
  "$built/$own/release/brochure" completions "$shell" > "$texts/brochure.$shell"
done

rm -rf target/packages
for target in "${targets[@]}"; do
  [ "$target" = "$own" ] || build "$target"
  program=$built/$target/release/brochure
  [ -f "$program" ] || program+=.exe
  python3 scripts/package.py "$version" "$target" "$program" "$texts" target/packages
done
(cd target/packages && { sha256sum ./* 2>/dev/null || shasum -a 256 ./*; } | sed 's|\./||' > ../SHA256SUMS && mv ../SHA256SUMS .)
cat target/packages/SHA256SUMS
