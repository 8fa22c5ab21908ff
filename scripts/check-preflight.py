#!/usr/bin/env python3
"""Holds `brochure preflight` against another checker of PDF/X-4 and against separations by Ghostscript.

    check-preflight.py PROGRAM TOOLS

TOOLS is the folder of pdfx4.py with its tests: a correct file that is spoilt in many ways. What pdfx4.py
calls an error must be one here, what it permits must be none, and the highest ink coverage must agree.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

program, tools = sys.argv[1], Path(sys.argv[2])
sys.path[:0] = [str(tools), str(tools / "tests")]

from builders import ICC, X4File  # noqa: E402
from pdftools import ink  # noqa: E402
from pikepdf import Array, Dictionary, Name  # noqa: E402
from test_pdfx4 import ERRORS, HARMLESS  # noqa: E402

INK_TOLERANCE = 1.5  # percent: tones have 8 bits in each ink


def preflight(file: X4File, folder: Path) -> tuple[Path, dict]:
    path = file.save(folder / "a.pdf")
    command = [program, "preflight", str(path), "--format", "json", "--trim", "148x210mm", "--min-ppi", "300"]
    done = subprocess.run(command, capture_output=True, text=True)
    return path, json.loads(done.stdout)


def spot_ink(file: X4File) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 0, 0], N=1)
    space = Array([Name.Separation, Name.Lack, Name.DeviceCMYK, tint])
    file.page.Resources.ColorSpace = Dictionary(CS1=space)


# what the graphics state GS1 holds, and what is drawn
INK = {
    "patch": ({}, b"0.9 0.8 0.7 0.65 k 100 100 144 144 re f"),
    "overprint, mode 1": ({"OP": True, "OPM": 1}, b"1 1 .5 0 k 0 0 99 99 re f /GS1 gs 0 0 0 1 k 9 9 80 80 re f"),
    "overprint, mode 0": ({"OP": True, "OPM": 0}, b"1 1 .5 0 k 0 0 99 99 re f /GS1 gs 0 0 0 1 k 9 9 80 80 re f"),
    "spot ink": ({"OP": True}, b"1 1 .5 0 k 0 0 99 99 re f /GS1 gs /CS1 cs 1 scn 9 9 80 80 re f"),
    "opacity": ({"ca": 0.5}, b"1 1 1 0 k 0 0 99 99 re f /GS1 gs 0 0 0 1 k 9 9 80 80 re f"),
    "multiply": ({"BM": Name.Multiply}, b"1 .5 .5 0 k 0 0 99 99 re f /GS1 gs 0 .5 0 1 k 9 9 80 80 re f"),
    "clip": ({}, b"q 100 100 m 300 100 l 200 300 l h W n 1 1 1 .5 k 0 0 500 500 re f Q"),
    "line": ({}, b"1 1 1 .6 K 20 w 100 100 m 300 300 l S"),
    "text": ({}, b"BT /F1 40 Tf 1 1 1 .5 k 1 0 0 1 50 500 Tm (Text) Tj ET"),
    "image": ({}, b"0 0 0 1 k 0 0 150 400 re f q 72 0 0 72 50 350 cm /Im1 Do Q"),
}

wrong = []
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    if preflight(X4File(), folder)[1]["findings"]:
        wrong.append("the correct file has findings")
    for what, _, spoil in ERRORS:
        file = X4File()
        spoil(file)
        if not preflight(file, folder)[1]["errors"]:
            wrong.append(f"missed: {what}")
    for what, change in HARMLESS:
        file = X4File()
        change(file)
        if preflight(file, folder)[1]["errors"]:
            wrong.append(f"false alarm: {what}")
    for what, (state, content) in INK.items():
        file = X4File()
        spot_ink(file)
        file.ext_state(**state)
        file.page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        file.content = content
        path, report = preflight(file, folder)
        (separated,) = ink.measure(path, 300, 72, ICC)
        if abs(report["ink"][0] - separated.maximum) > INK_TOLERANCE:
            wrong.append(f"ink of {what}: {report['ink'][0]} %, separated {separated.maximum} %")

print("\n".join(wrong) or f"{len(ERRORS)} faults, {len(HARMLESS)} permitted changes, {len(INK)} inks agree")
sys.exit(bool(wrong))
