"""What is told of a defect: where in our code it happened, never what anybody typed."""

from __future__ import annotations

import sys
import threading


def code_of(error: BaseException) -> str:
    """The kind of `error` and the place in the code where it was raised."""
    error = getattr(error, "error", None) or error  # a worker's failure wraps the real one
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} at {module}:{trace.tb_lineno}"


def silence() -> None:
    """Have Python print nothing of what fails in a thread or while something is freed.

    It would print the error's own text on the screen, and that may quote what somebody wrote.
    """
    threading.excepthook = lambda _failure: None
    sys.unraisablehook = lambda _failure: None
