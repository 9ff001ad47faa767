"""YAML nodes under bounds: a text that is too deep or holds too much is stopped while it is read, not afterwards."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def bounded_composer(most_deep: int, most_values: int) -> type[Any]:
    """Return a composer for `ruamel.yaml` that gives up beyond its bounds.

    Parameters
    ----------
    most_deep : int
        Most mappings and lists inside one another.
    most_values : int
        Most keys, list items and values in all.

    Returns
    -------
    type
        Raises `ruamel.yaml.composer.ComposerError` with the bound as its problem.
    """
    from ruamel.yaml.composer import Composer, ComposerError

    class BoundedComposer(Composer):
        """A composer that counts."""

        n_open = 0
        n_values = 0

        def __init__(self, loader: Any = None) -> None:
            super().__init__(loader=loader)
            self.warn_double_anchors = False

        def compose_node(self, parent: Any, index: Any) -> Any:
            """Return the next node."""
            self.n_open += 1
            self.n_values += 1
            mark = self.parser.peek_event().start_mark
            if self.n_open > most_deep + 1:
                raise ComposerError(None, None, f"must stay within depth {most_deep}", mark)
            if self.n_values > most_values:
                raise ComposerError(None, None, f"must stay within {most_values:,} keys and values", mark)
            node = super().compose_node(parent, index)
            self.n_open -= 1
            return node

    return BoundedComposer
