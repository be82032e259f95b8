"""A limit of time for the code of a plugin: what does not end is ended, and said by name."""

from __future__ import annotations

import _thread
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from appraisal.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A plugin gives a few records; loading one takes milliseconds.
SECONDS = 10.0
_AGAIN = 1.0


class EndlessError(Exception):
    """The code did not end in time."""

    def __init__(self, seconds: float) -> None:
        """How long it was waited for."""
        super().__init__(seconds)
        self.message = text("it did not end within {seconds} seconds", seconds=f"{seconds:g}")


@contextmanager
def ended_within(seconds: float) -> Iterator[None]:
    """Interrupt the main thread if the body takes longer, and raise EndlessError.

    What never comes back to the interpreter (a loop in C) cannot be interrupted; in another thread nothing is watched.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    watch = _Watch(seconds)
    watch.start()
    try:
        try:
            yield
        finally:
            watch.end()
    except KeyboardInterrupt:
        if watch.struck:
            raise EndlessError(seconds) from None
        raise


class _Watch(threading.Thread):
    """Waits, then interrupts the main thread, again and again: the body may catch the first interrupts."""

    def __init__(self, seconds: float) -> None:
        super().__init__(daemon=True)
        self.seconds, self.struck = seconds, False
        self._over, self._striking = threading.Event(), threading.Lock()

    def run(self) -> None:
        wait = self.seconds
        while not self._over.wait(wait):
            with self._striking:
                if not self._over.is_set():
                    self.struck = True
                    _interrupt()
            wait = _AGAIN

    def end(self) -> None:
        """No interrupt comes after this."""
        with self._striking:
            self._over.set()


def _interrupt() -> None:
    main = threading.main_thread().ident
    # A signal wakes a thread that sleeps; Windows has none to one thread, and wakes its sleepers itself.
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
