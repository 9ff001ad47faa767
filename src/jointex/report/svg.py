"""Pictures as SVG text: a drawing that elements are added to, in the order they are painted.

Colours come from the style sheet of the page by class (`f0`, `f1`, ... are the colours of the flights), so one picture
serves light and dark screens and paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

LETTER_WIDTHS = ((" .,:;|iljItfr'()·", 0.40), ("mwMW%", 1.0), ("ABCDEFGHJKLNOPQRSTUVXYZ", 0.77))
"""Widths of letters in font sizes, in bold DejaVu Sans, the widest of the page's typefaces; others are 0.68 wide."""


def short(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def text_width(text: str, size: float) -> float:
    """Return how wide a text is at most, about.

    Parameters
    ----------
    text : str
    size : float
        Font size [px].

    Returns
    -------
    float
        Width [px].
    """
    return size * sum(next((width for letters, width in LETTER_WIDTHS if letter in letters), 0.68) for letter in text)


class Drawing:
    """An SVG picture.

    Parameters
    ----------
    name : str
        Id of the picture in its page.
    width, height : float
        Size of its canvas [px].
    title, description : str
        What it shows, for those who cannot see it.
    """

    def __init__(self, name: str, width: float, height: float, title: str, description: str) -> None:
        self.name, self.width, self.height = name, width, height
        self.title, self.description = title, description
        self._parts: list[str] = []

    def add(self, name: str, content: str = "", **attributes: object) -> None:
        """Add an element; `class_` stands for `class`, underscores for hyphens, None leaves an attribute out."""
        self._parts.append(element(name, content, **attributes))

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str) -> None:
        """Add a straight line [px]."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)

    def rect(self, x: float, y: float, width: float, height: float, class_: str, radius: float | None = None) -> None:
        """Add a rectangle [px]."""
        self.add("rect", x=x, y=y, width=max(0.0, width), height=height, rx=radius, class_=class_)

    def circle(self, x: float, y: float, radius: float, class_: str) -> None:
        """Add a circle [px]."""
        self.add("circle", cx=x, cy=y, r=radius, class_=class_)

    def path(self, lines: Iterable[Points], class_: str, closed: bool = False, clip: str | None = None) -> None:
        """Add lines of points, each of shape (n, 2) [px], as one path."""
        drawn = "".join(path_data(line, closed) for line in lines)
        if drawn:
            self.add("path", d=drawn, class_=class_, clip_path=f"url(#{clip})" if clip else None)

    def text(self, x: float, y: float, text: str, class_: str = "", anchor: str | None = None) -> None:
        """Add a text whose base line begins (or, by `anchor`, has its middle or end) at a place [px]."""
        self.add("text", escape(text), x=x, y=y, class_=class_ or None, text_anchor=anchor)

    def clip(self, name: str, x: float, y: float, width: float, height: float) -> str:
        """Define a frame that paths can be cut to, and return its id."""
        inner = element("rect", x=x, y=y, width=width, height=height)
        self._parts.append(f'<clipPath id="{self.name}-{name}">{inner}</clipPath>')
        return f"{self.name}-{name}"

    def cut(self, name: str, data: str) -> None:
        """Define an outline, given as the data of a path, that others can be cut to; its id is that of `clip`."""
        inner = element("path", d=data, clip_rule="evenodd")
        self._parts.append(f'<clipPath id="{self.name}-{name}">{inner}</clipPath>')

    def open(self, class_: str) -> None:
        """Begin a group of elements."""
        self._parts.append(f'<g class="{escape(class_)}">')

    def close(self) -> None:
        """End the group begun last."""
        self._parts.append("</g>")

    def picture(self, x: float, y: float, other: Drawing) -> None:
        """Add another picture with its upper left corner at a place [px]."""
        size = f'x="{short(x)}" y="{short(y)}" width="{short(other.width)}" height="{short(other.height)}" '
        self._parts.append(str(other).replace("<svg ", f"<svg {size}", 1))

    def __str__(self) -> str:
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(self.width)} {short(self.height)}" role="img" '
            f'aria-labelledby="{self.name}-t {self.name}-d"><title id="{self.name}-t">{escape(self.title)}</title>'
            f'<desc id="{self.name}-d">{escape(self.description)}</desc>'
        )
        return head + "".join(self._parts) + "</svg>"


def element(name: str, content: str = "", **attributes: object) -> str:
    """Return an SVG element; see `Drawing.add`."""
    written = ""
    for key, value in attributes.items():
        if value is not None:
            text = short(float(value)) if isinstance(value, int | float) else escape(str(value))
            written += f' {key.rstrip("_").replace("_", "-")}="{text}"'
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def path_data(points: Points, closed: bool = False) -> str:
    """Return points, shape (n, 2) [px], as the data of a path; fewer than two give nothing."""
    if len(points) < 2:
        return ""
    steps = " ".join(f"{short(x)} {short(y)}" for x, y in points.tolist())
    return f"M{steps}{'Z' if closed else ''}"


def band_data(x: Points, low: Points, high: Points) -> Points:
    """Return the outline of a band between two lines over the same x, shape (2 n, 2) [px]."""
    there = np.column_stack([x, low])
    back = np.column_stack([x, high])[::-1]
    return np.concatenate([there, back])


def thinned(points: Points, tolerance: float = 0.35) -> Points:
    """Return a line with the points left out that do not show.

    Parameters
    ----------
    points : array (n, 2)
        A line [px].
    tolerance : float
        How far the thinned line may lie off [px].

    Returns
    -------
    array (m, 2)
    """
    if len(points) < 3:
        return points
    from shapely import LineString

    return np.asarray(LineString(points).simplify(tolerance, preserve_topology=False).coords)
