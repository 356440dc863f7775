"""Builds a candidate's sandbox inside the forked process, before any of the student's code is there.

A process that has been forked for a candidate leaves every namespace of the machine (files, processes,
network, names, shared memory, users), puts together a root folder from nothing, and gives up every right to
change it. An ordinary user does this in a user namespace. The superuser needs none, and takes on a user id
that owns nothing: otherwise the candidate would still count as the owner of the machine's files, and no limit
on its processes would hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import importlib
import os
import resource
import shutil
import site
import socket
import stat
import struct
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import coursework
from coursework.memory import data_in_use
from graders.kernels import environment, seccomp, syscalls
from graders.kernels.sandbox import Sandbox, SandboxUnavailable, bytes_in_words

HOME = "/home/candidate"
_NAMESPACES = (
    syscalls.CLONE_NEWNS
    | syscalls.CLONE_NEWPID
    | syscalls.CLONE_NEWNET
    | syscalls.CLONE_NEWIPC
    | syscalls.CLONE_NEWUTS
    | syscalls.CLONE_NEWCGROUP
)
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "timezone",
    "fonts",
    "alternatives",
    "mime.types",
)
_DEVICES = ("null", "zero", "full", "random", "urandom")
_SYS = ("/sys/devices/system/cpu", "/sys/devices/system/node")
_SKELETON_FLAGS = syscalls.MS_NOSUID | syscalls.MS_NODEV
_PRIVATE_FLAGS = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC
_MOUNT_SETATTR, _AT_RECURSIVE = 442, 0x8000
_ATTR_RDONLY_NOSUID_NODEV = 0x7
# Above the range that systems give to people and services; each candidate gets one of its own.
_USER_BASE = 2_000_000_000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1


def build(sandbox: Sandbox) -> PreparedRoot:
    """Leave the machine's namespaces and put the new root together.

    Called in a process that then forks the candidate proper, for a process id namespace begins with a child.

    Args:
        sandbox: what to build.

    Returns:
        What the child needs to go in.

    Raises:
        SandboxUnavailable: when the machine does not allow a step of it.
        ValueError: when the sandbox itself is impossible, say a path to show that does not exist.
    """
    privileged = _is_privileged()
    user = _USER_BASE + os.getpid() if privileged else os.getuid()
    group = user if privileged else os.getgid()
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # should the machine run out of memory, a candidate goes first
    with _step("namespaces cannot be made", _NAMESPACE_HINT):
        syscalls.unshare(_NAMESPACES if privileged else _NAMESPACES | syscalls.CLONE_NEWUSER)
        if not privileged:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    base = str(environment.runtime_folder())
    with _step("a root folder cannot be mounted", _NAMESPACE_HINT):
        syscalls.mount(None, "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
        skeleton = "mode=0755,size=16m,nr_inodes=4096"
        syscalls.mount("skeleton", base, "tmpfs", _SKELETON_FLAGS, skeleton)
    with _step("the file system cannot be put together"):
        _add_standard_files(base, user, group)
        # The private places come first, for what is shown may lie in one of them, and the work folder last,
        # for it may lie in what is shown.
        store = _private_store(base, sandbox, user, group)
        covers = _put_together(base, _plan(sandbox))
        work = _take_from(store, "work", base + sandbox.work, user, group)
        syscalls.detach(store)
        os.rmdir(store)
    _copy_files(sandbox, work, user, group)
    with _step("the network cannot be set up"):
        _loopback_up()
    return PreparedRoot(sandbox, base, [*covers, base], work, user, group, privileged)


@dataclass
class PreparedRoot:
    """What ``build`` has prepared; ``enter`` completes it in the process that stays."""

    sandbox: Sandbox
    base: str
    covers: list[str]
    work: int
    user: int
    group: int
    privileged: bool

    def enter(self) -> int:
        """Make the new root the only one and give up all rights.

        Returns:
            An open file of the work folder, through which its files can be read from outside.

        Raises:
            SandboxUnavailable: when the machine does not allow a step of it.
        """
        with _step("a fresh /proc cannot be mounted", _PROC_HINT):
            flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC | syscalls.MS_RDONLY
            syscalls.mount("proc", self.base + "/proc", "proc", flags)
        with _step("the root folder cannot be changed"):
            for place in self.covers:
                read_only = syscalls.MS_REMOUNT | syscalls.MS_BIND | syscalls.MS_RDONLY | _SKELETON_FLAGS
                syscalls.mount(None, place, None, read_only)
            os.chdir(self.base)
            # The old root ends up over the new one and is then taken away, as pivot_root(2) describes.
            syscalls.pivot_root(".", ".")
            syscalls.detach(".")
            os.chdir("/")
        _set_limits(self.sandbox)
        with _step("rights cannot be given up"):
            syscalls.drop_bounding_set()
            if self.privileged:
                os.setgroups([])
                os.setresgid(self.group, self.group, self.group)
                os.setresuid(self.user, self.user, self.user)
            syscalls.drop_capabilities()
            syscalls.no_new_privileges()
            syscalls.set_dumpable(True)
        with _step("system calls cannot be filtered"):
            if not seccomp.supported():
                raise OSError(errno.ENOSYS, "no seccomp filter for this system")
            seccomp.install()
        self._check_readable()
        importlib.invalidate_caches()
        return self.work

    def _check_readable(self) -> None:
        for path in (os.path.realpath(sys.executable), *self.sandbox.shown()):
            if not os.access(path, os.R_OK):
                raise SandboxUnavailable(
                    f"{path} cannot be read by other users of this machine, and the superuser's candidates "
                    f"run as one; run chmod -R o+rX on it"
                )


_NAMESPACE_HINT = (
    "allow ordinary users to make user namespaces: sysctl kernel.unprivileged_userns_clone=1, "
    "user.max_user_namespaces above 0, and on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0; "
    "in a container, allow the unshare and mount system calls"
)
_PROC_HINT = "in a container, leave /proc unmasked (for Docker, --security-opt systempaths=unconfined)"


@contextlib.contextmanager
def _step(what: str, hint: str = "") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"{what} ({error.strerror or error}{f', {error.filename}' if error.filename else ''})"
        raise SandboxUnavailable(reason + (f"; {hint}" if hint else "")) from error


def _is_privileged() -> bool:
    """Whether this is the superuser, with the right to mount."""
    if os.geteuid() != 0:
        return False
    with open("/proc/self/status") as file:
        effective = next(int(line.split()[1], 16) for line in file if line.startswith("CapEff:"))
    admin, setuid, setgid = 21, 7, 6
    return all(effective >> capability & 1 for capability in (admin, setuid, setgid))


# --- the file system


@dataclass(frozen=True)
class _Bind:
    path: str
    source: str


@dataclass(frozen=True)
class _Cover:
    path: str


def _plan(sandbox: Sandbox) -> list[_Bind | _Cover]:
    """What is to be seen and what is to be covered, from the outermost path to the innermost."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    shipped = os.path.dirname(os.path.abspath(coursework.__file__))
    binds: dict[str, str] = {}
    pythons = {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}
    with contextlib.suppress(AttributeError):
        if (user_site := site.getusersitepackages()) in sys.path:
            pythons.add(user_site)
    for path in (*_SYSTEM, *pythons, *_SYS):
        if os.path.isdir(path) and not os.path.islink(path):
            binds[path] = path
        elif os.path.isdir(path):
            binds[path] = binds[os.path.realpath(path)] = os.path.realpath(path)
    for name in _ETC:
        if os.path.exists(f"/etc/{name}"):
            binds[f"/etc/{name}"] = os.path.realpath(f"/etc/{name}")
    binds[shipped] = shipped  # of the course's code only what runs beside a learner's
    covers = {package, *sandbox.hide}
    for inside, outside in sandbox.shown().items():
        if not os.path.exists(outside):
            raise ValueError(f"Sandbox: {outside} is to be shown but does not exist.")
        binds[inside] = os.path.realpath(outside)
    plan: list[_Bind | _Cover] = [_Cover(path) for path in covers]
    plan += [_Bind(path, source) for path, source in binds.items()]
    return sorted(plan, key=lambda step: (step.path.count("/"), isinstance(step, _Bind), step.path))


