"""Measures how the cost of a build grows with its input: each family once with 4n and once with 8n parts.

    growth.py BINARY [FAMILY…]

n is doubled until a build takes long enough to be told from the start of the program. Prints CPU seconds
(user, without the start) and memory for 4n and 8n, and the exponent of each: 1.0 is linear, 2.0 quadratic. Exits
with 1 where one of them is above the limit, and with 2 where a build takes too long or ends by a signal.
Input that is refused counts, too: errors are found in linear time.

Why not n and 8n: the first parts are cheap in linear searches, too. Lines that are up to two more or fewer
than the best are followed, and only a paragraph of pages has so many: a word of brackets takes 191 thousand
instructions for each of its first 10 000 letters and 306 thousand for each further one, however many there are.
What is not linear shows in every doubling.
"""

import math
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 1.2
PARTS = (4, 8)
# The fastest counts.
RUNS = 2
# From here on a build is told from the start, in seconds.
ENOUGH = 0.15
# Largest input with n parts, in bytes.
LARGEST = 1_000_000
# A build that is stopped.
SECONDS, BYTES = 120, 6_000_000_000
# Memory below this is that of the program itself.
BASE_MEMORY = 100_000_000

CONFIG = '[brochure]\ntitle = "T"\nlanguage = "de"\ndate = 2024-01-01\n'
FRONT = '+++\ntitle = "K"\n+++\n\n'
SVG = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'><rect width='4' height='4'/></svg>"
TALL = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 9'><rect width='4' height='4'/></svg>"
CHART = '```chart\nkind = "bar"\ntitle = "Zahl"\nlabels = ["a", "b"]\n[[series]]\nvalues = [1, 2]\n```\n\n'
WORDS = "Die Gemeinde entscheidet im Rahmen der Gesetze über ihre Angelegenheiten und beteiligt alle. "


def chapter(text):
    return {"chapters/01.md": FRONT + text}


def each(part):
    """n parts; `{n}` stands for the number of the part."""
    return lambda n: chapter("".join(part.replace("{n}", str(i)) for i in range(n)))


def around(before, part, after=""):
    return lambda n: chapter(before + part * n + after)


def with_config(config, make):
    return lambda n: make(n) | {"brochure.toml": CONFIG + config(n)}


def notes(call, text):
    def make(n):
        calls = "".join(call.replace("{n}", str(i)) for i in range(n))
        return chapter(calls + "\n\n" + "".join(f"[^{i}]: {text}\n\n" for i in range(n)))

    return make


def fences(n):
    """As many fences as n characters are enough for, each longer than the one before."""
    return chapter(" x ".join("`" * i for i in range(1, math.isqrt(2 * n) + 1)))


def lines_of(before, deep, after):
    """n lines of containers, then n lines that go on lazily."""
    return lambda n: chapter(before * deep + "a\n" + after * n)


