"""The bare job with pandas (calamine reads, xlsxwriter writes): read the sheets, join them with the plan,
write every entry and a sum for each activity and source. No finding, no proof, one workbook.

    pip install pandas python-calamine xlsxwriter
    python tests/bench/peers/pandas_job.py target/tmp/bench/100000-30-5000-xlsx
"""

import sys
import time
from pathlib import Path

import pandas

folder = Path(sys.argv[1])
began = time.perf_counter()
plan = pandas.read_csv(folder / "plan.csv", sep=";", skiprows=2)
sheets = []
for path in sorted((folder / "received").glob("*.xlsx")):
    sheet = pandas.read_excel(path, header=3, engine="calamine", dtype={"Code": str})
    sheets.append(sheet.assign(File=path.name))
entries = pandas.concat(sheets, ignore_index=True)
keys = ["Code", "Source of funding"]
planned = plan.groupby(keys, as_index=False)["Amount (EUR)"].sum()
joined = entries.merge(planned, on=keys, how="left")
spent = joined.groupby(keys, as_index=False)["Spent (EUR)"].sum()
lines = planned.merge(spent, on=keys, how="outer")
with pandas.ExcelWriter(folder / "pandas.xlsx", engine="xlsxwriter") as out:
    lines.to_excel(out, sheet_name="Lines", index=False)
    joined.to_excel(out, sheet_name="Entries", index=False)
print(f"pandas: {time.perf_counter() - began:.2f} s, {len(joined)} entries")
