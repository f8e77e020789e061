"""Work that takes longer than a blink, off the screen's thread: the only way to do it.

A job's thread touches no widget; it ends in a message. Of one group only the newest job counts: a
former one is forgotten, so a late answer never overwrites a newer. Threads are daemons, so quitting
never waits for a model that is still loading.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import WorkType


def start(node: DOMNode, group: str, work: Callable[[], Message]) -> None:
    """Do `work` in a thread and post the message it returns to `node`, unless superseded.

    `work` turns the trouble it expects into messages; anything else it raises ends the app as any
    defect does.
    """

    async def attend() -> None:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Message] = loop.create_future()

        def settle(message: Message | None, error: BaseException | None) -> None:
            if done.cancelled():
                return
            if error is not None:
                done.set_exception(error)
            elif message is not None:
                done.set_result(message)

        def body() -> None:
            message, failure = None, None
            try:
                message = work()
            except BaseException as error:
                failure = error
            with contextlib.suppress(RuntimeError):  # the app has gone, and with it whoever asked
                loop.call_soon_threadsafe(settle, message, failure)

        threading.Thread(target=body, name=f"job-{group}", daemon=True).start()
        node.post_message(await done)

    # The function, not its coroutine: superseded before it begins, that would be one never awaited.
    attended: WorkType[None] = attend
    node.run_worker(attended, name=group, group=group, exclusive=True)
