"""The King James Bible as characters, a document a chapter, in the form of ``brown``."""

import re
import sys
from typing import List

from examples.brown import write_documents

CHAPTERS = 1_189
_CHAPTER = re.compile(r"\S.* \d+")
_VERSE = re.compile(r" *\d+ +(.*)")


def convert(text: str, target: str) -> None:
    """Writes the chapters of what Debian's program ``bible`` prints, without the verses' numbers."""
    with open(text, encoding="ascii") as file:
        documents = chapters(file.read())
    if len(documents) != CHAPTERS:
        raise ValueError(f"{text} must have {CHAPTERS} chapters, found {len(documents)}")
    write_documents(documents, target)


def chapters(printed: str) -> List[str]:
    """The text of every chapter, a line a verse.

    A line that starts with a letter or a digit and ends with a number is a chapter's head; a line
    that starts with spaces and a number is a verse.
    """
    documents: List[str] = []
    for line in printed.splitlines():
        verse = _VERSE.fullmatch(line) if line.startswith(" ") else None
        if verse and documents:
            documents[-1] += verse.group(1).strip() + "\n"
        elif _CHAPTER.fullmatch(line):
            documents.append("")
        elif line.strip():
            raise ValueError(f"expected a chapter's head or a verse, found {line!r}")
    return documents


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
