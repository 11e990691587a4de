"""The bare job with polars (calamine reads, xlsxwriter writes): read the sheets, join them with the plan,
write every entry and a sum for each activity and source. No finding, no proof, one workbook.

    pip install polars fastexcel xlsxwriter
    python tests/bench/peers/polars_job.py target/tmp/bench/100000-30-5000-xlsx
"""

import sys
import time
from pathlib import Path

import polars
import xlsxwriter

folder = Path(sys.argv[1])
began = time.perf_counter()
plan = polars.read_csv(folder / "plan.csv", separator=";", skip_lines=2, infer_schema_length=None)
sheets = []
for path in sorted((folder / "received").glob("*.xlsx")):
    sheet = polars.read_excel(
        path, engine="calamine", read_options={"header_row": 3}, schema_overrides={"Code": polars.String}
    )
    sheets.append(sheet.with_columns(polars.lit(path.name).alias("File")))
entries = polars.concat(sheets, how="vertical_relaxed")
keys = ["Code", "Source of funding"]
planned = plan.group_by(keys).agg(polars.col("Amount (EUR)").sum())
joined = entries.join(planned, on=keys, how="left")
spent = joined.group_by(keys).agg(polars.col("Spent (EUR)").sum())
lines = planned.join(spent, on=keys, how="full", coalesce=True).sort(keys)
with xlsxwriter.Workbook(folder / "polars.xlsx") as out:
    lines.write_excel(out, worksheet="Lines")
    joined.write_excel(out, worksheet="Entries")
print(f"polars: {time.perf_counter() - began:.2f} s, {len(joined)} entries")
