"""Compares the text that readers of PDF extract with the text that was laid out.

    check-extraction.py BROCHURE FILE.pdf [PROJECT] [--edition=NAME] [--show]

BROCHURE is the program, PROJECT the folder that FILE.pdf was built from (default: the current one),
NAME its edition, where that is laid out anew.
Readers are used as far as they are installed: poppler (`pdftotext`), MuPDF (`mutool`), PDFium (the
Python package pypdfium2) and pdf.js (node, with the package pdfjs-dist in $PDFJS/node_modules).
Exit status 1 if a reader stays behind its limits. Why they differ: docs/decisions/0005-extraction.md
"""

import collections
import difflib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

# Per reader: the share of broken words that must come out whole, the share of all words that may be
# missing or too many, and how much of the order must be right. pdf.js and MuPDF 1.21 know no
# ActualText; they join words at a hyphen only when one searches.
LIMITS = {
    "poppler": (0.99, 0.005, 0.9),
    "poppler, as drawn": (0.99, 0.005, 0.97),
    "pdf.js": (0.0, 0.04, 0.95),
    "pdf.js, searching": (0.85, 0.025, 0.95),
    "mupdf": (0.0, 0.03, 0.97),
    "pdfium": (0.99, 0.005, 0.97),
}
# Signs that only a hyphen of ours can have left behind.
STRAY = "\u00ad\u2010\ufffe\ufffd\x02"

PDFJS = """
const { getDocument } = await import(process.argv[2]);
const { readFileSync } = await import("node:fs");
const pdf = await getDocument({ data: new Uint8Array(readFileSync(process.argv[3])), verbosity: 0 }).promise;
for (let n = 1; n <= pdf.numPages; n++) {
  const { items } = await (await pdf.getPage(n)).getTextContent({ disableNormalization: true });
  process.stdout.write(items.map((item) => (item.str ?? "") + (item.hasEOL ? "\\n" : "")).join("") + "\\f");
}
"""


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


# --- what was laid out -------------------------------------------------------

Run = collections.namedtuple("Run", "page x y width size text broken")


def runs(dump):
    """The text runs of `brochure dump` as they are read, each with the words that go on in the next line."""
    page = 0
    for line in dump.splitlines():
        if line.startswith("page "):
            page = int(line.split()[1])
        elif line.startswith("  text "):
            quoted = re.search(QUOTED, line)
            fields = line[: quoted.start()].split()
            x, y, width, size = (float(fields[n]) for n in (1, 2, 4, 6))
            text, broken = unquoted(quoted[0]).encode(), []
            for start, end, words in reversed(re.findall(rf"(\d+)\.\.(\d+) reads ({QUOTED})", line[quoted.end() :])):
                words = unquoted(words)
                text = text[: int(start)] + words.encode() + text[int(end) :]
                broken += [words] if words.strip() else []
            yield Run(page, x, y, width, size, re.sub("[\u00a0\u202f]", " ", text.decode()), broken)


QUOTED = r'"(?:[^"\\]|\\.)*"'


def unquoted(text):
    """A string as Rust writes it."""
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: "\\u%04x" % int(m[1], 16), text)
    return json.loads(plain.replace("\\'", "'"))


def laid_out(dump):
    """All text in order, and the words that go on in another line."""
    text, broken, before = "", collections.Counter(), None
    for run in runs(dump):
        text += run.text if before and touches(before, run) else "\n" + run.text
        broken.update(run.broken)
        before = run
    return text, broken


def touches(a, b):
    """Whether a run follows another on its line without space."""
    near = abs(a.y - b.y) < 0.6 * max(a.size, b.size)
    return a.page == b.page and near and abs(a.x + a.width - b.x) < 0.05


# --- what comes out ----------------------------------------------------------


def readers(pdf):
    """Name and text of every reader that is installed."""
    if shutil.which("pdftotext"):
        yield "poppler", output("pdftotext", pdf, "-")
        yield "poppler, as drawn", output("pdftotext", "-raw", pdf, "-")
    module = pathlib.Path(os.environ.get("PDFJS", "."), "node_modules/pdfjs-dist/legacy/build/pdf.mjs").resolve()
    if shutil.which("node") and module.exists():
        try:
            text = output("node", "--input-type=module", "-", str(module), pdf, input=PDFJS)
        except subprocess.CalledProcessError as error:
            print("pdf.js does not run here:", error.stderr.strip().splitlines()[-1:])
        else:
            yield "pdf.js", text
            # As its search joins words: PDFFindController in web/pdf_viewer.mjs.
            yield "pdf.js, searching", re.sub(r"([a-zäöüß])-\n(?=[a-zäöüß])|(\S-)\n", r"\1\2", text)
    if shutil.which("mutool"):
        yield "mupdf", output("mutool", "draw", "-q", "-F", "txt", pdf)
    try:
        import pypdfium2
    except ImportError:
        return
    pages = pypdfium2.PdfDocument(pdf)
    yield "pdfium", "\f".join(page.get_textpage().get_text_range() for page in pages)


def compare(wanted, broken, found, show):
    """Shares of broken words that are whole, of wrong words, and of words in order; stray signs."""
    want, have = (collections.Counter(text.split()) for text in (wanted, found))
    whole = sum(min(count, max(0, have[word] - want[word] + count)) for word, count in broken.items())
    missing, extra = want - have, have - want
    if show:
        print("  missing", dict(missing), "\n  extra", dict(extra))
    matcher = difflib.SequenceMatcher(None, wanted.split(), found.split(), autojunk=False)
    order = sum(block.size for block in matcher.get_matching_blocks()) / max(1, want.total())
    wrong = max(missing.total(), extra.total()) / max(1, want.total())
    return whole / max(1, broken.total()), wrong, order, sum(found.count(sign) for sign in STRAY)


def main(program, pdf, project="."):
    edition = [word for word in sys.argv if word.startswith("--edition=")]
    wanted, broken = laid_out(output(program, "dump", *edition, project))
    print(f"{len(wanted.split())} words, {broken.total()} of them over two lines")
    print(f"{'reader':18} {'whole':>7} {'wrong':>7} {'order':>7} {'stray':>6}")
    failed = False
    for name, found in readers(pdf):
        whole, wrong, order, stray = compare(wanted, broken, found, "--show" in sys.argv)
        least, most, ordered = LIMITS[name]
        bad = whole < least or wrong > most or order < ordered or stray > 0
        failed |= bad
        print(f"{name:18} {whole:7.1%} {wrong:7.2%} {order:7.1%} {stray:6}{'  FAIL' if bad else ''}")
    return failed


if __name__ == "__main__":
    sys.exit(main(*(word for word in sys.argv[1:] if not word.startswith("--"))))
