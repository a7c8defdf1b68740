#!/usr/bin/env python3
"""Packs a folder into an archive: the same folder gives the same bytes, whoever packs it and when (SOURCE_DATE_EPOCH).

    release/pack.py FOLDER ARCHIVE.tar.gz|ARCHIVE.zip
"""

import gzip
import os
import pathlib
import sys
import tarfile
import time
import zipfile


def files_in(folder):
    return sorted((it for it in folder.rglob("*") if it.is_file()), key=lambda it: it.relative_to(folder).as_posix().encode())


def mode_of(path):
    """Programs may be run, everything may be read: by its place, as some systems know no such bits."""
    return 0o755 if path.name in ("sonae", "sonae.exe") else 0o644


def as_tar(folder, archive, epoch):
    with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=epoch) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for path in files_in(folder):
                entry = tarfile.TarInfo((pathlib.PurePosixPath(folder.name) / path.relative_to(folder).as_posix()).as_posix())
                entry.size, entry.mtime, entry.mode = path.stat().st_size, epoch, mode_of(path)
                with open(path, "rb") as file:
                    tar.addfile(entry, file)


def as_zip(folder, archive, epoch):
    # A zip cannot say anything before 1980.
    moment = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in files_in(folder):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", moment)
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode_of(path)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes(), compresslevel=9)


def main():
    folder, archive = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    (as_zip if archive.suffix == ".zip" else as_tar)(folder, archive, epoch)


if __name__ == "__main__":
    main()
