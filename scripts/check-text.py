"""Compares the text that poppler extracts with the text that was laid out.

    check-text.py BROCHURE FILE.pdf

Both are reduced to their words page by page: soft hyphens at line ends are taken back, white space is
folded, the order of lines is left to the reader (words are counted, not their places).
"""

import collections
import json
import re
import subprocess
import sys

program, pdf = sys.argv[1:3]
dump = subprocess.run([program, "dump"], check=True, capture_output=True, text=True).stdout


def letters(text):
    """Letters of a page with their counts: order and white space do not matter."""
    text = re.sub(r"\u00ad\s*", "", text)
    return collections.Counter(re.sub(r"\s+", "", text))


expected = {}
page = 0
for line in dump.splitlines():
    if line.startswith("page "):
        page = int(line.split()[1])
        expected[page] = ""
    elif line.startswith("  text "):
        quoted = re.search(r'"(?:[^"\\]|\\.)*"', line).group(0)
        plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: "\\u%04x" % int(m.group(1), 16), quoted)
        plain = plain.replace("\\'", "'")
        expected[page] += json.loads(plain) + " "

wrong = 0
for number, text in expected.items():
    run = ["pdftotext", "-raw", "-f", str(number), "-l", str(number), pdf, "-"]
    found = subprocess.run(run, check=True, capture_output=True, text=True).stdout.replace("\f", "")
    want, have = letters(text), letters(found)
    # A written hyphen at a line's end is taken for a broken word by poppler.
    missing, extra = want - have, have - want
    missing.pop("-", None)
    if missing or extra:
        wrong += 1
        print(f"page {number}: missing {dict(missing)}, extra {dict(extra)}")
print(f"{len(expected)} pages compared, {wrong} differ")
sys.exit(1 if wrong else 0)
