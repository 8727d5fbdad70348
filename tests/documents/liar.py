"""A child that does not keep to what was agreed. It is run by `test_child.py`."""

import json
import os
import struct
import sys
import time


def frame(letter: bytes, body: bytes) -> bytes:
    return struct.pack(">cI", letter, len(body)) + body


READY = frame(b"j", json.dumps({"filtered": True}).encode())
SAYS = {
    "nothing": b"",
    "half a frame": READY + frame(b"j", b"{}")[:6],
    "a frame longer than it is": READY + struct.pack(">cI", b"j", 2**32 - 1) + b"{}",
    "a letter that is none": READY + frame(b"x", b"{}"),
    "no JSON": READY + frame(b"j", b"\xff\xfe"),
    "JSON without end": READY + frame(b"j", b"[" * 100_000),
    "a list": READY + frame(b"j", b"[1]"),
    "flood": bytes(300_000),
    "unfiltered": frame(b"j", b'{"filtered": false}'),
    "without reading": READY + frame(b"j", b'{"pages": 1}'),
    "hang": READY + frame(b"j", b'{"pages": 1}'),
    "crash": READY + frame(b"j", b'{"pages": 3}'),
    "environment": READY
    + frame(
        b"j",
        json.dumps(
            {"names": [name for name in os.environ if name != "LC_CTYPE"]}
        ).encode(),
    ),
}


def main(lie: str) -> None:
    if lie not in {"without reading", "hang"}:
        sys.stdin.buffer.read()
    os.write(1, SAYS[lie])
    if lie == "hang":
        time.sleep(60)
    if lie == "crash":
        os.abort()


if __name__ == "__main__":
    main(sys.argv[1])
