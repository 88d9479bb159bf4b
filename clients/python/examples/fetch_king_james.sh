#!/usr/bin/env bash
# Fetches the King James Bible (1611, public domain) as one file of characters, king-james.npz:
#   fetch_king_james.sh FOLDER
# The text and the program that unpacks it come from Debian's packages bible-kjv-text and bible-kjv,
# whose checksums are checked. PYTHON names a Python that has NumPy and PyTorch (default python3).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_king_james.sh FOLDER}"
# shellcheck source=clients/python/examples/fetch_deb.sh
source "$here/fetch_deb.sh"

mkdir -p "$folder"
cd "$folder"
fetch_deb bible-kjv-text 4.38 d61b6aad4c51ba9e2800b825325fa6a09e99a0d02a9bb6dc4724fcc4995a1b7a
fetch_deb bible-kjv 4.38 75a49c032a6efa9faa2beb4a9acb70974380122906329d0e100de36cc88ff02d
bible-kjv/usr/bin/bible -p "$PWD/bible-kjv-text/usr/lib" -l100000 gen1:1-rev22:21 >king-james.txt
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.king_james king-james.txt king-james.npz
