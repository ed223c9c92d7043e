"""Makes ledger.xlsx with openpyxl: a ledger as an office keeps it, read by tests/http/ledger.rs.

A merged title, a unit below it, a heading in two rows with merged cells, days counted from 1904, blank lines, a row of
totals, a second sheet. Usage: make_ledger.py OUT. Its people are invented; their ID-card numbers carry the sequence 000.
"""

import datetime as dt
import sys

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel

book = Workbook()
book.epoch = CALENDAR_MAC_1904
sheet = book.active
sheet.title = "2021年"
sheet.append(["徐闻县劳动人事争议仲裁院2021年案件台账"])
sheet.merge_cells("A1:N1")
sheet.append([None] * 11 + ["金额单位：万元"])
sheet.append(["序号", "案 号", "立案日期", "申请人", None, None, "被申请人", "案由", "审理程序", "申请标的", "结案日期", "结案方式", "裁决/调解金额", "承办人"])
sheet.append([None, None, None, "姓名", "身份证号", "联系电话"])
for column in "ABCGHIJKLMN":
    sheet.merge_cells(f"{column}3:{column}4")
sheet.merge_cells("D3:F3")


def serial(*day):
    """The bare number under which a sheet of this book keeps a day."""
    return int(to_excel(dt.datetime(*day), epoch=CALENDAR_MAC_1904))


sheet.append([1, "徐劳人仲案字〔2021〕1号", dt.date(2021, 3, 5), "骆海生", "440825198701020004", 13800000001, "徐闻县某某农场", "工资", "简易", 2.175, dt.date(2021, 4, 1), "仲裁调解", 2, "陈某"])
sheet.append([])
sheet.append([2, "徐劳人仲案字〔2021〕2号", serial(2021, 3, 8), "戴玉梅、骆海生", "440825199003040002；440825198701020004", None, "湛江某某建筑公司", "工伤赔偿", "普通", "1.5万元", None, "在办", None, "陈某"])
sheet.append([3, "徐劳人仲案字〔2021〕3号", "2021.3.9", "某某幼儿园", None, "0759-4800000", "林某", "培训费", "简易", 0.3, serial(2021, 5, 6), "一裁终局", 0.28505, "/"])
sheet.append([None, "合计", None, None, None, None, None, None, None, "=SUM(J5:J8)", None, None, 2.28505, None])
other = book.create_sheet("2020年")
other.append(["见纸质台账"])
stamp = dt.datetime(2021, 12, 1)
book.properties.created = book.properties.modified = stamp
book.save(sys.argv[1])
