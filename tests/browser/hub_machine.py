"""A machine for a hub, in a temporary folder: accounts, homes, the teacher's course, the learners' bundle.

The hub runs as on a machine of its own, from `deploy/jupyterhub` as it stands but for who logs in and on
which ports. Its accounts exist in a mount namespace alone: no account of this machine is made or used. What
lies in the checkout is hidden there, so that whoever finds a check has found it where a learner could.

Packages are the checkout's: they are mounted into each environment of the folder, which has the package of
its own course installed as the page for teachers says.
"""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from graders.build.bundle import FOR_A_HUB, make_bundle

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy" / "jupyterhub"
HUB = Path(os.environ.get("HUB", ROOT / ".cache" / "browser" / "hub")).resolve()
"""Where `make test-browser` put JupyterHub and its proxy."""
PACKAGES = next((ROOT / ".venv").glob("lib/python3*/site-packages"))
TEACHER, LEARNERS, GROUP = "teacher", ("amina", "bruno", "chloe"), "keras"
PASSWORD = "any"
"""The dummy authenticator takes any."""
START_SECONDS = 900

_OVERLAY = """
load_subconfig({configuration!r})
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {{*c.Authenticator.allowed_users, *{learners!r}}}
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.Spawner.args = ["--LabApp.expose_app_in_browser=True"]
c.Spawner.http_timeout = 600  # a busy machine
"""

# What is needed of folders that others may not enter, or that hold the course, is moved aside, the folders
# are hidden, and what is needed comes back to its place.
_ENTER = """
set -e
mount --make-rprivate /
mount -t tmpfs aside /mnt
number=0
for needed in $NEEDED; do
    number=$((number + 1))
    mkdir "/mnt/$number"
    mount --bind "$needed" "/mnt/$number"
done
for hidden in $HIDDEN; do mount -t tmpfs -o mode=755 hidden "$hidden"; done
chmod 1777 "$TEMPORARY"
number=0
for needed in $NEEDED; do
    number=$((number + 1))
    mkdir -p "$needed"
    mount --move "/mnt/$number" "$needed"
done
for environment in $ENVIRONMENTS; do
    mount --bind "$PACKAGES" "$environment/lib/packages"
    mount --bind "$HUB/python" "$environment/lib/hub"
done
mount --bind "$FOLDER/passwd" /etc/passwd
mount --bind "$FOLDER/group" /etc/group
cd "$FOLDER/state"
exec "$FOLDER/deploy/.venv/bin/python" -m jupyterhub --config "$FOLDER/deploy/overlay.py"
"""


def separated() -> bool:
    """Tell whether everybody's server can run under an account of their own here."""
    return os.geteuid() == 0


