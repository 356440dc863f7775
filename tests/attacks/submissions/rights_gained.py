# ruff: noqa
# class: host
# tries: tries to gain rights: user ids, mounts, namespaces, devices, kernel settings
# %% halve
import ctypes, os, subprocess

half = 6
libc = ctypes.CDLL(None, use_errno=True)
print(
    "unshare",
    libc.unshare(0x10000000),
    "mount",
    libc.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "chroot",
    libc.chroot(b"."),
    "setns",
    libc.setns(0, 0),
    "reboot",
    libc.reboot(0),
    "umount",
    libc.umount2(b"/proc", 2),
)
for call in (
    lambda: os.setuid(0),
    lambda: os.setresuid(0, 0, 0),
    lambda: os.setgroups([0]),
    lambda: os.chown("/tmp", 0, 0),
    lambda: os.mknod("/tmp/attack-mark-disk-device", 0o660 | 0o060000, os.makedev(8, 0)),
    lambda: os.chmod("/etc/passwd", 0o777),
    lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/tmp/x"),
    lambda: open("/proc/sysrq-trigger", "w").write("b"),
    lambda: open("/proc/self/oom_score_adj", "w").write("-1000"),
    lambda: open("/sys/fs/cgroup/cgroup.procs", "w").write("0"),
    lambda: os.nice(-20),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
):
    try:
        print("allowed", call())
    except OSError as error:
        print(error)
for command in (
    ["sudo", "-n", "id"],
    ["su", "-c", "id"],
    ["mount"],
    ["crontab", "-l"],
    ["nsenter", "-t", "1", "-a", "id"],
):
    try:
        print(subprocess.run(command, capture_output=True, text=True, timeout=5, stdin=subprocess.DEVNULL))
    except (OSError, subprocess.SubprocessError) as error:
        print(error)
