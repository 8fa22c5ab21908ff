#!/usr/bin/env python3
"""Holds the fonts in PDFs against another reader: each program parses, its widths are those that the PDF tells, every
code that is drawn has a glyph with ink and letters that a reader finds.

    check-fonts.py FILE.pdf ...

Codes that are read as other words (ActualText) need no letters of their own; signs without ink need no outline.
"""

import sys
import unicodedata
from io import BytesIO

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont

TOLERANCE = 1.0  # thousandths of an em: widths are written as whole numbers
WITHOUT_INK = {"Zs", "Zl", "Zp", "Cc", "Cf"}


class TrueType:
    """A TrueType program; codes are the numbers of its glyphs."""

    def __init__(self, data):
        self.font = TTFont(BytesIO(data), checkChecksums=0)
        for tag in self.font.keys():
            _ = self.font[tag]
        self.glyphs = self.font.getGlyphSet()
        self.names = self.font.getGlyphOrder()
        self.units = self.font["head"].unitsPerEm

    def width(self, code):
        return self.font["hmtx"][self.names[code]][0] * 1000 / self.units

    def has_ink(self, code):
        pen = ControlBoundsPen(self.glyphs)
        self.glyphs[self.names[code]].draw(pen)
        return pen.bounds is not None


class Cubic:
    """A CFF program; where its glyphs are named by number, codes are these, otherwise their order."""

    def __init__(self, data):
        fonts = CFFFontSet()
        fonts.decompile(BytesIO(data), None)
        self.font = fonts[0]
        self.strings = self.font.CharStrings
        by_number = hasattr(self.font, "ROS")
        self.names = {
            int(name[3:]) if by_number and name.startswith("cid") else place: name
            for place, name in enumerate(self.font.charset)
        }
        self.scale = 1000 * getattr(self.font, "FontMatrix", [0.001])[0]

    def width(self, code):
        string = self.strings[self.names[code]]
        string.draw(NullPen())  # which finds the width
        return string.width * self.scale

    def has_ink(self, code):
        pen = ControlBoundsPen(None)
        self.strings[self.names[code]].draw(pen)
        return pen.bounds is not None


def program(descendant):
    descriptor = descendant.FontDescriptor
    if "/FontFile2" in descriptor:
        return TrueType(descriptor.FontFile2.read_bytes())
    return Cubic(descriptor.FontFile3.read_bytes())


def told_widths(descendant):
    """Widths by code, from the array W (ISO 32000-1, 9.7.4.3)."""
    widths, items = {}, list(descendant.get("/W", []))
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update((first + n, float(width)) for n, width in enumerate(second))
        else:
            width = float(items.pop(0))
            widths.update((code, width) for code in range(first, int(second) + 1))
    return widths


def letters_of(font):
    """The letters of each code, from its CMap ToUnicode (ISO 32000-1, 9.10.3)."""

    def text(string):
        return bytes(string).decode("utf-16-be")

    letters = {}
    for operands, operator in pikepdf.parse_content_stream(font.ToUnicode):
        if str(operator) == "endbfchar":
            pairs = zip(operands[::2], operands[1::2])
            letters.update((int.from_bytes(bytes(code), "big"), text(to)) for code, to in pairs)
        elif str(operator) == "endbfrange":
            for low, high, to in zip(operands[::3], operands[1::3], operands[2::3]):
                low, high = (int.from_bytes(bytes(end), "big") for end in (low, high))
                for n, code in enumerate(range(low, high + 1)):
                    is_list = isinstance(to, pikepdf.Array)
                    letters[code] = text(to[n]) if is_list else text(to)[:-1] + chr(ord(text(to)[-1]) + n)
    return letters


def drawn(stream, resources, seen, found):
    """Adds what a stream draws: for each font its codes, and whether each is read as it is drawn."""
    font, spans, kept = None, [], []
    for operands, operator in pikepdf.parse_content_stream(stream):
        operator = str(operator)
        if operator == "q":
            kept.append(font)
        elif operator == "Q":
            font = kept.pop()
        elif operator == "Tf":
            font = resources.Font[str(operands[0])]
        elif operator in ("BDC", "BMC"):
            tag = operands[1] if len(operands) > 1 else None
            spans.append(isinstance(tag, pikepdf.Dictionary) and "/ActualText" in tag)
        elif operator == "EMC":
            spans.pop()
        elif operator in ("Tj", "'", '"', "TJ"):
            strings = operands[0] if operator == "TJ" else [operands[-1]]
            codes = found.setdefault(font.objgen, (font, {}))[1]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    raw = bytes(string)
                    for at in range(0, len(raw), 2):
                        code = int.from_bytes(raw[at : at + 2], "big")
                        codes[code] = codes.get(code, False) or not any(spans)
    inner = list(resources.get("/XObject", {}).values()) + list(resources.get("/Pattern", {}).values())
    for form in inner:
        if isinstance(form, pikepdf.Stream) and form.objgen not in seen and form.get("/Subtype") != "/Image":
            seen.add(form.objgen)
            drawn(form, form.get("/Resources", resources), seen, found)


def faults(pdf):
    found, seen = {}, set()
    for page in pdf.pages:
        drawn(page, page.Resources, seen, found)
    for font, codes in found.values():
        name = str(font.BaseFont)[1:]
        descendant = font.DescendantFonts[0]
        try:
            face = program(descendant)
        except Exception as error:  # whatever another reader stumbles over
            yield f"{name}: its program cannot be read: {error}"
            continue
        widths, letters = told_widths(descendant), letters_of(font)
        for code, width in widths.items():
            try:
                own = face.width(code)
            except (IndexError, KeyError):
                yield f"{name}: code {code} has a width but no glyph"
                continue
            if abs(own - width) > TOLERANCE:
                yield f"{name}: code {code} is {width:g} wide in the PDF, {own:g} in the font"
        for code, is_read in sorted(codes.items()):
            told = letters.get(code, "")
            if code == 0:
                yield f"{name}: the glyph for missing letters is drawn"
            elif code not in widths:
                yield f"{name}: code {code} ({told}) has no width"
            elif is_read and not told:
                yield f"{name}: code {code} stands for no letters"
            elif not face.has_ink(code) and not (told and all(unicodedata.category(c) in WITHOUT_INK for c in told)):
                yield f"{name}: code {code} ({told}) has no ink"
    if not found:
        yield "no text is drawn"


failed = False
for path in sys.argv[1:]:
    with pikepdf.open(path) as pdf:
        wrong = list(faults(pdf))
    print(f"{'FAIL' if wrong else 'ok  '} {path}")
    for fault in wrong:
        print(f"     {fault}")
    failed |= bool(wrong)
sys.exit(failed)
