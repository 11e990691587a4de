"""The bare job with DuckDB and its excel extension: read the sheets, join them with the plan, write every
entry and a sum for each activity and source. No finding, no proof, no formats, one table a file.

    pip install duckdb
    python tests/bench/peers/duckdb_job.py target/tmp/bench/100000-30-5000-xlsx
"""

import sys
import time
from pathlib import Path

import duckdb

folder = Path(sys.argv[1])
began = time.perf_counter()
db = duckdb.connect()
db.sql("INSTALL excel")
db.sql("LOAD excel")
db.sql(f"CREATE TABLE plan AS FROM read_csv('{folder}/plan.csv', delim=';', skip=2, all_varchar=true)")
for number, path in enumerate(sorted((folder / "received").glob("*.xlsx"))):
    make = "CREATE TABLE entries AS" if number == 0 else "INSERT INTO entries"
    db.sql(
        f"{make} SELECT *, '{path.name}' AS file "
        f"FROM read_xlsx('{path}', range='A4:H1048576', header=true, all_varchar=true, stop_at_empty=true)"
    )
db.sql(
    """CREATE TABLE lines AS SELECT "Code", "Source of funding", sum("Amount (EUR)"::DECIMAL(18,2)) AS planned
       FROM plan GROUP BY ALL"""
)
db.sql('CREATE TABLE joined AS FROM entries LEFT JOIN lines USING ("Code", "Source of funding")')
db.sql(
    """CREATE TABLE sums AS SELECT "Code", "Source of funding", any_value(planned) AS planned,
       sum("Spent (EUR)"::DECIMAL(18,2)) AS spent FROM joined GROUP BY ALL ORDER BY ALL"""
)
db.sql(f"COPY joined TO '{folder}/duckdb-entries.xlsx' (FORMAT xlsx, HEADER true)")
db.sql(f"COPY sums TO '{folder}/duckdb-lines.xlsx' (FORMAT xlsx, HEADER true)")
print(f"DuckDB: {time.perf_counter() - began:.2f} s, {db.sql('SELECT count(*) FROM joined').fetchone()[0]} entries")
