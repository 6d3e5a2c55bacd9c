#!/usr/bin/env bash
# Runs every test and ends with one line: N passed, N failed, N skipped. Arguments go to dotnet test.
set -uo pipefail
cd "$(dirname "$0")"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Muster.slnx -c Release "$@" 2>&1 | tee "$log"
code=${PIPESTATUS[0]}
count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$log" | tail -n 1 | grep . || echo 0; }
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
exit "$code"
