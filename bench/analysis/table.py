"""The table that the benchmark prints."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Times:
    """How long one question took, in ms, each time that it was asked."""

    all: list[float]

    def text(self) -> str:
        return f"{min(self.all):>9,.1f}{median(self.all):>9,.1f}"


@dataclass(frozen=True)
class Row:
    """One question. Of ours: the first time after a restart, then in the server, and with the way to it and back."""

    name: str
    first: float
    in_server: Times
    on_the_way: Times
    peers: dict[str, Times]
    limit_ms: float | None

    def text(self) -> str:
        peers = "".join(times.text() for times in self.peers.values())
        limit = "–" if self.limit_ms is None else f"< {self.limit_ms:,.0f}"
        ours = f"{self.first:>9,.1f}{self.in_server.text()}{self.on_the_way.text()}"
        return f"{self.name:<42}{ours}{peers}{self.ratio():>9}{limit:>8}  {self.verdict()}"

    def best_peer(self) -> float | None:
        return min((min(times.all) for times in self.peers.values()), default=None)

    def ratio(self) -> str:
        best = self.best_peer()
        return "–" if best is None else f"{best / min(self.in_server.all):.1f} ×"

    def verdict(self) -> str:
        """Whether it is faster than the faster of the others, and within its limit."""
        best, ours = self.best_peer(), min(self.in_server.all)
        is_slower = best is not None and ours >= best
        is_late = self.limit_ms is not None and median(self.in_server.all) >= self.limit_ms
        return ", ".join(["slower"] * is_slower + ["late"] * is_late) or "met"


def table(rows: list[Row], peers: list[str]) -> str:
    groups = "".join(f"{name:>18}" for name in ("in the server", "with the way", *peers))
    columns = f"{'best':>9}{'median':>9}" * (2 + len(peers))
    return "\n".join(
        [
            f"{'':<42}{'first':>9}{groups}{'to best':>9}{'goal':>8}",
            f"{'ms':<42}{'':>9}{columns}{'peer':>9}",
            *(row.text() for row in rows),
        ]
    )
