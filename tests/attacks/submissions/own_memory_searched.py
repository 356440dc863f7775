# ruff: noqa
# class: hidden
# tries: searches all of its own memory, which was copied from the warm parent
# %% halve
import re

half = 6
found = set()
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        span, rights = line.split()[:2]
        start, end = (int(x, 16) for x in span.split("-"))
        if "rw" not in rights or end - start > 200_000_000 or "[v" in line:
            continue
        try:
            memory.seek(start)
            data = memory.read(end - start)
        except (OSError, ValueError, OverflowError):
            continue
        shifted = data.translate(bytes((n + 1) % 256 for n in range(256)))
        for place in re.finditer(bytes(x + 1 for x in b"CAN" + b"ARY-"), shifted):
            found.add(data[place.start() : place.start() + 40])
print(found)
