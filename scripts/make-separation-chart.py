#!/usr/bin/env python3
"""Colours as LittleCMS separates them: what tests/separation.rs compares with.

    pip install pillow
    scripts/make-separation-chart.py > tests/separation/fogra39.txt

One line a colour: sRGB, then C, M, Y, K for the relative intent with black point compensation and for
the perceptual intent, two hexadecimal digits each. LittleCMS computes each colour exactly, without the
lattice it would prepare for speed.
"""

import itertools
import pathlib
import warnings

from PIL import Image, ImageCms

PROFILE = pathlib.Path(__file__).parent.parent / "assets/icc/FOGRA39L_coated.icc"
EXACT = ImageCms.Flags.NOOPTIMIZE
BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION
INTENTS = [
    (ImageCms.Intent.RELATIVE_COLORIMETRIC, EXACT | BLACK_POINT),
    (ImageCms.Intent.PERCEPTUAL, EXACT),
]
# From deep brown to pale, in light and in shadow.
SKIN = [
    "2d1b14", "3b2219", "4a2c20", "5c3a2a", "6f4633", "7d5141", "8d5524", "9a6a50", "a1665e", "b07a5c",
    "b98265", "c68642", "c99077", "d1a37f", "d9a68b", "e0ac69", "e5b99b", "eac4a8", "f1c27d", "f3d3bd",
    "f6ddcb", "ffdbac", "ffe5d4", "fff0e6",
]


def chart():
    levels = [round(n * 255 / 8) for n in range(9)]
    colours = list(itertools.product(levels, repeat=3))
    # Far from the nodes of the program's lattice, which lie every 8 levels.
    colours += itertools.product((4, 12, 44, 92, 156, 220, 252), repeat=3)
    colours += [tuple(bytes.fromhex(skin)) for skin in SKIN]
    colours += [(n, n, n) for n in range(0, 256, 5)]
    # Along the edges from and to the six saturated corners, where clipping is strongest.
    for corner in [c for c in itertools.product((0, 1), repeat=3) if len(set(c)) == 2]:
        for n in (5, 20, 75, 140, 200, 235, 250):
            colours.append(tuple(n * c for c in corner))
            colours.append(tuple(255 if c else n for c in corner))
    return sorted(set(colours))


def main():
    warnings.simplefilter("ignore")
    colours = chart()
    picture = Image.new("RGB", (len(colours), 1))
    picture.putdata(colours)
    columns = []
    for intent, flags in INTENTS:
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), str(PROFILE), "RGB", "CMYK", intent, flags
        )
        columns.append(list(ImageCms.applyTransform(picture, transform).getdata()))
    for row in zip(colours, *columns):
        print(" ".join(bytes(values).hex() for values in row))


main()
