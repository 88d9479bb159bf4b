# What the scripts here that fetch data out of Debian's packages share.
# shellcheck shell=bash

# fetch_deb NAME VERSION CHECKSUM: the Debian package NAME=VERSION in this folder, its SHA-256 checked
# and its files laid out in NAME; sets package to that folder.
fetch_deb() {
  local file found
  file="$(find . -maxdepth 1 -name "$1_$2_*.deb" -print -quit)"
  if [[ -z "$file" ]]; then
    apt-get -q download "$1=$2" >/dev/null
    file="$(find . -maxdepth 1 -name "$1_$2_*.deb" -print -quit)"
  fi
  found="$(sha256sum "$file" | cut -d ' ' -f 1)"
  if [[ "$found" != "$3" ]]; then
    echo "$(basename "$0" .sh): $file has checksum $found, expected $3" >&2
    exit 1
  fi
  package="$1"
  rm -rf "$package"
  dpkg-deb -x "$file" "$package"
}