def _put_together(base: str, plan: Iterable[_Bind | _Cover]) -> list[str]:
    """Mount the plan below ``base``; returns where covers were mounted."""
    done: dict[str, _Bind | _Cover] = {}
    covers = []
    for step in plan:
        owner = _owner(done, step.path)
        place = base + step.path
        if isinstance(step, _Cover):
            if isinstance(owner, _Bind) and os.path.isdir(place):
                syscalls.mount("cover", place, "tmpfs", _SKELETON_FLAGS, "mode=0755,size=64k,nr_inodes=64")
                covers.append(place)
                done[step.path] = step
            elif isinstance(owner, _Bind) and os.path.exists(place):
                syscalls.mount("/dev/null", place, None, syscalls.MS_BIND)
            continue
        if isinstance(owner, _Bind):
            if owner.source + step.path[len(owner.path) :] == step.source:
                continue  # in view already
            if not os.path.exists(place):
                raise ValueError(
                    f"Sandbox: {step.path} cannot be shown inside {owner.path}, which is read-only."
                )
        else:
            _make_place(place, step.source)
        syscalls.mount(step.source, place, None, syscalls.MS_BIND | syscalls.MS_REC)
        _make_read_only(place)
        done[step.path] = step
    return covers


def _owner(done: dict[str, _Bind | _Cover], path: str) -> _Bind | _Cover | None:
    """The innermost mount so far that ``path`` lies in."""
    for place in (path, *map(str, Path(path).parents)):
        if place in done:
            return done[place]
    return None


