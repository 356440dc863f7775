"""A hub for one class on one machine: everybody's server runs under their own account.

Who and where stands in `class.toml` beside this file. The teacher's server runs in the course's folder, with
Formgrader; a learner's in the learner's home, from the bundle, which holds no checks and which learners can
only read. The class's check service runs under the teacher's account and asks the hub who is who.
"""

import os
import tomllib
from pathlib import Path

c = get_config()  # noqa: F821

HERE = Path(__file__).resolve().parent
CLASS = tomllib.loads((HERE / "class.toml").read_text(encoding="utf-8"))
COURSE, BUNDLE = Path(CLASS["course"]), Path(CLASS["bundle"])
PYTHON = Path(".venv", "bin", "python")

# --- Where the hub listens. To be reached from elsewhere, put a web server with TLS before it, or give it a
# certificate of its own (c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key) and the address 0.0.0.0.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.ConfigurableHTTPProxy.command = [str(HERE / "node_modules" / ".bin" / "configurable-http-proxy")]

# --- Who may log in: accounts of this machine, by password (PAM).
c.Authenticator.allowed_users = {CLASS["teacher"]}
c.LocalAuthenticator.allowed_groups = {CLASS["learners"]}

# --- What is started for whom.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = 120  # seconds until a server must answer: many start at once when a class begins
# Nothing else of the hub's environment is a server's business.
c.Spawner.env_keep = ["LANG", "LC_ALL", "PATH", "TZ"]


def is_teacher(spawner):
    """Tell whether a server is the teacher's."""
    return spawner.user.name == CLASS["teacher"]


def own_server(spawner):
    """Start the teacher's server in the course, where nbgrader finds it, and a learner's in their home."""
    if is_teacher(spawner):
        there, spawner.notebook_dir = ["env", f"--chdir={COURSE}", str(COURSE / PYTHON)], str(COURSE)
    else:
        there, spawner.notebook_dir = [str(BUNDLE / PYTHON)], "~"
    spawner.cmd = [*there, "-m", "jupyterhub.singleuser"]


def settings(spawner):
    """Name the folders in which Jupyter and nbgrader look for settings, beside those of the environment."""
    folders = ["everyone"] if is_teacher(spawner) else ["everyone", "learners"]
    return os.pathsep.join(str(HERE / folder) for folder in folders)


def data(spawner):
    """Name the course's data, wherever a notebook lies."""
    return str((COURSE if is_teacher(spawner) else BUNDLE) / "data")


def private(name):
    """Name a file or folder in somebody's home, where nobody else may enter."""
    return lambda spawner: str(Path(f"~{spawner.user.name}").expanduser() / ".coursework" / name)


# --- The class's check service: practice verdicts while learners work. It runs under the teacher's account
# and asks the hub who is who; a learner's server may use its own token there, and at no other service.
CHECKS = "checks"
USE = f"access:services!service={CHECKS}"
c.JupyterHub.services = [
    {
        "name": CHECKS,
        "url": CLASS["checks"],
        "user": CLASS["teacher"],
        "cwd": str(COURSE),
        "command": [str(COURSE / PYTHON.with_name("coursework")), "serve"],
        "oauth_no_confirm": True,
        "timeout": 120,  # seconds until it must answer; the hub ends when it does not
    }
]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", USE]},
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", USE]},
]
c.JupyterHub.load_groups = {"formgrade-keras_coursework": {"users": [CLASS["teacher"]]}}

c.Spawner.pre_spawn_hook = own_server
c.Spawner.environment = {
    "COURSEWORK_SERVICE": f"{CLASS['checks']}/services/{CHECKS}",
    "JUPYTER_CONFIG_PATH": settings,
    "COURSEWORK_DATA": data,
    # The bundle's folder is closed to writers, so that tries are noted at home.
    "COURSEWORK_PROGRESS": private("progress.jsonl"),
    # Kernels' sockets. A kernel on a TCP port, which is Jupyter's default, can be listened to by every
    # account of the machine: everyone/jupyter_server_config.json has them on Unix sockets, whose paths must
    # be short.
    "JUPYTER_RUNTIME_DIR": private("run"),
    # Many small models at once: TensorFlow's own threads would only wait for each other.
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
