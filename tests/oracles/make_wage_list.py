"""Makes wage-list.xlsx with openpyxl: a wage list as an office would type it, read by tests/http/wage_files.rs.

Usage: make_wage_list.py OUT. Its people are invented; their ID-card numbers carry the sequence 000.
"""

import datetime as dt
import sys

from openpyxl import Workbook

book = Workbook()
sheet = book.active
sheet.title = "工资表"
sheet.append(["徐闻县海港大道改造项目 农民工工资表"])
sheet.append([])
sheet.append(["序号", "姓 名", "身份证号 *", "工种", "开始日期", "结束日期", "出勤天数", "日工资（元）", "应发工资（元）", "已付工资", "备注"])
sheet.append([1, "骆海生", "440825198701020004", "钢筋工", dt.date(2021, 8, 1), dt.date(2021, 10, 31), 72.5, 300, 21750, 10000, "班组长"])
sheet.append([2, "戴玉梅", "440825199003040002", "泥水工", "2021/9/1", "2021.10.31", "50", "280.50", "14,025.00", None, None])
sheet.append([3, "骆海生", "440825198701020004", "钢筋工", dt.datetime(2021, 7, 1), dt.datetime(2021, 7, 31), None, None, 6000, 5000.1, None])
sheet.append([None, "合 计", None, None, None, None, None, None, "=SUM(I4:I6)", None, None])
stamp = dt.datetime(2021, 12, 1)
book.properties.created = book.properties.modified = stamp
book.save(sys.argv[1])
