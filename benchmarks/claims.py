"""How well figures are found in documents, and how fast: Serai beside quantulum3.

    .venv/bin/python benchmarks/claims.py [--quantulum3 PYTHON] [--rounds 9] [--errors 20]

Scores both on the gold of five reports with `claims_score.py`; gold, texts and scorer are in
SERAI_SHARED (default ../shared). A claim counts at L1 with the right value in the right sentence,
at L2 with the qualifier as well, at L3 with the head noun, percent or currency as well.

quantulum3 gives numbers and physical units only, so it gets the same glue: its number is looked up
in the list of qualifiers, and the counted noun is the head of the phrase behind it, both by Serai's
own tables. It is no dependency; PYTHON is the interpreter of an environment that has it.

Documents a second: the median of the rounds, on one core, all of the engine (blocks, sentences,
dates, figures, context), texts in memory, tables loaded. Time is CPU time of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from serai.engines.claims.compiled import compiled
from serai.engines.claims.extraction import extract_figures
from serai.engines.claims.nouns import noun_phrase
from serai.engines.claims.text import CanonicalText
from serai.engines.claims.tokens import tokenize

SHARED = Path(os.environ.get("SERAI_SHARED") or Path(__file__).resolve().parents[2] / "shared")
GOLD = SHARED / "data" / "claims-gold-seeds.jsonl"

INSTALL = """\
quantulum3 was not measured: name an interpreter that has it.
    python3 -m venv /tmp/quantulum3 && /tmp/quantulum3/bin/pip install quantulum3 setuptools
    .venv/bin/python benchmarks/claims.py --quantulum3 /tmp/quantulum3/bin/python"""

PEER = """
import json, sys, time
from quantulum3 import parser
texts, rounds = json.load(sys.stdin)
parser.parse("5 metres")
times = []
for _ in range(rounds):
    started = time.process_time()
    found = {name: parser.parse(text) for name, text in texts.items()}
    times.append(time.process_time() - started)
json.dump([times, {name: [[q.span[0], q.span[1], q.value, q.unit.name, q.unit.entity.name]
                          for q in quantities] for name, quantities in found.items()}], sys.stdout)
"""

Prediction = dict[str, Any]


def scorer() -> ModuleType:
    """The scorer that the gold comes with."""
    sys.path.insert(0, str(SHARED / "benchmarks"))
    import claims_score  # type: ignore[import-not-found]

    return claims_score


def ours(name: str, text: str) -> list[Prediction]:
    return [
        {
            "doc": name, "expr": text[each.start : each.end],
            "expr_start": each.start, "expr_end": each.end,
            "value": each.value, "value_max": each.value_max,
            "qualifier": each.qualifier, "unit": each.unit,
            "sent_start": each.sentence_start, "sent_end": each.sentence_end,
        }
        for each in extract_figures(CanonicalText(text))
    ]  # fmt: skip


def glued(name: str, text: str, quantities: Iterable[list[Any]]) -> list[Prediction]:
    """quantulum3's numbers with a qualifier and a counted noun from Serai's tables."""
    canonical = CanonicalText(text)
    tables = compiled("en")
    predictions = []
    for start, end, value, named, entity in quantities:
        sentence = canonical.sentence_at(start)
        if sentence is None:
            continue
        tokens = tokenize(canonical.flat, sentence.start, sentence.end, tables.language)
        first = next((i for i, token in enumerate(tokens) if token.end > start), len(tokens))
        behind = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens))
        length = tables.before.before(tokens, first)
        qualifier = tables.before.value(tokens, first - length, length) if length else "exact"
        if entity == "currency":
            unit = tables.language.currencies.get(named, named)
        elif named == "percentage":
            unit = "%"
        elif entity == "dimensionless":
            phrase = noun_phrase(tokens, behind, tables.language)
            if phrase is None:
                continue  # a bare number, a year mostly, counts nothing
            unit = phrase.unit
        else:
            unit = named
        predictions.append(
            {"doc": name, "expr": text[start:end], "expr_start": start, "expr_end": end,
             "value": value, "value_max": None, "qualifier": qualifier, "unit": unit}
        )  # fmt: skip
    return predictions


def peer(python: Path, texts: dict[str, str], rounds: int) -> tuple[list[float], list[Prediction]]:
    run = subprocess.run(
        [python, "-W", "ignore", "-c", PEER],
        input=json.dumps([texts, rounds]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        raise SystemExit(f"quantulum3 did not run:\n{run.stderr.strip()[-800:]}\n{INSTALL}")
    times, found = json.loads(run.stdout.splitlines()[-1])
    return times, [p for name, text in texts.items() for p in glued(name, text, found[name])]


def timed(rounds: int, work: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return times


def print_row(system: str, levels: dict[str, list[float]], rate: float) -> None:
    cells = "  ".join(
        f"{precision:5.3f} {recall:5.3f} {f1:5.3f}"
        for name, (_hits, precision, recall, f1) in levels.items()
        if name != "L0 span"
    )
    print(f"{system:<22}  {cells}  {rate:8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quantulum3", type=Path, metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--errors", type=int, default=0, help="print so many of our errors")
    arguments = parser.parse_args()
    if not GOLD.is_file():
        raise SystemExit(f"{GOLD} is missing: set SERAI_SHARED to where gold and scorer are.")
    score = scorer()
    gold = score.read(GOLD)
    names = [record["doc"] for record in gold if record["type"] == "doc"]
    texts = {name: (SHARED / "seeds" / name).read_bytes().decode() for name in names}

    predictions = [p for name, text in texts.items() for p in ours(name, text)]
    times = timed(arguments.rounds, lambda: [ours(name, text) for name, text in texts.items()])
    out, errors = score.score(gold, predictions)
    print(f"{len(texts)} documents, {sum(map(len, texts.values())):,} characters, "
          f"{out['gold']} claims demanded; precision, recall, F1 at each level\n")  # fmt: skip
    print(
        f"{'system':<22}  {'L1 value':<17}  {'L2 qualifier':<17}  {'L3 claim':<17}  {'docs/s':>8}"
    )
    print_row("serai", out["levels"], len(texts) / statistics.median(times))
    if arguments.quantulum3:
        rounds = min(arguments.rounds, 3)
        peer_times, peer_predictions = peer(arguments.quantulum3, texts, rounds)
        peer_out, _errors = score.score(gold, peer_predictions)
        rate = len(texts) / statistics.median(peer_times)
        print_row("quantulum3 with glue", peer_out["levels"], rate)
    else:
        print(f"\n{INSTALL}")
    for kind, wanted, found in errors[: arguments.errors]:
        print(f"  {kind}: {(wanted or found)['expr']!r} {wanted and wanted['unit']} {found}")


if __name__ == "__main__":
    main()
