#!/bin/sh
# Runs the tests of fibers under valgrind, which must know each stack and find no error.
#
# Usage: runtime/tests/valgrind.sh   (from the project's root; needs valgrind)
set -eu
binary=$(cargo test --package runtime --test fiber --no-run --message-format=json |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p')
valgrind --quiet --error-exitcode=1 --suppressions=runtime/tests/valgrind.supp \
    "$binary" --test-threads=1 "$@"
