"""Random reports, and the same as plain rows, so that what a server answers can be computed a second time.

Everything that makes answers differ occurs: units that are tested again on another day, at another stand and in another
process, runs that were stopped, that broke, or have no serial number, runs of one second, steps that were not reached,
limits that change, that are missing on one side or on both, values of every size.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

FIRST_START_S = 1_777_600_000
SPAN_S = 40 * 86_400
UNITS_OF_PLAN = 45
STATUSES = ("passed", "failed", "error", "stopped")
STATUS_WEIGHTS = (70, 20, 4, 6)
MESSAGES = ("no answer", "too low", "too high")
STANDS = (("FT", 1), ("FT", 2), ("Rack Ω", 1), ("EOL", 7))
BATCHES = ("B-1", "B-2", "B-3", None)
OPERATORS = ("ann", "bob", None)
PROCESSES = ("Functional", "Final")
REVISIONS = ("A", "B")


@dataclass(frozen=True)
class Run:
    seq: int
    plan: str
    process: str
    part: str
    serial: str | None
    revision: str
    stand_name: str
    stand_number: int
    batch: str | None
    operator: str | None
    status: str
    start_s: int
    stop_s: int
    failing_module: str | None = None
    failing_case: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Step:
    seq: int
    module: str
    case_id: str
    status: str
    start_s: int
    stop_s: int


@dataclass(frozen=True)
class Measured:
    seq: int
    module: str
    case_id: str
    name: str
    occurrence: int
    unit: str
    value: float
    result: bool | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Spec:
    """A measurement of a plan."""

    name: str
    unit: str
    centre: float
    sigma: float
    decimals: int | None
    limits: tuple[tuple[float | None, float | None], ...]

    def value(self, chance: random.Random) -> float:
        value = chance.gauss(self.centre, self.sigma)
        return value if self.decimals is None else round(value, self.decimals)


SPECS = (
    Spec("Voltage", "V", 5.0, 0.05, 4, ((4.9, 5.1), (4.85, 5.15))),
    Spec("Current", "mA", 120.0, 3.3, 1, ((None, 130.0),)),
    Spec("Gain", "", 1e-7, 1e-9, None, ((9.5e-8, None), (9.7e-8, None))),
    Spec("Resistance", "Ω", 4.7e9, 2.5e7, None, ((None, None),)),
    Spec("Count", "", 40.0, 6.0, 0, ((20.0, 60.0),)),
    Spec("Offset", "mV", 0.0, 0.0, 3, ((-1.0, 1.0),)),
    Spec("Noise", "µV", 1e6, 0.4, 3, ((1e6 - 2, 1e6 + 2),)),
)


@dataclass
class RandomReports:
    """So many runs of three plans, the same for a seed."""

    seed: int
    count: int
    runs: list[Run] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    values: list[Measured] = field(default_factory=list)

    def reports(self) -> Iterator[bytes]:
        """In the order of `seq`, which is not that of time: some come late."""
        chance = random.Random(self.seed)
        plans = {f"Plan {name}": structure(chance) for name in "ABC"}
        for seq in range(self.count):
            plan = chance.choice(list(plans))
            yield json.dumps(self._run(chance, seq, plan, plans[plan])).encode()

    def write(self, folder: Path) -> None:
        """As lines of JSON, for whoever computes with them."""
        for name, rows in (("runs", self.runs), ("steps", self.steps), ("measured", self.values)):
            lines = [json.dumps(asdict(row)) for row in rows]
            (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n")

    def _run(self, chance: random.Random, seq: int, plan: str, cases: dict[tuple[str, str], list[Spec]]) -> dict:
        serial = None if chance.random() < 0.05 else f"SN-{chance.randrange(UNITS_OF_PLAN):03}"
        stand_name, stand_number = chance.choice(STANDS)
        # On a grid, so that some runs of a unit begin in one second.
        start_s = FIRST_START_S + chance.randrange(SPAN_S // 900) * 900
        status = chance.choices(STATUSES, STATUS_WEIGHTS)[0]
        failing = chance.choice(list(cases)) if status != "passed" else None
        message = chance.choice(MESSAGES)
        modules: dict[str, dict] = {}
        now_s, is_over = start_s, False
        for (module, case_id), specs in cases.items():
            case_status = "skipped" if is_over else status if (module, case_id) == failing else "passed"
            # A failed run may go on, others do not.
            is_over = is_over or (case_status in ("error", "stopped")) or (
                case_status == "failed" and chance.random() < 0.5
            )
            until_s = now_s + chance.randrange(8)
            case = self._case(chance, seq, (module, case_id), specs, case_status, now_s, until_s)
            case["assertion_msg"] = message if case_status in ("failed", "error") else None
            entry = modules.setdefault(module, {"name": module, "cases": {}, "group": "main", "artifact": {}})
            entry["cases"][case_id] = case
            now_s = now_s if case_status == "skipped" else until_s
        for entry in modules.values():
            entry |= {"status": worst(entry["cases"].values()), "start_time": start_s, "stop_time": now_s}
        is_failure = status in ("failed", "error")
        run = Run(
            seq=seq,
            plan=plan,
            process=chance.choices(PROCESSES, (9, 1))[0],
            part=f"PN-{plan[-1]}",
            serial=serial,
            revision=chance.choice(REVISIONS),
            stand_name=stand_name,
            stand_number=stand_number,
            batch=chance.choice(BATCHES),
            operator=chance.choice(OPERATORS),
            status=status,
            start_s=start_s,
            stop_s=now_s,
            failing_module=failing[0] if failing and is_failure else None,
            failing_case=failing[1] if failing and is_failure else None,
            message=message if is_failure else None,
        )
        self.runs.append(run)
        return document(run, modules)

    def _case(
        self,
        chance: random.Random,
        seq: int,
        place: tuple[str, str],
        specs: list[Spec],
        status: str,
        start_s: int,
        stop_s: int,
    ) -> dict:
        module, case_id = place
        measurements = []
        is_reached = status != "skipped"
        for index, spec in enumerate(specs if is_reached else ()):
            # What broke in the middle has not measured everything.
            if chance.random() < 0.06:
                continue
            lower, upper = chance.choice(spec.limits)
            value = spec.value(chance)
            result = None if (lower, upper) == (None, None) else is_inside(value, lower, upper)
            occurrence = sum(1 for done in measurements if done["name"] == spec.name)
            row = Measured(seq, module, case_id, spec.name, occurrence, spec.unit, value, result, lower, upper)
            self.values.append(row)
            measurements.append(measurement(row))
            assert index < len(specs)
        if is_reached:
            self.steps.append(Step(seq, module, case_id, status, start_s, stop_s))
        return {
            "status": status,
            "start_time": start_s if is_reached else None,
            "stop_time": stop_s if is_reached else None,
            "name": case_id,
            "assertion_msg": None,
            "msg": None,
            "measurements": measurements,
            "chart": None,
            "attempt": 1 if is_reached else 0,
            "group": "main",
            "artifact": {},
        }


def structure(chance: random.Random) -> dict[tuple[str, str], list[Spec]]:
    """The cases of a plan in their order, and what they measure."""
    return {
        (f"module_{module}", f"test_{case}"): chance.sample(SPECS, chance.randrange(1, 5))
        for module in range(2)
        for case in range(3)
    }


def is_inside(value: float, lower: float | None, upper: float | None) -> bool:
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def worst(cases: Iterator[dict]) -> str:
    statuses = {case["status"] for case in cases}
    return next((status for status in ("stopped", "error", "failed", "passed") if status in statuses), "skipped")


def measurement(row: Measured) -> dict:
    is_two_sided = row.lower is not None and row.upper is not None
    one_sided = "ge" if row.upper is None else "le"
    operation = "gele" if is_two_sided else None if row.lower is None and row.upper is None else one_sided
    return {
        "type": "numeric",
        "name": row.name,
        "operation": operation,
        "result": row.result,
        "value": row.value,
        "unit": row.unit or None,
        "comparison_value": None if is_two_sided or operation is None else row.lower if one_sided == "ge" else row.upper,
        "lower_limit": row.lower if is_two_sided else None,
        "upper_limit": row.upper if is_two_sided else None,
    }


def document(run: Run, modules: dict[str, dict]) -> dict:
    body = {
        "status": run.status,
        "start_time": run.start_s,
        "stop_time": run.stop_s,
        "name": run.plan,
        "rev": "localhost_8000",
        "id": "localhost_8000",
        "test_stand": {
            "hw_id": f"hw-{run.stand_name}",
            "name": run.stand_name,
            "revision": "1",
            "timezone": "Etc/UTC",
            "location": "Hall",
            "number": run.stand_number,
            "instruments": [],
            "drivers": {},
            "info": {},
        },
        "dut": {
            "name": "Board",
            "type": "PCBA",
            "serial_number": run.serial,
            "part_number": run.part,
            "revision": run.revision,
            "sub_units": [],
            # Two runs may be alike in everything else.
            "info": {"seq": str(run.seq)},
        },
        "process": {"name": run.process, "number": 1, "info": {}},
        "modules": modules,
        "artifact": {},
    }
    optional = {"user": run.operator, "batch_serial_number": run.batch}
    return body | {name: value for name, value in optional.items() if value is not None}
