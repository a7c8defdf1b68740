#!/usr/bin/env python3
"""What is inside the program for one target: the crates, their licences, and the list of both.

Owns the SBOM (CycloneDX 1.5, JSON) and the licence texts. Asks cargo, reads Cargo.lock, deny.toml and the sources of the crates; knows
nothing of archives. The same sources give the same bytes.

    release/crates.py --target x86_64-unknown-linux-gnu --sbom FILE --licences FILE [--also NAME=FILE]…
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|unlicense|copyright)", re.IGNORECASE)


def refuse(message):
    sys.exit(f"release/crates.py: {message}")


def cargo(*arguments):
    """What cargo says; what it complains of is shown."""
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def is_allowed(expression, allowed):
    """Whether a licence expression leaves a choice that is allowed wholly.

    >>> may = {"MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"}
    >>> [is_allowed(it, may) for it in ("MIT", "MIT/Apache-2.0", "Apache-2.0 OR GPL-2.0-only", "(MIT OR X) AND Unicode-3.0")]
    [True, True, True, True]
    >>> [is_allowed(it, may) for it in ("GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-3.0", "", "MIT AND (GPL-3.0 OR AGPL-3.0)")]
    [False, False, False, False, False]
    >>> is_allowed("Apache-2.0 WITH LLVM-exception OR X", may), is_allowed("(MIT", may)
    (True, False)
    """
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def either():
        good = both()
        while words[:1] == ["OR"]:
            words.pop(0)
            good = both() or good
        return good

    def both():
        good = one()
        while words[:1] == ["AND"]:
            words.pop(0)
            good = one() and good
        return good

    def one():
        if not words:
            raise ValueError
        word = words.pop(0)
        if word == "(":
            good = either()
            if not words or words.pop(0) != ")":
                raise ValueError
            return good
        if words[:1] == ["WITH"]:
            word = " ".join([word, words.pop(0), *words[:1]])
            del words[:1]
        return word in allowed

    try:
        return either() and not words
    except ValueError:
        return False


def crates_of(target):
    """The crates in the program for a target, by name and version: what is normally depended on, not what only builds or tests.

    `cargo tree` says which (it leaves out what only the tests turn on), `cargo metadata` says what they are.
    """
    known = json.loads(cargo("metadata", "--locked", "--format-version", "1", "--filter-platform", target))
    packages = {(it["name"], it["version"]): it for it in known["packages"]}
    lines = cargo("tree", "--locked", "-e", "normal", "--target", target, "--prefix", "none", "--no-dedupe", "--format", "{p}")
    names = set()
    for line in lines.splitlines():
        if line.strip():
            name, version = line.split()[:2]
            names.add((name, version.removeprefix("v")))
    nodes = {it["id"]: it for it in known["resolve"]["nodes"]}
    own = next(it for it in known["packages"] if it["id"] == known["resolve"]["root"])
    inside = {packages[name]["id"]: packages[name] for name in names}
    needs = {
        key: sorted(
            {
                reference(inside[dep["pkg"]])
                for dep in nodes[key]["deps"]
                if dep["pkg"] in inside and any(kind["kind"] is None for kind in dep["dep_kinds"])
            }
        )
        for key in inside
    }
    others = sorted((it for it in inside.values() if it["id"] != own["id"]), key=lambda it: (it["name"], it["version"]))
    return own, others, {reference(inside[key]): value for key, value in needs.items()}


def reference(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def folder_of(package):
    return pathlib.Path(package["manifest_path"]).parent


def sqlite_of(others):
    """SQLite is no crate but C source inside one: its version is what a security notice names."""
    bundle = next((it for it in others if it["name"] == "libsqlite3-sys"), None)
    if bundle is None:
        refuse("no libsqlite3-sys: where does SQLite come from now?")
    header = (folder_of(bundle) / "sqlite3" / "sqlite3.h").read_text(encoding="utf-8")
    return re.search(r'#define SQLITE_VERSION\s+"([0-9.]+)"', header).group(1)


def moment():
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    return datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def sbom_of(target, own, others, needs):
    with open(ROOT / "Cargo.lock", "rb") as file:
        sums = {(it["name"], it["version"]): it.get("checksum") for it in tomllib.load(file)["package"]}
    sqlite = f"pkg:generic/sqlite@{sqlite_of(others)}"

    def component(package):
        made = {
            "type": "library",
            "bom-ref": reference(package),
            "name": package["name"],
            "version": package["version"],
            "purl": reference(package),
            "licenses": [{"expression": package["license"].replace(" / ", " OR ").replace("/", " OR ")}],
        }
        checksum = sums.get((package["name"], package["version"]))
        if checksum is None:
            refuse(f"{package['name']} {package['version']} has no checksum in Cargo.lock: it comes from no registry")
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package["repository"]:
            made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        return made

    components = [component(it) for it in others]
    components.append(
        {
            "type": "library",
            "bom-ref": sqlite,
            "name": "sqlite",
            "version": sqlite.rpartition("@")[2],
            "purl": sqlite,
            "licenses": [{"expression": "blessing"}],
        }
    )
    for name, refs in needs.items():
        if name.startswith("pkg:cargo/libsqlite3-sys@"):
            refs.append(sqlite)
    needs[sqlite] = []
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": moment(),
            "component": {
                "type": "application",
                "bom-ref": reference(own),
                "name": own["name"],
                "version": own["version"],
                "purl": reference(own),
                "licenses": [{"expression": own["license"]}],
                "properties": [{"name": "sonae:target", "value": target}],
            },
        },
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": needs[ref]} for ref in sorted(needs)],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return {**document, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"}


def licences_of(others, also):
    """A list of what is inside, then every licence text once, with the crates that came with it."""
    with open(ROOT / "deny.toml", "rb") as file:
        allowed = set(tomllib.load(file)["licenses"]["allow"])
    apache = (ROOT / "LICENSE-APACHE").read_text(encoding="utf-8")
    listed, texts = [], {}
    for package in others:
        title = f"{package['name']} {package['version']}"
        if not package["license"]:
            refuse(f"{title} names no licence")
        if not is_allowed(package["license"], allowed):
            refuse(f"{title} is given under {package['license']}, and deny.toml allows none of that")
        listed.append(f"{title:<40} {package['license']}")
        found = sorted(it for it in folder_of(package).iterdir() if it.is_file() and LICENCE_FILE.match(it.name) and it.suffix != ".rs")
        given = [it.read_text(encoding="utf-8", errors="replace") for it in found]
        if not given:
            if not is_allowed(package["license"], {"Apache-2.0"}):
                refuse(f"{title} ({package['license']}) comes without its licence's text")
            given = [apache]
        for text in given:
            texts.setdefault("\n".join(line.rstrip() for line in text.strip().splitlines()), []).append(title)
    listed.append(f"{'SQLite ' + sqlite_of(others):<40} public domain (https://sqlite.org/copyright.html)")
    listed += [f"{name:<40} {file}" for name, file in also]
    parts = ["What is inside this program besides its own code, and under which licences.", "", *listed, ""]
    for text, titles in sorted(texts.items(), key=lambda it: it[1]):
        parts += ["=" * 78, *titles, "=" * 78, "", text, ""]
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", required=True)
    parser.add_argument("--sbom", required=True, type=pathlib.Path)
    parser.add_argument("--licences", required=True, type=pathlib.Path)
    parser.add_argument("--also", action="append", default=[], metavar="NAME=FILE", help="something that is no crate, and the file beside with its licence")
    options = parser.parse_args()
    own, others, needs = crates_of(options.target)
    licences = licences_of(others, [it.split("=", 1) for it in options.also])
    sbom = sbom_of(options.target, own, others, needs)
    options.licences.write_text(licences, encoding="utf-8", newline="\n")
    options.sbom.write_text(json.dumps(sbom, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
