#!/bin/sh
# Attaches the files of a folder to the release of a tag, which is made where it is not there.
# Usage: attach.sh github|forgejo TAG FOLDER, in the environment of a job of that forge, with its token in TOKEN.
set -eu
forge=$1 tag=$2 folder=$3

# Forgejo and Gitea have one interface.
api=${GITHUB_API_URL:-}/repos/${GITHUB_REPOSITORY:-}/releases
call() { curl -fsS -H "Authorization: token $TOKEN" "$@"; }
first_id() { sed -n 's/^{"id":\([0-9]*\).*/\1/p'; }

case $forge in
  github)
    export GH_TOKEN="$TOKEN"
    gh release view "$tag" >/dev/null 2>&1 || gh release create "$tag" --verify-tag --generate-notes
    gh release upload "$tag" --clobber "$folder"/*
    ;;
  forgejo)
    id=$(call "$api/tags/$tag" 2>/dev/null | first_id || true)
    if [ -z "$id" ]; then
      made=$(printf '{"tag_name":"%s","name":"%s"}' "$tag" "$tag")
      id=$(call -H 'Content-Type: application/json' -d "$made" "$api" | first_id)
    fi
    for file in "$folder"/*; do
      call -F "attachment=@$file" "$api/$id/assets?name=$(basename "$file")" >/dev/null
    done
    ;;
  *) echo "no such forge: $forge" >&2; exit 2 ;;
esac
