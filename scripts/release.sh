#!/usr/bin/env bash
# Builds the binary that is given away: target/given/release/brochure. No path of this machine is in it, and the same
# source gives the same bytes in any folder.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fetch --locked

# Where libraries, the compiler's own files and files made while building lie. Paths of the program's
# sources are relative as they are.
flags=()
remap() { flags+=("--remap-path-prefix=$1=$2"); }
cargo_home=${CARGO_HOME:-$HOME/.cargo}
remap "$cargo_home" /cargo
for registry in "$cargo_home"/registry/src/*/; do remap "${registry%/}" /crates; done
remap "$(rustc --print sysroot)" /rust
remap "$PWD" /brochure

# Other flags than those of `cargo build`: in a folder of its own, so that neither builds the other's anew.
CARGO_TARGET_DIR=$PWD/target/given CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}") cargo build --release --locked --bin brochure
