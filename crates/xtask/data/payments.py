"""Holds our pain.001 against the published schema as sepaxml carries it, by xmlschema.

The message that the example prints is one; spoilt messages are none, so that a schema that lets
everything pass would be noticed. Count and control sum are added up anew. Called by
`cargo x payments`: MESSAGE
"""

import decimal
import pathlib
import sys

import sepaxml
import xmlschema

SCHEMA = pathlib.Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.03.xsd"
SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.03}"

SPOILT = {
    "no currency": (' Ccy="CNY"', ""),
    "an empty name": ("<Nm>李兰</Nm>", "<Nm></Nm>"),
    "three decimals of a sum": ("<CtrlSum>", "<CtrlSum>x"),
    "no account": ("<CdtrAcct>", "<CdtrAcct><Id/>"),
    "a reference that is too long": ("<MsgId>", "<MsgId>" + "0" * 36),
}


def main(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    schema = xmlschema.XMLSchema(str(SCHEMA))
    schema.validate(text)
    root = xmlschema.XMLResource(text).root
    amounts = [decimal.Decimal(e.text) for e in root.iter(SPACE + "InstdAmt")]
    for head in (SPACE + "GrpHdr", SPACE + "PmtInf"):
        head = next(root.iter(head))
        assert int(head.find(SPACE + "NbOfTxs").text) == len(amounts)
        assert decimal.Decimal(head.find(SPACE + "CtrlSum").text) == sum(amounts)
    for name, (was, becomes) in SPOILT.items():
        assert was in text, name
        assert not schema.is_valid(text.replace(was, becomes, 1)), name
    print(f"{len(amounts)} payments are valid, {len(SPOILT)} spoilt messages are not")


if __name__ == "__main__":
    main(sys.argv[1])
