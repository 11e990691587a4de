#!/bin/sh
# First inputs for the targets: right parts of every container, the samples, and what a folder of
# spreadsheets given as an argument holds below 100 kB. Nothing of it is kept in the repository.
set -eu
cd "$(dirname "$0")"
find ../../samples ../../templates "$@" -type f -size -100k \
    \( -iname '*.xls*' -o -iname '*.ods' -o -iname '*.csv' -o -iname '*.tsv' -o -iname '*.docx' -o -iname '*.txt' \) \
    -print0 | xargs -0 cargo run --quiet --release --example seeds --
# A plan as text goes behind an odd byte; sheets are decoded from any bytes.
mkdir -p corpus/plan corpus/grid corpus/whole
printf '\001' | cat - ../../samples/action-plan-2020/plan.txt > corpus/plan/plan.txt
head -c 4096 ../../samples/action-plan-2020/plan.docx > corpus/grid/noise
head -c 8192 ../../samples/action-plan-2020/plan.docx > corpus/whole/noise
