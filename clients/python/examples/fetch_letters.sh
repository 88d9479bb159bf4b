#!/usr/bin/env bash
# Fetches the letter recognition data (Frey and Slate 1991, from the UCI repository) as one file of
# arrays, letters.npz:
#   fetch_letters.sh FOLDER
# The table comes from Debian's package r-cran-mlbench (GPL-2), whose checksum is checked. PYTHON
# names a Python that has NumPy and rdata (default python3; apt-get install python3-rdata).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_letters.sh FOLDER}"
# shellcheck source=clients/python/examples/fetch_deb.sh
source "$here/fetch_deb.sh"

mkdir -p "$folder"
cd "$folder"
fetch_deb r-cran-mlbench 2.1-3-1 2f1127f7b5e7d08703b13b52ef1976a0c355a7660d6ac575e29b87b13921bc06
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.letters \
  "$package/usr/lib/R/site-library/mlbench/data/LetterRecognition.rda" letters.npz
