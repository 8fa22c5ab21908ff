#!/usr/bin/env bash
# Times the whole program, cold, against typst and weasyprint where they are installed, on the same
# text in one run: scripts/compare-speed.sh FILE.md [RUNS]. Prints seconds (median) and peak memory.
set -euo pipefail
text=$(realpath "$1")
runs=${2:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/target/release/brochure
[ -x "$program" ] || (cd "$root" && cargo build --release)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/project/chapters"
cp "$text" "$work/project/chapters/01.md"
printf '[brochure]\ntitle = "Probe"\nlanguage = "de"\n' > "$work/project/brochure.toml"

# Headings and paragraphs only: enough for law texts.
python3 - "$text" "$work" <<'PY'
import html, re, sys
text, work = open(sys.argv[1], encoding="utf-8").read(), sys.argv[2]
blocks = [b.strip() for b in re.split(r"\n\s*\n", text) if b.strip()]
special = re.compile(r"([\\#*_`$<>@~\[\]/=+-])")
typst = ['#set page(width: 148mm, height: 210mm, margin: (inside: 16mm, outside: 28mm, top: 22mm, bottom: 23mm))',
         '#set document(title: "Probe")', '#set text(lang: "de", size: 9.4pt, hyphenate: true)',
         '#set par(justify: true, first-line-indent: 13pt)']
page = ['<!doctype html><html lang="de"><meta charset="utf-8"><title>Probe</title><style>@page{size:A5;margin:22mm 22mm}'
        'body{font-size:9.4pt;line-height:13pt;text-align:justify;hyphens:auto}</style>']
for block in blocks:
    plain = re.sub(r"\\(.)", r"\1", block.replace("\n", " "))
    level = len(plain) - len(plain.lstrip("#"))
    words = plain[level:].strip()
    typst.append(("=" * level + " " if level else "") + special.sub(r"\\\1", words))
    tag = f"h{min(level, 6)}" if level else "p"
    page.append(f"<{tag}>{html.escape(words)}</{tag}>")
open(f"{work}/probe.typ", "w", encoding="utf-8").write("\n\n".join(typst))
open(f"{work}/probe.html", "w", encoding="utf-8").write("\n".join(page))
PY

measure() { # name, command…
  local name=$1; shift
  for _ in $(seq "$runs"); do
    python3 - "$@" <<'PY'
import resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
took = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(f"{took:.3f} {peak} {code}")
PY
  done | sort -n | awk -v name="$name" '{t[NR]=$1; if ($2>m) m=$2; if ($3) bad=1}
    END {printf "%-12s %6.2f s  %5d MiB%s\n", name, t[int((NR+1)/2)], m, bad ? "  FAILED" : ""}'
}

measure brochure "$program" build -q "$work/project"
if command -v typst >/dev/null; then
  measure typst typst compile "$work/probe.typ" "$work/typst.pdf"
elif python3 -c 'import typst' 2>/dev/null; then
  measure typst python3 -c "import typst; typst.compile('$work/probe.typ', output='$work/typst.pdf')"
fi
if command -v weasyprint >/dev/null; then
  measure weasyprint weasyprint "$work/probe.html" "$work/weasyprint.pdf"
fi
