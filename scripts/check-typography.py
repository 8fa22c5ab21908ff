"""Holds a PDF to the limits of docs/TYPOGRAPHY.md, as measured by typometrics.

    check-typography.py TYPOMETRICS FILE.pdf
"""

import json
import subprocess
import sys

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

tool, pdf = sys.argv[1:3]
run = subprocess.run([sys.executable, tool, pdf, "--json"], check=True, capture_output=True, text=True)
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
sys.exit(failed)
