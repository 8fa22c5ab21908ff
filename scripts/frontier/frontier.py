"""Sets the same texts with LuaLaTeX and microtype, with Typst and with brochure, and draws where each stands between even
spaces and few hyphens.

    frontier.py --metrics TYPOMETRICS --binary BROCHURE [--measures 66,92,108] [--words 8000] [--out FOLDER] TEXT…

A text is Markdown, a file or a folder of chapters, or a file .txt with a paragraph a line; headings and paragraphs are
taken. Needed are `lualatex` (Debian: texlive-luatex,
texlive-latex-recommended, texlive-lang-german), the packages `typst` and `pillow` of PyPI, and EB Garamond (Debian:
fonts-ebgaramond). Each program sets EB Garamond 10.5/14, justified, with several wishes for hyphens. TYPOMETRICS measures
the PDFs: the standard deviation of spaces, and the share of lines that end with a hyphen. Figures go to frontier.csv, the
picture to frontier.png.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FONT = Path("/usr/share/fonts/opentype/ebgaramond/EBGaramond12-Regular.otf")
SPACE_EM = 0.2  # width of the space in EB Garamond 12
HEIGHT = 210  # mm

# What each program may be asked for, from its own default to few hyphens.
LUALATEX = {"50": (50, 200), "500": (500, 1000), "2000": (2000, 4000), "5000": (5000, 9999)}
TYPST = {"50%": 50, "100%": 100, "300%": 300, "1000%": 1000}
OURS = {"default": {}, "wider": {"space-stretch": 0.3, "space-shrink": 0.2}}


def blocks_of(path, words):
    """Headings (with "# ") and paragraphs of Markdown, up to a number of words."""
    path = Path(path)
    files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
    blocks, count = [], 0
    for file in files:
        text = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", file.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", text, flags=re.S | re.M)
        for raw in text.splitlines() if file.suffix == ".txt" else re.split(r"\n\s*\n", text):
            block = plain(raw)
            if block is None:
                continue
            blocks.append(block)
            count += len(block.split())
            if count >= words:
                return blocks
    return blocks


def plain(raw):
    """The words of a heading or a paragraph; none for all else."""
    raw = raw.strip()
    heading = re.match(r"#{1,6} ", raw)
    if not raw or (not heading and re.match(r"[-*+|>!:<\[{\\]|\d+[.)] | {4}", raw)):
        return None
    text = " ".join(raw.split())
    text = re.sub(r"\[\^[^\]]*\]|\{[^}]*\}|<[^>]*>", "", text)
    text = re.sub(r"!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])?", r"\1", text)
    text = re.sub(r"[*_`\\~^$]", "", text)
    text = re.sub(r"^#+ ", "# ", text).strip()
    return text if len(text.split()) > (1 if heading else 8) else None


def lualatex(blocks, measure, wish, folder):
    penalty, tolerance = wish
    special = {"\\": "", "%": "\\%", "&": "\\&", "$": "\\$", "#": "\\#", "_": "\\_", "{": "", "}": "", "~": "", "^": ""}
    escape = lambda text: "".join(special.get(c, c) for c in text).replace("\u00a0", "~")
    body = [f"\\section*{{{escape(b[2:])}}}" if b.startswith("# ") else escape(b) for b in blocks]
    width = measure + 40
    source = f"""\\documentclass[twoside=false]{{article}}
