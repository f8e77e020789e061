"""The command palette, read from the registry. It has no screenshot: that would write plain text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from textual.actions import parse
from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.actions import Action, Scope, actions_in


class ActionProvider(Provider):
    """Offers what can be done in the place in front, and everywhere."""

    async def search(self, query: str) -> Hits:
        """Yield the actions whose wording fits `query`."""
        matcher = self.matcher(query)
        for action in self._actions():
            score = matcher.match(action.help)
            if score > 0:
                yield Hit(
                    score, matcher.highlight(action.help), self._run(action), help=action.shown
                )

    async def discover(self) -> Hits:
        """Yield all actions before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(action.help, self._run(action), help=action.shown)

    def _actions(self) -> list[Action]:
        scope: Scope | None = getattr(self.screen, "SCOPE", None)
        nearest_first = [*(actions_in(scope) if scope else []), *actions_in(Scope.APP)]
        return [
            action
            for action in nearest_first
            if action.id not in {"palette", "keys"} and self._possible(action)
        ]

    def _possible(self, action: Action) -> bool:
        """Whether it would be done now: nobody changes a passphrase while locked."""
        _, name, parameters = parse(action.run)
        ours = action.scope is Scope.APP or action.run.startswith("app.")
        asked = self.app if ours else self.screen
        return bool(asked.check_action(name, parameters))

    def _run(self, action: Action) -> Callable[[], Awaitable[bool]]:
        if action.scope is Scope.APP:
            return partial(self.app.run_action, action.run)
        return partial(self.app.run_action, action.run, self.screen)
