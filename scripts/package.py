#!/usr/bin/env python3
"""Packs a program that was built: an archive for people, for Linux also a .deb.

Usage: package.py VERSION TARGET PROGRAM TEXTS OUT

TEXTS is a folder with manual pages in man/ and completions as brochure.SHELL. The same input gives the same bytes:
files are in order, belong to nobody, and are as old as DATE.
"""

import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# 1 January 2020, in seconds and as zip writes it: older than that no program is.
DATE = 1577836800
ZIP_DATE = (2020, 1, 1, 0, 0, 0)
# What people call a target, and what Debian does.
NAMES = {
    "x86_64-unknown-linux-musl": ("linux-x86_64", "amd64"),
    "aarch64-unknown-linux-musl": ("linux-aarch64", "arm64"),
    "x86_64-pc-windows-gnu": ("windows-x86_64", None),
    "aarch64-apple-darwin": ("macos-aarch64", None),
    "x86_64-apple-darwin": ("macos-x86_64", None),
}
COMPLETIONS = {
    "bash": "usr/share/bash-completion/completions/brochure",
    "zsh": "usr/share/zsh/vendor-completions/_brochure",
    "fish": "usr/share/fish/vendor_completions.d/brochure.fish",
}
# Starts the program in its own folder: Finder would start it in that of the user.
COMMAND = b'#!/bin/sh\ncd "$(dirname "$0")" && exec ./brochure\n'


def notices(target):
    """The licences of all that is in the program: its fonts, and its libraries for that target."""
    call = ["cargo", "metadata", "--locked", "--format-version=1", "--filter-platform", target]
    metadata = json.loads(subprocess.run(call, cwd=ROOT, check=True, capture_output=True).stdout)
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    wanted, used = [metadata["resolve"]["root"]], set()
    while wanted:
        node = wanted.pop()
        if node in used:
            continue
        used.add(node)
        for dependency in nodes[node]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                wanted.append(dependency["pkg"])
    used.discard(metadata["resolve"]["root"])
    packages = [package for package in metadata["packages"] if package["id"] in used]
    by_text = {}
    for package in sorted(packages, key=lambda p: (p["name"], p["version"])):
        name = f"{package['name']} {package['version']} ({package['license']})"
        folder = pathlib.Path(package["manifest_path"]).parent
        texts = [f for f in sorted(folder.iterdir()) if is_licence(f)]
        for text in texts or [None]:
            words = text.read_text("utf-8", "replace").strip() if text else "See its licence's name."
            by_text.setdefault(words, []).append(name)
    out = ["brochure contains these fonts and libraries. Their licences:\n"]
    for font in sorted((ROOT / "fonts").glob("LICENSE*")):
        out.append(f"{'=' * 80}\n{font.name}\n\n{font.read_text('utf-8').strip()}\n")
    for words, names in by_text.items():
        out.append(f"{'=' * 80}\n{chr(10).join(names)}\n\n{words}\n")
    return "\n".join(out).encode()


def is_licence(file):
    name = file.name.upper()
    return file.is_file() and name.startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"))


def contents(target, program, texts):
    """Files of the archive: name, bytes, whether it is run."""
    windows, mac = "windows" in target, "apple" in target
    text = (lambda t: t.replace(b"\n", b"\r\n")) if windows else (lambda t: t)
    end = ".txt" if windows else ""
    release = ROOT / "assets/release"
    yield "brochure.exe" if windows else "brochure", program, True
    if mac:
        yield "brochure.command", COMMAND, True
    yield "LIESMICH.txt", text((release / "LIESMICH.txt").read_bytes()), False
    yield "README.txt", text((release / "README.txt").read_bytes()), False
    for name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        yield name + end, text((ROOT / name).read_bytes()), False
    yield "LICENSES-LIBRARIES.txt", text(notices(target)), False
    for file in ["docs/de/HANDBUCH.md", "docs/MANUAL.md", "CHANGELOG.md"]:
        yield pathlib.Path(file).name, text((ROOT / file).read_bytes()), False
    shells = ["powershell"] if windows else ["bash", "zsh", "fish", "elvish"]
    for shell in shells:
        yield f"completions/brochure.{shell}", (texts / f"brochure.{shell}").read_bytes(), False
    if not windows:
        for page in sorted((texts / "man").iterdir()):
            yield f"man/{page.name}", page.read_bytes(), False