# Each family with its n: large enough to be seen beside the start.
FAMILIES = {
    "figures": (100, each('![x](../assets/a.svg "x")\n\n')),
    "tall figures": (100, each('![x](../assets/tall.svg "x")\n\n')),
    "figures, then text": (50, lambda n: chapter('![x](../assets/tall.svg "x")\n\n' * n + (WORDS * 40 + "\n\n") * n)),
    "figures with text": (50, each('![x](../assets/a.svg "x")\n\n' + WORDS * 8 + "\n\n")),
    "figures under headings": (50, each('## Kopf {n}\n\n![x](../assets/a.svg "x")\n\n')),
    "figures with notes": (50, lambda n: chapter("".join(f'![x](../assets/a.svg "x")\n\n{WORDS}[^{i}]\n\n' for i in range(n)) + "".join(f"[^{i}]: {WORDS}\n\n" for i in range(n)))),
    "charts": (100, each(CHART)),
    "tables": (200, each("| a | b |\n|:--|:--|\n| 1 | 2 |\n\n")),
    "tables of values": (200, each("```csv\na;b\n1;2\n```\n\n")),
    "rows of values": (400, around("```csv\na;b\n", "x;1\n", "```\n")),
    "callouts": (200, each("> [!info] Titel\n> Text\n\n")),
    "code blocks": (200, each("```\ncode\n```\n\n")),
    "lines of code": (2000, around("```\n", "code\n", "```\n")),
    "headings": (500, each("## Kopf {n}\n\n")),
    "headings of the same words": (500, each("## Kopf\n\nText\n\n")),
    "checklists": (200, each("## Liste {n} {.checklist}\n\n- [ ] tun\n\n")),
    "tiny paragraphs": (2000, each("a\n\n")),
    "empty paragraphs": (2000, each("&nbsp;\n\n")),
    "breaks": (1000, each("---\n\n")),
    "text": (200, each(WORDS * 5 + "\n\n")),
    "notes in one paragraph": (500, notes("x[^{n}] ", "Text")),
    "notes in paragraphs": (200, notes(WORDS + "[^{n}]\n\n", WORDS)),
    "long notes in one paragraph": (100, notes("x[^{n}] ", WORDS * 6)),
    "long notes in paragraphs": (60, notes("Wort[^{n}]\n\n", WORDS * 20)),
    "one endless note": (400, lambda n: chapter("Wort[^1]\n\n[^1]: " + WORDS * n)),
    "notes in a table": (200, lambda n: chapter("| a |\n|:--|\n" + "".join(f"| x[^{i}] |\n" for i in range(n)) + "\n" + "".join(f"[^{i}]: Text\n\n" for i in range(n)))),
    "notes in one cell": (200, lambda n: chapter("| a | b |\n|:--|:--|\n| " + "".join(f"x[^{i}] " for i in range(n)) + "| b |\n\n" + "".join(f"[^{i}]: Text\n\n" for i in range(n)))),
    "notes in a list": (200, notes("- Punkt[^{n}]\n", "Text")),
    "calls of one note": (2000, lambda n: chapter("x[^1] " * n + "\n\n[^1]: Text\n")),
    "calls without a note": (2000, lambda n: chapter("x[^1] " * n)),
    "open calls": (2000, around("", "[^a ")),
    "notes without a call": (2000, each("[^{n}]: Text\n\n")),
    "list": (2000, each("- Punkt\n")),
    "numbered list": (2000, each("1. Punkt\n")),
    "tasks": (2000, each("- [ ] Punkt\n")),
    "definitions": (1000, each("Wort {n}\n: Erklärung\n\n")),
    "one paragraph": (1000, around("", WORDS)),
    "one word": (20000, around("", "a")),
    "one word of joints": (20000, around("", "a:")),
    "one word of slashes": (10000, around("", "Ab/")),
    "one word of hyphens": (10000, around("", "ab-")),
    "one address": (10000, around("https://a.example/", "a/")),
    "one word in capitals": (20000, around("", "A")),
    "one word in Arabic": (10000, around("", "م")),
    "marks in a word": (5000, around("", "a*b*")),
    "marks": (2000, around("", "*a* **b** ")),
    "marks in capitals": (2000, around("", "*ABCD* ")),
    "scripts": (2000, around("", "H~2~O ")),
    "typed quotes": (4000, around("", "'a ")),
    "double quotes": (4000, around("", '"a" ')),
    "ellipses": (4000, around("", "a... ")),
    "dashes": (4000, around("", "a -- b ")),
    "dashes in a word": (4000, around("", "a--b")),
    "one dash": (20000, around("a ", "-")),
    "figures and hyphens": (4000, around("", "1-")),
    "abbreviations without spaces": (4000, around("", "z.B. ")),
    "fences of growing length": (20000, fences),
    "open fences": (4000, around("", "` `` ``` ")),
    "brackets": (10000, around("", "[")),
    "picture brackets": (5000, around("", "![")),
    "links in brackets": (2000, around("", "[a](", "")),
    "closed brackets": (5000, lambda n: chapter("[" * n + "a" + "]" * n)),
    "brackets and parentheses": (5000, around("", "[](")),
    "stars": (10000, around("", "*_")),
    "stars and letters": (5000, around("", "*a _b ")),
    "strong stars": (5000, lambda n: chapter("**a " * n + "b** " * n)),
    "tildes": (5000, around("", "~a ~~b ")),
    "nested quotes": (2000, lambda n: chapter(">" * n + "a\n")),
    "nested lists": (1000, lambda n: chapter("- " * n + "a\n")),
    "nested numbered lists": (1000, lambda n: chapter("1. " * n + "a\n")),
    "lazy lines": (2000, lines_of("> ", 12, "a\n")),
    "deep lazy lines": (500, lambda n: chapter("> " * n + "a\n" + "a\n" * n)),
    "nested marks": (2000, lambda n: chapter("*a **b " * n + "** c*" * n)),
    "definitions of links": (2000, lambda n: chapter("".join(f"[l{i}]: https://a.example/{i}\n" for i in range(n)) + "\n" + "".join(f"[a][l{i}] " for i in range(n)))),
    "uses of one long definition": (1000, lambda n: chapter(f"[l]: https://a.example/{'x' * n}\n\n" + "[a][l] " * n)),
    "angle brackets": (5000, around("", "<")),
    "angle brackets and letters": (5000, around("", "<a ")),
    "open comments": (5000, around("", "a <!-- ")),
    "open processing": (5000, around("", "a <? ")),
    "open declarations": (5000, around("", "a <!A ")),
    "open CDATA": (5000, around("", "a <![CDATA[ ")),
    "comments": (5000, each("<!-- {n} -->\n\n")),
    "entities": (5000, around("", "&amp; ")),
    "open entities": (10000, around("", "&a")),
    "backslashes": (10000, around("", "\\")),
    "escaped brackets": (5000, around("", "\\[")),
    "pipes": (5000, around("", "|")),
    "columns": (2000, lambda n: chapter("|" + "a|" * n + "\n|" + "-|" * n + "\n|" + "b|" * n + "\n")),
    "columns without cells": (300, lambda n: chapter("|" + "a|" * n + "\n|" + "-|" * n + "\n" + "|\n" * n)),
    "addresses in brackets": (1000, around("", "<https://a.example/b> ")),
    "addresses": (1000, around("", "https://a.example/b ")),
    "rows": (500, around("| a | b |\n|:--|:--|\n", "| Wort | 12,5 |\n")),
    "rows of figures": (500, around("| a | b |\n|:--|--:|\n", "| Wort | 1 234,5 |\n")),
    "wide rows": (50, around("|" + " Spaltenüberschrift |" * 12 + "\n" + "|--" * 12 + "|\n", "|" + " Verwaltungsgerichtsbarkeit |" * 12 + "\n")),
    "one cell": (1000, lambda n: chapter("| a | b |\n|:--|:--|\n| " + WORDS * n + " | b |\n")),
    "cells taller than a page": (20, lambda n: chapter("| a | b |\n|:--|:--|\n" + ("| " + WORDS * 60 + " | b |\n") * n)),
    "tall head": (20, lambda n: chapter("| " + WORDS * 10 * n + " | b |\n|:--|:--|\n" + "| a | b |\n" * 50 * n)),
    "long title": (100, lambda n: {"chapters/01.md": f'+++\ntitle = "{WORDS * n}"\n+++\n\n' + (WORDS * 5 + "\n\n") * n}),
    "long heading": (200, lambda n: chapter("## " + WORDS * n + "\n\nText\n")),
    "links to a long heading": (200, lambda n: chapter("## " + WORDS * n + " {#a}\n\n" + "[](#a) " * n)),
    "links to one anchor": (1000, around("## Kopf {#a}\n\n", "[Wort](#a) ")),
    "references": (500, around("## Kopf {#a}\n\n", "[](#a) ")),
    "references to many": (200, lambda n: chapter("".join(f"## Kopf {i} {{#a{i}}}\n\nText [](#a{n - i - 1})\n\n" for i in range(n)))),
    "links that lead nowhere": (500, lambda n: chapter("".join(f"## Kopf {i}\n\n[a](#nichts{i})\n\n" for i in range(n)))),
    "links to no chapter": (100, lambda n: {f"chapters/{i:04}.md": f"# Kapitel {i}\n\n{WORDS * 30}[a](nichts{i}.md)\n" for i in range(n)}),
    "codes at the end": (200, with_config(lambda n: '[qr]\nplace = "end"\nlinks = "all"\n', each("[Wort](https://a.example/{n}) {n}\n\n"))),
    "codes in the margin": (20, with_config(lambda n: '[qr]\nlinks = "all"\n', each(WORDS * 20 + "[Wort](https://a.example/{n})\n\n"))),
    "abbreviations": (100, with_config(lambda n: "[abbreviations]\n" + "".join(f'W{i} = "Wort"\n' for i in range(1000)), lambda n: chapter((WORDS + "W7 ") * n))),
    "long abbreviation": (200, with_config(lambda n: f'[abbreviations]\nGG = "{WORDS * n}"\n', lambda n: chapter("GG " * n))),
    "exceptions": (1000, with_config(lambda n: "[hyphenation]\nexceptions = [" + ", ".join(f'"Ge-mein-de{chr(97 + i % 26) * (1 + i // 26 % 9)}"' for i in range(n)) + "]\n", lambda n: chapter(WORDS * n))),
    "characters without a glyph": (2000, around("", "ꙮ ")),
    "emoji": (2000, around("", "👍🏽 ")),
    "combining marks": (5000, around("a", "\u0301")),
    "combining marks on letters": (2000, around("", "a\u0301\u0302\u0303 ")),
    "spaces without width": (5000, around("", "\u200b")),
    "marks without width": (2000, around("", "*\u200b* \u2060")),
    "soft hyphens": (5000, around("a", "\u00ad", "b")),
    "joiners": (5000, around("", "a\u200d")),
    "bidi embeddings": (3000, around("א ", "\u202ba\u202c ")),
    "open bidi embeddings": (3000, around("א ", "\u202ba ")),
    "bidi brackets": (3000, around("א ", "(1) ")),
    "isolates": (3000, around("א ", "\u2067a\u2069 ")),
    "open isolates": (3000, around("א ", "\u2067a ")),
    "nested bidi brackets": (3000, lambda n: chapter("א " + "(" * n + "א" + ")" * n)),
    "two directions": (1000, around("", "wort שלום ")),
    "NUL": (5000, around("", "\0")),
    "passages": (1000, around("", "[word]{lang=en} ")),
    "open passages": (3000, around("", "[word]{lang= ")),
    "nested passages": (2000, lambda n: chapter("[a " * n + "b" + "]{lang=en}" * n)),
    "control characters": (5000, around("", "\u0001")),
    "tabs": (5000, around("", "\ta")),
    "blank lines": (20000, around("", "\n")),
    "spaces": (20000, around("a", " ", "b")),
    "hard breaks": (2000, around("", "a\\\n")),
    "lines": (2000, around("", "Wort\n")),
    "underlined headings": (1000, each("Kopf {n}\n---\n\n")),
    "attributes of headings": (2000, lambda n: chapter("## Kopf " + "{.a} " * n + "\n\nText\n")),
    "captions": (500, around("", "Tabelle: Wort\n\n")),
    "captions in one paragraph": (3000, around("Tabelle: ", "Wort *a* ")),
    "diagnostics": (2000, around("", "<b>x</b> ")),
    "diagnostics on lines": (1000, around("", "x <b>\n\n")),
    "key points": (300, lambda n: {"chapters/01.md": '+++\ntitle = "K"\nkey-points = [' + '"Punkt", ' * n + "]\n+++\n\nText\n"}),
    "glossary": (300, lambda n: {"chapters/01.md": '+++\ntitle = "K"\nkind = "glossary"\n+++\n\n' + "".join(f"Wort {i}\n: Erklärung des Wortes\n\n" for i in range(n))}),
    "chapters": (100, lambda n: {f"chapters/{i:04}.md": f"# Kapitel {i}\n\n{WORDS * 30}\n" for i in range(n)}),
    "chapters that are linked": (100, lambda n: {f"chapters/{i:04}.md": f"# Kapitel {i}\n\n{WORDS * 30}[Wort]({(i * 7) % n:04}.md)\n" for i in range(n)}),
    "editions": (20, with_config(lambda n: "".join(f'[edition.e{i}]\nkind = "screen"\n' for i in range(n)), each("Text\n\n"))),
}