def _make_place(place: str, source: str) -> None:
    if os.path.isdir(source):
        os.makedirs(place, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        Path(place).touch()


def _make_read_only(place: str) -> None:
    attributes = struct.pack("=QQQQ", _ATTR_RDONLY_NOSUID_NODEV, 0, 0, 0)
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    here = ctypes.c_long(-100).value  # AT_FDCWD
    syscalls.syscall(_MOUNT_SETATTR, here, os.fsencode(place), _AT_RECURSIVE, buffer, len(attributes))


def _add_standard_files(base: str, user: int, group: int) -> None:
    """The folders and small files that programs expect."""
    for name in ("dev", "proc", "etc", "tmp", "run", "var", "dev/shm"):
        os.makedirs(f"{base}/{name}", exist_ok=True)
    os.makedirs(base + HOME, exist_ok=True)
    os.symlink("../tmp", f"{base}/var/tmp")
    for name in _DEVICES:
        Path(f"{base}/dev/{name}").touch()
        syscalls.mount(f"/dev/{name}", f"{base}/dev/{name}", None, syscalls.MS_BIND)
    for name, target in (("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.symlink(f"/proc/self/{target}", f"{base}/dev/{name}")
    written = {
        "passwd": f"candidate:x:{user}:{group}:candidate:{HOME}:/bin/sh\n",
        "group": f"candidate:x:{group}:\n",
        "hosts": "127.0.0.1 localhost candidate\n::1 localhost\n",
        "hostname": "candidate\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    for name, text in written.items():
        Path(f"{base}/etc/{name}").write_text(text)
    socket.sethostname("candidate")


def _private_store(base: str, sandbox: Sandbox, user: int, group: int) -> str:
    """Mount the one tmpfs that can be written and put three of its four places where they belong."""
    store = f"{base}/run/store"
    os.makedirs(store)
    options = f"mode=0755,size={sandbox.work_bytes},nr_inodes={sandbox.work_files},uid={user},gid={group}"
    syscalls.mount("work", store, "tmpfs", _PRIVATE_FLAGS, options)
    for name, place in (("home", HOME), ("tmp", "/tmp"), ("shm", "/dev/shm")):
        os.close(_take_from(store, name, base + place, user, group))
    return store


def _take_from(store: str, name: str, place: str, user: int, group: int) -> int:
    """Make a folder in the tmpfs and bind it; returns it as an open file."""
    os.mkdir(f"{store}/{name}", 0o755)
    os.chown(f"{store}/{name}", user, group)
    os.makedirs(place, exist_ok=True)
    syscalls.mount(f"{store}/{name}", place, None, syscalls.MS_BIND)
    return os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _copy_files(sandbox: Sandbox, work: int, user: int, group: int) -> None:
    """Copy the regular files of ``sandbox.files`` into the work folder; links and devices are left out."""
    if sandbox.files is None:
        return
    try:
        for folder, folders, names, fd in os.fwalk(sandbox.files, follow_symlinks=False):
            inside = os.path.relpath(folder, sandbox.files)
            folders[:] = [
                name
                for name in folders
                if not stat.S_ISLNK(os.stat(name, dir_fd=fd, follow_symlinks=False).st_mode)
            ]
            for name in folders:
                made = os.path.normpath(os.path.join(inside, name))
                os.mkdir(made, dir_fd=work)
                os.chown(made, user, group, dir_fd=work)
            for name in names:
                _copy_file(name, fd, os.path.normpath(os.path.join(inside, name)), work, user, group)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            space = bytes_in_words(sandbox.work_bytes)
            raise ValueError(
                "The files of the submission do not fit into the work folder "
                f"({space}, {sandbox.work_files} files)."
            ) from error
        raise ValueError(f"The files of the submission cannot be copied: {error}.") from error


def _copy_file(name: str, folder: int, into: str, work: int, user: int, group: int) -> None:
    try:
        source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            return  # a link, or a socket
        raise
    with open(source, "rb") as reader:
        if not stat.S_ISREG(os.fstat(source).st_mode):
            return
        target = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644, dir_fd=work)
        with open(target, "wb") as writer:
            shutil.copyfileobj(reader, writer, 1024 * 1024)
            os.fchown(target, user, group)


# --- limits and the rest


def _set_limits(sandbox: Sandbox) -> None:
    for name, value in (
        (resource.RLIMIT_NPROC, sandbox.processes),
        (resource.RLIMIT_FSIZE, sandbox.file_bytes),
        (resource.RLIMIT_NOFILE, sandbox.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        # A backstop for what grows faster than the forkserver looks; the limit itself is on memory in use.
        (resource.RLIMIT_DATA, data_in_use() + 2 * sandbox.memory),
    ):
        hard = resource.getrlimit(name)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(name, (value, value))


def _loopback_up() -> None:
    """Let the candidate talk to itself, as some libraries do; there is no other interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        request = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack_from("16sh", fcntl.ioctl(sock, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _IFF_UP))
