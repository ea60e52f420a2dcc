#!/bin/sh
# Every file of the corpus goes through its reader: no crash, no hang.
set -eu
top=${srcdir:-.}
for corpus in "$top"/tests/fuzz/corpus/*; do
    name=${corpus##*/}
    "${CIRCLET_BUILD:-.}/tests/fuzz/fuzz_$name" "$corpus"/*
done