def build(binary, make, n):
    """CPU seconds and memory of a build; None where it was stopped."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"brochure.toml": CONFIG, "assets/a.svg": SVG, "assets/tall.svg": TALL} | make(n)
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

        def limits():
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

        quiet = subprocess.DEVNULL
        run = subprocess.Popen([binary, "build", folder], stdout=quiet, stderr=quiet, preexec_fn=limits)
        _, status, usage = os.wait4(run.pid, 0)
        if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) > 2:
            return None
        return usage.ru_utime, usage.ru_maxrss * 1024


def cheapest(binary, make, n):
    """The least of what some builds take."""
    runs = []
    for _ in range(RUNS):
        cost = build(binary, make, n)
        if cost is None:
            return None
        runs.append(cost)
    return tuple(map(min, zip(*runs)))


def size_of(make, n):
    return sum(len(text.encode()) for text in make(n).values())


def measure(binary, make, n, start):
    """The n that is large enough, and the costs with 4n and 8n parts; None where a build was stopped."""
    while True:
        small = cheapest(binary, make, n)
        if not small or small[0] - start > ENOUGH or size_of(make, 2 * n) > LARGEST:
            break
        n *= 2
    return n, *(small and cheapest(binary, make, part * n) for part in PARTS)


def exponent(small, large):
    return math.log(large / small, PARTS[1] / PARTS[0]) if large > small else 0.0


def main():
    binary, *wanted = sys.argv[1:]
    start = cheapest(binary, lambda n: chapter("Text\n"), 1)[0]
    code = 0
    print(f"{'family':<30} {'n':>7} {'4n: s':>7} {'8n: s':>7} {'exp':>5} {'4n: MB':>7} {'8n: MB':>7} {'exp':>5}")
    for name, (n, make) in FAMILIES.items():
        if wanted and name not in wanted:
            continue
        n, small, large = measure(binary, make, n, start)
        if not large:
            print(f"{name:<30} {n:>7}  stopped{' at 8n' if small else ''}", flush=True)
            code = 2
            continue
        # Less than a hundredth of a second is noise.
        times = [max(cost[0] - start, 0.01) for cost in (small, large)]
        sizes = [max(cost[1], BASE_MEMORY) for cost in (small, large)]
        grows = [exponent(*times), exponent(*sizes)]
        row = f"{name:<30} {n:>7} {times[0]:>7.2f} {times[1]:>7.2f} {grows[0]:>5.2f}"
        row += f" {sizes[0] / 1e6:>7.0f} {sizes[1] / 1e6:>7.0f} {grows[1]:>5.2f}"
        over = max(grows) > LIMIT
        print(row + (" <" if over else ""), flush=True)
        if over:
            code = code or 1
    sys.exit(code)


main()
