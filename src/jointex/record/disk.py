"""Files that survive a full disk and an interruption.

A Parquet file without its footer is lost, and the footer comes last. So a file is written under a temporary name by a
`PatientFile`, which remembers a failed write instead of raising it, and a `Reserve` holds a few megabytes of the disk
back: when the disk is full they are given up, and what was done is brought to a readable end.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from jointex.errors import StorageError

RESERVE_BYTES = 8 * 1024 * 1024


class PatientFile:
    """A file for writing, under a temporary name until it is finished.

    Parameters
    ----------
    path : Path
        Where the finished file will stand; the folder exists.

    Raises
    ------
    StorageError
        If the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self.closed = False
        self.error: OSError | None = None
        self.n_bytes = 0
        self._waiting = bytearray()
        self._sha256 = hashlib.sha256()
        try:
            self._number = os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        except OSError as error:
            raise StorageError(f"{self.part} cannot be written: {error.strerror}") from None

    def write(self, data: bytes | memoryview) -> int:
        """Write bytes, or keep them for `retry` once a write has failed; return how many."""
        self._sha256.update(data)
        self._waiting += data
        self.n_bytes += len(data)
        if self.error is None:
            self.retry()
        return len(data)

    def retry(self) -> None:
        """Write what is still waiting; note the error if it fails."""
        self.error = None
        try:
            while self._waiting:
                done = os.write(self._number, self._waiting)
                del self._waiting[:done]
        except OSError as error:
            self.error = error

    def tell(self) -> int:
        """Return how many bytes have been given to the file."""
        return self.n_bytes

    def flush(self) -> None:
        """Do nothing: every write goes to the system at once."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def readable(self) -> bool:
        """Return False."""
        return False

    def seekable(self) -> bool:
        """Return False."""
        return False

    def close(self) -> None:
        """Do nothing: `finish` closes, when the footer is known to be on the disk."""

    def finish(self) -> bool:
        """Bring the file to the disk under its own name; return whether that succeeded, and drop it if not."""
        if self._waiting and self.error is None:
            self.retry()
        try:
            if self.error is None:
                os.fsync(self._number)
        except OSError as error:
            self.error = error
        os.close(self._number)
        self.closed = True
        if self.error is None:
            self.part.replace(self.path)
            return True
        self.part.unlink(missing_ok=True)
        return False

    def sha256(self) -> str:
        """Return the SHA-256 of all bytes given to the file: 64 hexadecimal digits."""
        return self._sha256.hexdigest()


class Reserve:
    """Space of the disk held back for the end.

    Parameters
    ----------
    folder : Path
        Folder on the disk; it exists.

    Raises
    ------
    StorageError
        If the disk has not that much left.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".reserve.part"
        try:
            with self._path.open("wb") as file:
                if hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
                else:
                    file.write(bytes(RESERVE_BYTES))
        except OSError as error:
            self.release()
            raise StorageError(
                f"{folder} needs {RESERVE_BYTES // 2**20} MiB free before a run starts: {error.strerror}. No runs were written."
            ) from None

    def release(self) -> None:
        """Give the space back."""
        self._path.unlink(missing_ok=True)


@contextlib.contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let Ctrl-C wait until the block is done: a row group cut in half would cost the whole file."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents.

    Parameters
    ----------
    folder : Path
        The folder; it may exist.

    Raises
    ------
    StorageError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be made: {error.strerror}") from None


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one piece: it is the old one or the new one, never half of either.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        Its content, written as UTF-8.

    Raises
    ------
    StorageError
        If it cannot be written; an older file of that name is kept.
    """
    make_folder(path.parent)
    file = PatientFile(path)
    file.write(text.encode())
    _finish(file)


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file in one piece; see `write_whole`.

    Parameters
    ----------
    source : Path
        What is copied.
    path : Path
        The copy; its folder is made if it is not there.

    Raises
    ------
    StorageError
        If it cannot be read or written; an older file of that name is kept.
    """
    make_folder(path.parent)
    try:
        content = source.read_bytes()
    except OSError as error:
        raise StorageError(f"{source} could not be read: {error.strerror}") from None
    file = PatientFile(path)
    file.write(content)
    _finish(file)


def _finish(file: PatientFile) -> None:
    """Bring a file to the disk, or say why not."""
    path = file.path
    if not file.finish():
        reason = file.error.strerror if file.error else "unknown"
        raise StorageError(f"{path} could not be written: {reason}. The other files in {path.parent} are kept.")