def tar(files):
    """A tar with its folders, of bytes by name."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        made = set()
        for name, data, runs in files:
            path = pathlib.PurePosixPath(name)
            for folder in [*reversed(path.parents)]:
                if str(folder) not in made | {"."}:
                    made.add(str(folder))
                    archive.addfile(member(f"{folder}/", 0o755, tarfile.DIRTYPE))
            info = member(name, 0o755 if runs else 0o644, tarfile.REGTYPE)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def member(name, mode, kind):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, DATE
    info.uname = info.gname = "root"
    return info


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data, runs in files:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.external_attr = (0o100755 if runs else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def gzipped(data):
    return gzip.compress(data, 9, mtime=0)


def deb(version, architecture, program, texts, target):
    """A package for Debian and its kin; the format is an ar of three files (deb(5))."""
    share = "usr/share/doc/brochure"
    copyright = b"Licence of brochure: MIT or Apache-2.0, as you choose.\n\n"
    copyright += (ROOT / "LICENSE-MIT").read_bytes() + b"\n" + (ROOT / "LICENSE-APACHE").read_bytes() + b"\n" + notices(target)
    files = [("usr/bin/brochure", program, True)]
    files += [(path, (texts / f"brochure.{shell}").read_bytes(), False) for shell, path in COMPLETIONS.items()]
    files += [(f"{share}/{pathlib.Path(file).name}", (ROOT / file).read_bytes(), False) for file in ["docs/de/HANDBUCH.md", "docs/MANUAL.md"]]
    files += [(f"{share}/changelog.gz", gzipped((ROOT / "CHANGELOG.md").read_bytes()), False)]
    files += [(f"{share}/copyright", copyright, False)]
    files += [(f"usr/share/man/man1/{p.name}.gz", gzipped(p.read_bytes()), False) for p in sorted((texts / "man").iterdir())]
    files = sorted((f"./{name}", data, runs) for name, data, runs in files)
    size = sum(len(data) for _, data, _ in files) // 1024 + 1
    control = (
        f"Package: brochure\nVersion: {version}\nArchitecture: {architecture}\n"
        f"Maintainer: The brochure developers <brochure@example.org>\nInstalled-Size: {size}\n"
        "Section: text\nPriority: optional\n"
        "Description: turns a folder of Markdown chapters into a finished brochure\n"
        " Cover, imprint, contents, chapter openings, text, checklists, glossary and back\n"
        " cover, as an accessible PDF for the screen, a PDF for a print shop, a booklet\n"
        " to fold and staple, and in large print.\n"
    ).encode()
    sums = "".join(f"{hashlib.md5(data).hexdigest()}  {name[2:]}\n" for name, data, _ in files).encode()
    parts = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", gzipped(tar([("./control", control, False), ("./md5sums", sums, False)]))),
        ("data.tar.gz", gzipped(tar(files))),
    ]
    out = b"!<arch>\n"
    for name, data in parts:
        out += f"{name:<16}{DATE:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data
        out += b"\n" * (len(data) % 2)
    return out


def main():
    version, target, program, texts, out = sys.argv[1:]
    program, texts, out = pathlib.Path(program).read_bytes(), pathlib.Path(texts), pathlib.Path(out)
    name, architecture = NAMES[target]
    folder = f"brochure-{version}-{name}"
    files = [(f"{folder}/{file}", data, runs) for file, data, runs in contents(target, program, texts)]
    out.mkdir(parents=True, exist_ok=True)
    if "windows" in target:
        (out / f"{folder}.zip").write_bytes(zipped(files))
    else:
        (out / f"{folder}.tar.gz").write_bytes(gzipped(tar(files)))
    if architecture:
        package = deb(version, architecture, program, texts, target)
        (out / f"brochure_{version}_{architecture}.deb").write_bytes(package)


if __name__ == "__main__":
    main()
