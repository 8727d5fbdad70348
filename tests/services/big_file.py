"""A large file that is never whole in memory."""

import io

MIB = 1024 * 1024


class BigFile(io.RawIOBase):
    """`size` zero bytes, made while they are read."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.place = 0
        self.largest = 0

    def __len__(self) -> int:
        return self.size

    def tell(self) -> int:
        return self.place

    def fileno(self) -> int:
        raise io.UnsupportedOperation

    def read(self, length: int = -1) -> bytes:
        assert length > 0, "the whole file at once"
        self.largest = max(self.largest, length)
        piece = bytes(min(length, self.size - self.place))
        self.place += len(piece)
        return piece
