"""The benchmark's programme for zen-engine: the rules of `programme.toml` beside this file as a
decision of expressions, one household at a time, in whole fen so that both sides can be compared.
Its expressions take dates as text only, so that birthdays are given as year, month and day.

Usage: zen_rules.py HOUSEHOLDS OUT.bin  ->  one line of JSON on standard output.
"""

import json
import resource
import sys
import time

import numpy
import zen

from population import population

RULES = [
    ("standard", "rural ? 44000 : 58000"),
    ("limit", "$.standard * len(members) * 12"),
    ("income", "sum(map(members, (#.wage + #.pension) * 12 + #.farm_year))"),
    ("eligible", "$.income < $.limit and deposits <= $.limit"),
    ("fen", "floor((($.limit - $.income) * 2 + 12) / 24)"),
    ("aged", "map(members, {age: 2019 - #.year"
             " + ((#.month < 3 or (#.month == 3 and #.day <= 18)) ? 1 : 0), of: #})"),
    ("supplements", "sum(map($.aged,"
                    " ((#.age < 6 or #.of.student) ? 10000"
                    " : ((#.of.grade == 1 or #.of.grade == 2 or #.of.ill or #.age >= 70) ? 6000 : 0))"
                    " + (#.of.grade > 0 ? 4000 : 0)))"),
    ("payment", "$.eligible ? ceil($.fen / 100) * 100 + $.supplements : 0"),
]

GRAPH = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "household"},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {
            "expressions": [{"id": key, "key": key, "value": value} for key, value in RULES]}},
        {"id": "out", "type": "outputNode", "name": "payment"},
    ],
    "edges": [
        {"id": "a", "sourceId": "in", "targetId": "rules"},
        {"id": "b", "sourceId": "rules", "targetId": "out"},
    ],
}


def records(households):
    size, _, facts = population(households)
    birth = facts["birth_date"]
    years = birth.astype("datetime64[Y]")
    months = birth.astype("datetime64[M]")
    columns = {
        "year": years.astype(int) + 1970, "month": months.astype(int) % 12 + 1,
        "day": (birth - months).astype(int) + 1, "wage": facts["wage"], "pension": facts["pension"],
        "farm_year": facts["farm_year"], "grade": facts["disability_grade"],
        "ill": facts["seriously_ill"], "student": facts["student"],
    }
    columns = {name: column.tolist() for name, column in columns.items()}
    ends = numpy.cumsum(size).tolist()
    rural, deposits = facts["rural"].tolist(), facts["deposits"].tolist()
    start = 0
    for home, end in enumerate(ends):
        members = [{name: column[at] for name, column in columns.items()} for at in range(start, end)]
        yield {"rural": rural[home], "deposits": deposits[home], "members": members}
        start = end


def main():
    households, out = int(sys.argv[1]), sys.argv[2]
    cases = list(records(households))
    decision = zen.ZenEngine().create_decision(json.dumps(GRAPH))
    wall, cpu = time.perf_counter(), time.process_time()
    results = [decision.evaluate(case)["result"]["payment"] for case in cases]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    numpy.array(results).astype("<i8").tofile(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"wall": wall, "cpu": cpu, "peak_mb": peak}))


main()
