"""Writing a picture to a file: SVG as it is, PNG drawn from it."""

from __future__ import annotations

from pathlib import Path

from jointex.errors import Fault, QuestionError, StorageError

PNG_SCALE = 2.0
"""Pixels of a PNG for each of the SVG."""


def check_picture(option: str, path: Path | None) -> None:
    """Refuse the name of a picture that is neither SVG nor PNG, or cannot be written.

    Parameters
    ----------
    option : str
        The option it came with.
    path : Path or None
        Nothing is checked where there is none.

    Raises
    ------
    QuestionError
        If it ends in something else, or its folder is not there.
    """
    if path is not None and path.suffix.lower() not in (".svg", ".png"):
        raise QuestionError(Fault("must end in .svg or .png", option, value=str(path)))
    if path is not None and not path.parent.is_dir():
        raise QuestionError(Fault("must lie in a folder that is there", option, value=str(path)))


def write_picture(path: Path, svg: str) -> None:
    """Write a picture.

    Parameters
    ----------
    path : Path
        Ending in `.svg` or `.png`.
    svg : str
        The picture.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    content = svg.encode()
    if path.suffix.lower() == ".png":
        import vl_convert

        content = vl_convert.svg_to_png(svg, scale=PNG_SCALE)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}") from None
