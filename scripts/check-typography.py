"""Holds a PDF to the limits of docs/TYPOGRAPHY.md, as measured by typometrics.

    check-typography.py TYPOMETRICS FILE.pdf

Words over two lines are read whole (docs/decisions/0005-extraction.md), and typometrics reads: to see
where lines end with a hyphen, it is given the file without what is read instead of the letters.
"""

import json
import subprocess
import sys
import tempfile

import pikepdf

LIMITS = {
    "space_stdev": 0.25,
    "loose_share": 0.05,
    "hyphen_ladder_max": 2,
    "widows": 0,
    "orphans": 0,
    "hyphen_at_recto_end": 0,
    "rivers": 3,
}
JUSTIFIED = {"space_stdev"}  # not measured in ragged text


def with_letters_as_drawn(source, target):
    """Copies a PDF without the replacements of tagged text."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            content = pikepdf.parse_content_stream(page)
            for operands, operator in content:
                if str(operator) == "BDC" and "/MCID" in operands[1] and "/ActualText" in operands[1]:
                    del operands[1]["/ActualText"]
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
        pdf.save(target)


tool, pdf = sys.argv[1:3]
with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
    with_letters_as_drawn(pdf, copy.name)
    command = [sys.executable, tool, copy.name, "--json"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
values = json.loads(run.stdout)
values = values.get("values", values)
failed = False
for name, limit in LIMITS.items():
    if name in JUSTIFIED and not values["justified_lines"]:
        continue
    value = values[name]
    value = len(value) if isinstance(value, list) else value
    fine = value <= limit + 1e-9
    failed |= not fine
    print(f"{'ok  ' if fine else 'FAIL'} {name} {value:.3f} (at most {limit})")
print(f"lines that end with a hyphen: {values['hyphenated_share']:.1%}")
sys.exit(failed)
