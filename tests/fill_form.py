"""Fills cells of a workbook with openpyxl, as a script of an institution would.

In: a workbook, where to write it, and a list of [sheet, cell, kind, value] as JSON, where kind is text,
number or date. Out: the same workbook with these cells filled. Never anything else.
"""

import datetime
import json
import sys
from decimal import Decimal

import openpyxl


def typed(kind, value):
    if kind == "number":
        return Decimal(value)
    if kind == "date":
        return datetime.date.fromisoformat(value)
    return value


given, written, cells = sys.argv[1:]
book = openpyxl.load_workbook(given)
for sheet, cell, kind, value in json.loads(cells):
    target = book[sheet][cell]
    if target.protection.locked and book[sheet].protection.sheet:
        sys.exit(f"{sheet}!{cell} is locked")
    target.value = typed(kind, value)
book.save(written)