\\usepackage[paperwidth={width}mm,paperheight={HEIGHT}mm,hmargin=20mm,top=20mm,bottom=22mm]{{geometry}}
\\usepackage{{fontspec}}
\\setmainfont{{{FONT.name}}}[Path={FONT.parent}/]
\\usepackage[ngerman]{{babel}}
\\usepackage{{microtype}}
\\makeatletter
\\renewcommand\\normalsize{{\\@setfontsize\\normalsize{{10.5bp}}{{14bp}}}}\\normalsize
\\renewcommand\\section{{\\@startsection{{section}}{{1}}{{0pt}}{{-14bp}}{{0.001pt}}{{\\fontsize{{12.6bp}}{{14bp}}\\selectfont\\raggedright\\hyphenpenalty10000}}}}
\\makeatother
\\setlength\\parindent{{1em}}\\setlength\\parskip{{0pt}}\\clubpenalty10000\\widowpenalty10000\\raggedbottom\\frenchspacing
\\hyphenpenalty={penalty}\\tolerance={tolerance}\\emergencystretch=1em
\\begin{{document}}
"""
    (folder / "text.tex").write_text(source + "\n\n".join(body) + "\n\\end{document}\n", encoding="utf-8")
    call = ["lualatex", "-interaction=batchmode", "text.tex"]
    subprocess.run(call, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return folder / "text.pdf"


def typst(blocks, measure, wish, folder):
    import typst as compiler

    escape = lambda text: re.sub(r"([\\#$*_`<>@\[\]=+\-/.])", r"\\\1", text)
    body = [f"= {escape(b[2:])}" if b.startswith("# ") else escape(b) for b in blocks]
    source = f"""#set page(width: {measure + 40}mm, height: {HEIGHT}mm, margin: (x: 20mm, top: 20mm, bottom: 22mm))
#set text(font: "EB Garamond 12", size: 10.5pt, lang: "de", hyphenate: true, costs: (hyphenation: {wish}%))
#set text(top-edge: 0.8em, bottom-edge: -0.2em)
#set par(justify: true, leading: 3.5pt, spacing: 3.5pt, first-line-indent: 1em)
#set par(justification-limits: (spacing: (min: 80%, max: 133%), tracking: (min: -0.014em, max: 0.014em)))
#show heading: set text(size: 12.6pt, weight: "regular", hyphenate: false)
#show heading: set par(justify: false)

"""
    (folder / "text.typ").write_text(source + "\n\n".join(body), encoding="utf-8")
    target = folder / "text.pdf"
    compiler.compile(str(folder / "text.typ"), output=str(target), font_paths=[str(FONT.parent)], ignore_system_fonts=True)
    return target


def ours(blocks, measure, wish, folder, binary):
    escape = lambda text: re.sub(r"([\\*_`\[\]<>#|~^$])", r"\\\1", text)
    body = [f"## {escape(b[2:])}" if b.startswith("# ") else escape(b) for b in blocks]
    (folder / "chapters").mkdir(exist_ok=True)
    (folder / "fonts").mkdir(exist_ok=True)
    (folder / "fonts" / FONT.name).write_bytes(FONT.read_bytes())
    (folder / "chapters" / "1.md").write_text("# Text\n\n" + "\n\n".join(body) + "\n", encoding="utf-8")
    keys = "".join(f"{key} = {value}\n" for key, value in wish.items())
    (folder / "brochure.toml").write_text(
        f"""[brochure]
