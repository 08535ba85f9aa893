"""Whether two answers are the same: counts exactly, other numbers to 1e-9 of their size, or as near as the engine is."""

from math import isclose

RELATIVE = 1e-9


def difference(ours: object, theirs: object, relative: float = RELATIVE, path: str = "") -> str | None:
    """The first that differs, in words."""
    if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        if len(ours) != len(theirs):
            return f"{path}: {len(ours)} and {len(theirs)} entries"
        pairs = enumerate(zip(ours, theirs, strict=True))
        found = (difference(one, other, relative, f"{path}[{index}]") for index, (one, other) in pairs)
        return next((text for text in found if text), None)
    if isinstance(ours, float) or isinstance(theirs, float):
        are_numbers = isinstance(ours, float | int) and isinstance(theirs, float | int)
        if are_numbers and isclose(ours, theirs, rel_tol=relative, abs_tol=1e-300):
            return None
    elif ours == theirs:
        return None
    return f"{path}: {ours!r} and {theirs!r}"
