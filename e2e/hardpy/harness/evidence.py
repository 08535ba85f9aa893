"""What a failed test prints: the log of every server and the output of every client that is alive at that moment."""

from collections.abc import Callable

_witnesses: list[Callable[[], str]] = []


def add_witness(tell: Callable[[], str]) -> None:
    _witnesses.append(tell)


def dismiss_witness(tell: Callable[[], str]) -> None:
    if tell in _witnesses:
        _witnesses.remove(tell)


def testimony() -> str:
    return "\n".join(tell() for tell in _witnesses)