title = "Text"
language = "de"
[cover]
enabled = false
[contents]
enabled = false
[imprint]
enabled = false
[page]
format = "{measure + 40}mm x {HEIGHT}mm"
margin-inner = "20mm"
margin-outer = "20mm"
margin-head = "20mm"
margin-foot = "22mm"
wide = "0mm"
[tab]
max-chapters = 0
[grid]
leading = "14pt"
[fonts.text]
regular = "{FONT.name}"
[style.body]
size = "10.5pt"
leading = "14pt"
indent = "1em"
[paragraph]
{keys}[edition.print]
kind = "ink-saver"
""".replace('"1em"', '"10.5pt"'),
        encoding="utf-8",
    )
    subprocess.run([binary, "build", "--quiet", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return next((folder / "dist").glob("*.pdf"), None)


def measured(pdf, metrics):
    call = [sys.executable, metrics, str(pdf), "--json", "--no-tags", "--space-em", str(SPACE_EM)]
    found = json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    return [found["values"][key] for key in ("space_stdev", "hyphenated_share", "space_max", "hyphen_ladder_max", "rivers")]


def draw(rows, target):
    """One field for each measure and text: hyphens to the right, uneven spaces up."""
    from PIL import Image, ImageDraw, ImageFont

    texts = list(dict.fromkeys(row["text"] for row in rows))
    measures = sorted({row["measure"] for row in rows})
    side, pad = 300, 60
    picture = Image.new("RGB", (len(texts) * (side + pad) + pad, len(measures) * (side + pad) + 2 * pad), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 17)
    colours = {"brochure": (14, 60, 66), "lualatex": (200, 80, 40), "typst": (90, 120, 200)}
    most_hyphens, most_stdev = 0.40, 0.45
    for column, text in enumerate(texts):
        for line, measure in enumerate(measures):
            left, top = pad + column * (side + pad), pad + line * (side + pad)
            pen.rectangle([left, top, left + side, top + side], outline=(160, 160, 160))
            pen.text((left, top - 24), f"{text}, {measure} mm", fill="black", font=font)
            for share in (0.1, 0.2, 0.3):
                x = left + side * share / most_hyphens
                pen.line([x, top + side, x, top + side + 5], fill=(160, 160, 160))
                pen.text((x - 12, top + side + 6), f"{share:.0%}", fill="black", font=font)
            for stdev in (0.1, 0.2, 0.3, 0.4):
                y = top + side - side * stdev / most_stdev
                pen.line([left - 5, y, left, y], fill=(160, 160, 160))
                pen.text((left - 34, y - 10), f".{round(stdev * 10)}", fill="black", font=font)
            for row in rows:
                if (row["text"], row["measure"]) != (text, measure):
                    continue
                x = left + side * min(row["hyphens"] / most_hyphens, 1.0)
                y = top + side - side * min(row["stdev"] / most_stdev, 1.0)
                pen.ellipse([x - 5, y - 5, x + 5, y + 5], fill=colours[row["program"]])
    x = pad
    for program, colour in colours.items():
        y = picture.height - pad + 10
        pen.ellipse([x, y + 5, x + 10, y + 15], fill=colour)
        pen.text((x + 16, y), program, fill="black", font=font)
        x += 130
    pen.text((x + 20, picture.height - pad + 10), "right: lines that end with a hyphen; up: standard deviation of spaces", fill="black", font=font)
    picture.save(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--metrics", required=True)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--measures", default="66,92,108")
    parser.add_argument("--words", type=int, default=8000)
    parser.add_argument("--out", default="frontier", type=Path)
    parser.add_argument("texts", nargs="+", help="NAME=PATH")
    given = parser.parse_args()
    jobs = []
    for named in given.texts:
        name, path = named.split("=", 1)
        blocks = blocks_of(path, given.words)
        for measure in (int(measure) for measure in given.measures.split(",")):
            wishes = [("lualatex", w, lualatex, v) for w, v in LUALATEX.items()]
            wishes += [("typst", w, typst, v) for w, v in TYPST.items()]
            wishes += [("brochure", w, lambda b, m, v, f: ours(b, m, v, f, given.binary), v) for w, v in OURS.items()]
            jobs += [(name, blocks, measure, *wish) for wish in wishes]

    def run(job):
        name, blocks, measure, program, wish, set_text, value = job
        folder = given.out / f"{name}-{measure}-{program}-{re.sub('[^a-z0-9]', '', wish)}"
        folder.mkdir(parents=True, exist_ok=True)
        pdf = set_text(blocks, measure, value, folder.resolve())
        if pdf is None or not pdf.exists():
            sys.exit(f"{program} made nothing of {name}: {folder}")
        stdev, hyphens, widest, ladder, rivers = measured(pdf, given.metrics)
        print(f"{name:<10} {measure:>4} mm {program:<9} {wish:<13} {stdev:.3f} {hyphens:6.1%} {widest:5.2f}", flush=True)
        return {"text": name, "measure": measure, "program": program, "wish": wish, "stdev": stdev, "hyphens": hyphens, "widest": widest, "ladder": ladder, "rivers": rivers}

    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(run, jobs))
    with open(given.out / "frontier.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    draw(rows, given.out / "frontier.png")


if __name__ == "__main__":
    main()