class HubMachine:
    """The folder, and the hub while it runs.

    Args:
        lesson: The one lesson that the teacher's copy of the course has.
    """

    def __init__(self, lesson: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hub-"))
        self.folder.chmod(0o755)
        self.lesson = lesson
        self.course = self.home(TEACHER) / "keras-coursework"
        self.bundle = self.folder / "keras-course"
        self.exchange = self.folder / "exchange"
        self.deploy = self.folder / "deploy"
        self._process: subprocess.Popen[bytes] | None = None
        self.ports = free_ports(4)
        self.address = f"http://127.0.0.1:{self.ports[0]}"

    def home(self, name: str) -> Path:
        """Give somebody's home."""
        return self.folder / "home" / name

    @property
    def log(self) -> str:
        """What the hub and everybody's server wrote."""
        return (self.folder / "hub.log").read_text(encoding="utf-8", errors="replace")

    def make(self) -> None:
        """Make the folder: what the page for teachers has them type, but for downloads."""
        before = os.umask(0o022)
        try:
            make_bundle(ROOT, self.bundle, FOR_A_HUB)
            make_environment(self.bundle)
            self._make_course()
            self._make_deploy()
            self.exchange.mkdir()
            self.exchange.chmod(0o1777)
            (self.folder / "state").mkdir(mode=0o700)
            self._make_accounts()
        finally:
            os.umask(before)

    def _make_course(self) -> None:
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "make")
        for name in ("coursework", "graders", "data", f"solutions/{self.lesson}", f"lessons/{self.lesson}"):
            shutil.copytree(ROOT / name, self.course / name, ignore=ignored)
        for name in ("nbgrader_config.py", "pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXTS"):
            shutil.copy(ROOT / name, self.course)
        shutil.copy(ROOT / "solutions" / f"{self.lesson}.py", self.course / "solutions")
        make_environment(self.course)

    def _make_deploy(self) -> None:
        deploy = self.deploy
        shutil.copytree(DEPLOY, deploy)
        (deploy / "node_modules").symlink_to(HUB / "node_modules")
        places = {
            "teacher": TEACHER,
            "learners": GROUP,
            "course": self.course,
            "bundle": self.bundle,
            "exchange": self.exchange,
            "checks": f"http://127.0.0.1:{self.ports[3]}",
        }
        text = "".join(f"{name} = {json.dumps(str(value))}\n" for name, value in places.items())
        (deploy / "class.toml").write_text(text, encoding="utf-8")
        port, hub_port, proxy_port, _ = self.ports
        overlay = _OVERLAY.format(
            configuration=str(deploy / "jupyterhub_config.py"),
            learners=LEARNERS,
            port=port,
            hub_port=hub_port,
            proxy_port=proxy_port,
        )
        (deploy / "overlay.py").write_text(overlay, encoding="utf-8")
        bare_environment(deploy / ".venv")

    def _make_accounts(self) -> None:
        passwd = Path("/etc/passwd").read_text(encoding="utf-8")
        group = Path("/etc/group").read_text(encoding="utf-8")
        for number, name in enumerate((TEACHER, *LEARNERS), start=64101):
            home = self.home(name)
            home.mkdir(parents=True, exist_ok=True)
            passwd += f"{name}:x:{number}:{number}::{home}:/bin/bash\n"
            group += f"{name}:x:{number}:\n"
            for path in (home, *home.rglob("*")):
                os.chown(path, number, number, follow_symlinks=False)
            home.chmod(0o700)
        group += f"{GROUP}:x:64100:{','.join(LEARNERS)}\n"
        (self.folder / "passwd").write_text(passwd, encoding="utf-8")
        (self.folder / "group").write_text(group, encoding="utf-8")

    def start(self) -> None:
        """Start the hub and wait until it answers."""
        needed = [Path(sys.base_prefix).resolve(), ROOT / ".venv", HUB, self.folder]
        hidden = {folder for path in needed if (folder := closed_folder(path))} | {self.folder.parent}
        if not any(ROOT.is_relative_to(folder) for folder in hidden):
            hidden.add(ROOT)
        environ = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "HOME": "/",
            "FOLDER": str(self.folder),
            "TEMPORARY": str(self.folder.parent),
            "NEEDED": " ".join(map(str, needed)),
            "HIDDEN": " ".join(map(str, sorted(hidden))),
            "ENVIRONMENTS": " ".join(
                str(place / ".venv") for place in (self.course, self.bundle, self.deploy)
            ),
            "PACKAGES": str(PACKAGES),
            "HUB": str(HUB),
        }
        # What the hub starts, and what that starts, ends with this process, however it ends.
        command = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
        command += ["--mount-proc", "bash", "-c", _ENTER]
        with (self.folder / "hub.log").open("wb") as log:
            self._process = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"The hub did not start:\n{self.log[-3000:]}")
            time.sleep(0.5)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/hub/api", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """End the hub and all that it started, and delete the folder."""
        if self._process is not None:
            self._process.kill()  # `--kill-child`: with it goes every process below the hub
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def bare_environment(folder: Path) -> None:
    """Make an environment with the packages of the checkout's, and JupyterHub, but not the course's own."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    (site,) = folder.glob("lib/python3*/site-packages")
    for name in ("hub", "packages"):
        (folder / "lib" / name).mkdir()
    (site / "packages.pth").write_text(f"{folder}/lib/hub\n{folder}/lib/packages\n", encoding="utf-8")


def make_environment(course: Path) -> None:
    """Make `.venv` in a bundle or a course, and install the package of the folder into it."""
    folder = course / ".venv"
    bare_environment(folder)
    for part in (
        "etc/jupyter/jupyter_server_config.d",
        "etc/jupyter/labconfig",
        "share/jupyter/labextensions",
        "share/jupyter/nbconvert",
    ):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).symlink_to(ROOT / ".venv" / part)
    lab = folder / "share" / "jupyter" / "lab"
    lab.mkdir()
    for part in ("schemas", "static", "themes"):
        (lab / part).symlink_to(ROOT / ".venv" / "share" / "jupyter" / "lab" / part)
    kernels = folder / "share" / "jupyter" / "kernels"
    kernels.mkdir()
    (kernels / "python3").symlink_to(ROOT / ".venv" / "share" / "jupyter" / "kernels" / "python3")
    theirs = str(ROOT / ".venv" / "bin" / "python")
    for script in (ROOT / ".venv" / "bin").iterdir():
        target = folder / "bin" / script.name
        if script.name != "coursework" and not target.exists() and script.read_bytes()[:2] == b"#!":
            # Programs that others call by name, such as `alembic`; each begins with the Python that runs it.
            target.write_text(
                script.read_text(encoding="utf-8").replace(theirs, str(folder / "bin" / "python"))
            )
            target.chmod(0o755)
    pip = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--ignore-installed",
    ]
    pip += ["--no-build-isolation", "--disable-pip-version-check", "--editable", course]
    subprocess.run(pip, check=True, timeout=120, env={**os.environ, "PYTHONPATH": str(PACKAGES)})


def closed_folder(path: Path) -> Path | None:
    """Give the outermost folder above a path that others may not enter."""
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def free_ports(number: int) -> list[int]:
    """Give ports that nobody listens on."""
    with_them = [socket.socket() for _ in range(number)]
    try:
        for each in with_them:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in with_them]
    finally:
        for each in with_them:
            each.close()
