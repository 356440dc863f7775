# ruff: noqa
# class: hidden
# tries: connects to every socket of the machine: network, forkserver, other kernels
# %% halve
import glob, os, socket, struct, json

half = 6
for port in (PLACE_PORT, 22, 80, 8888, 5432):
    for host in ("127.0.0.1", "::1", "10.0.2.2", "169.254.169.254", "192.168.0.1"):
        try:
            with socket.create_connection((host, port), timeout=0.2) as s:
                print(host, port, s.recv(200))
        except OSError as error:
            print(host, port, error)
places = (
    glob.glob("/tmp/**", recursive=True)
    + glob.glob("/run/**", recursive=True)
    + glob.glob("PLACE_RUNTIME/**", recursive=True)
)
for path in places + ["\0coursework", "\0PLACE_ABSTRACT", "PLACE_SOCKET"]:
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(0.5)
            s.connect(path)
            body = json.dumps({"spawn": {"fds": [], "detach": True, "sandboxed": False}}).encode()
            s.sendall(struct.pack("!IH", len(body), 0) + body)
            print(path, s.recv(200))
    except OSError as error:
        print(path, error)
for family in (socket.AF_INET, socket.AF_INET6):
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind, socket.IPPROTO_ICMP if kind == socket.SOCK_RAW else 0) as s:
                s.sendto(b"CANARY", ("8.8.8.8", 53))
                print("sent")
        except OSError as error:
            print(family, kind, error)
try:
    print(socket.getaddrinfo("pypi.org", 443))
except OSError as error:
    print(error)
