"""Holds the JSON Schemas of `doudi pack schema` against an independent validator.

For every programme of a pack: the schema itself is one (2020-12); every worked example is a case by
it; a case with an unknown fact, a third decimal or no members is none, as `doudi decide` says too.
Called by `cargo x schemas`: DOUDI PACK LAYER...
"""

import copy
import json
import pathlib
import subprocess
import sys
import tomllib

import jsonschema


def examples(layers):
    """The cases of the worked examples by programme."""
    found = {}
    for layer in layers:
        for path in sorted(pathlib.Path(layer).rglob("*.toml")):
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            head = content.get("programme") or content.get("part") or content.get("amend")
            if not isinstance(head, dict):
                continue
            of = head.get("id") or head.get("programme")
            found.setdefault(of, []).extend(e["case"] for e in content.get("example", []))
    return found


def spoilt(case):
    """Cases that are none."""
    wrong = []
    for spoil in (
        lambda c: c["household"].__setitem__("no_such_fact", 1),
        lambda c: c["household"].__setitem__("members", []),
        lambda c: c["household"].pop("members"),
        lambda c: c["household"]["members"][0].pop("id"),
        lambda c: c["household"]["members"][0].__setitem__("birth_date", 19790201),
        lambda c: c.__setitem__("held", [{"programme": "x", "amount": 1.005}]),
        lambda c: c.__setitem__("household", None),
    ):
        other = copy.deepcopy(case)
        spoil(other)
        wrong.append(other)
    return wrong


def validator(doudi, *args):
    """The schema that a command writes, itself checked."""
    written = subprocess.run(
        [doudi, "pack", "schema", *args], capture_output=True, check=True, encoding="utf-8"
    )
    schema = json.loads(written.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def asked_only(case, schema):
    """A case without the facts that a programme does not ask for."""
    known = schema["properties"]["household"]["properties"]
    member = known["members"]["items"]["properties"]
    household = {k: v for k, v in case["household"].items() if k in known}
    household["members"] = [
        {k: v for k, v in one.items() if k in member} for one in household["members"]
    ]
    return {**case, "household": household}


def main(doudi, pack, *layers):
    failures, cases = [], 0
    programmes = {k: v for k, v in examples(layers).items() if v}
    every = validator(doudi, pack)
    for programme, own in sorted(programmes.items()):
        one = validator(doudi, pack, "--programme", programme)
        for case in own:
            cases += 1
            errors = [*every.iter_errors(case), *one.iter_errors(asked_only(case, one.schema))]
            failures.extend(f"{programme}: {e.json_path}: {e.message}" for e in errors)
        for wrong in spoilt(own[0]):
            if every.is_valid(wrong):
                shown = json.dumps(wrong, ensure_ascii=False)
                failures.append(f"{programme}: taken for a case: {shown}")
    print("\n".join(failures) or f"{len(programmes)} schemas and {cases} cases agree")
    return 1 if failures or not cases else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
