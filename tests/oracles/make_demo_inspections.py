"""Writes data/demo-2021-inspections.json: the inspections of the demo year. Deterministic; run it and read the diff.

Invented throughout: ID-card numbers carry the sequence 000, which no one is given, and a right check digit.
What it must add up to stands in the report of 2021, section one (six) 2, and is asserted here.
"""

import datetime as dt
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).parents[2]
WORKERS = [5, 8, 9, 12, 14, 15, 16, 18, 20, 22, 24, 26, 30, 36, 48, 64]
TOTAL_YUAN = 9_720_000
OFF, WORKED = set(), set()
for year in (2020, 2021):
    notice = json.loads((ROOT / f"data/calendars/{year}.json").read_text(encoding="utf-8"))
    OFF |= {d["on"] for d in notice["off"]}
    WORKED |= {d["on"] for d in notice["working"]}


def works(day):
    return day.isoformat() in WORKED or (day.weekday() < 5 and day.isoformat() not in OFF)


def after(day, n):
    """The n-th working day after a day."""
    while n:
        day += dt.timedelta(days=1)
        n -= works(day)
    return day


TAKEN = set(re.findall(r'"id_number": "(\d{17}[\dX])"', (ROOT / "data/demo-2021.json").read_text(encoding="utf-8")))
SURNAMES = "陈林黄李吴张郑王何梁许邓符谭蔡钟戴苏叶骆庄杨洪冯麦程温卢曾彭"
GIVEN = "海生 国强 秀兰 建平 玉梅 志明 春花 永福 丽娟 德胜 小红 文斌 月英 康养 亚妹 成才 桂芳 金龙 少华 水清".split()
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def id_number(n):
    """The n-th invented number: a birth date of its own, sequence 000."""
    born = dt.date(1966, 1, 3) + dt.timedelta(days=37 * n)
    digits = f"440825{born:%Y%m%d}000"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS)) % 11]


def people():
    n = 0
    while True:
        number = id_number(n)
        if number not in TAKEN:
            yield {"name": SURNAMES[n % len(SURNAMES)] + GIVEN[(n * 7 + n // len(SURNAMES)) % len(GIVEN)],
                   "id_number": number}
        n += 1


PLACES = "徐城 曲界 前山 西连 迈陈 海安 下桥 龙塘 锦和 和安 新寮 南山 城北 角尾 五里 大黄".split()
WORKS = ["安置房", "中学教学楼", "卫生院住院楼", "冷链物流园", "县道改建", "灌区改造", "商住小区", "污水处理厂"]
OWNERS = ["徐闻县住房和城乡建设局", "徐闻县教育局", "徐闻县卫生健康局", "徐闻县交通运输局"]


def project(n):
    government = n % 3 != 0
    name = f"{PLACES[n % len(PLACES)]}镇{WORKS[n % len(WORKS)]}{'一期' if n < 16 else '二期'}工程"
    return {"engineering": True, "name": name,
            "owner": OWNERS[n % 4] if government else f"徐闻县{PLACES[n % len(PLACES)]}置业有限公司",
            "general_contractor": f"湛江市第{'一二三四五六七八'[n % 8]}建筑工程公司",
            "subcontractor": f"徐闻县{PLACES[(n + 5) % len(PLACES)]}劳务服务部",
            "authority": "徐闻县住房和城乡建设局" if n % 8 not in (4, 5) else "徐闻县交通运输局",
            "funding": "government" if government else "private",
            "special_account": n not in (6, 22), "deposit": 0 if n == 14 else 20_000_000 + 1_000_000 * (n % 5),
            "real_name_system": n != 29, "general_contractor_pays": True}


def employer(no, name):
    return {"no": no, "side": "respondent", "who": {"employer": {"name": name, "kind": "private", "industry": "E"}}}


def act(kind, on, data, by="deng.inspector"):
    assert works(on), on
    return {"act": kind, "on": on.isoformat(), "by": by, "data": data}


HAZARDS = {6: ("special_account", "工资专用账户未开设", "已在开户银行补办专用账户"),
           14: ("deposit", "工资保证金未存储", "已足额存储工资保证金"),
           22: ("special_account", "专用账户开设后未按月拨付", "建设单位已补拨人工费用"),
           29: ("real_name_system", "实名制考勤设备未启用", "考勤设备已启用并补录")}


def inspections():
    """Thirty-two projects, four with a hazard each."""
    for n in range(32):
        day = after(dt.date(2021, 1, 10), 1 + 6 * n + n % 4)
        made = project(n)
        found = HAZARDS.get(n)
        hazards = [{"kind": found[0], "description": found[1]}] if found else []
        acts = [act("inspection_receipt", day, {
                    "channel": "counter", "source": "own_inspection", "cause": "remuneration",
                    "parties": [employer(1, made["general_contractor"])], "project": made}),
                act("project_inspection", day, {"hazards": hazards})]
        if found:
            acts += [act("inspection_opening", after(day, 1), {}),
                     act("hazard_resolution", after(day, 8), {"hazard": 1, "measure": found[2]}),
                     act("inspection_closing", after(day, 9), {"outcome": "hazards_resolved"})]
            note = "A project inspected: one hazard, resolved."
        else:
            acts.append(act("inspection_closing", after(day, 1), {"outcome": "clean"}))
            note = "A project inspected: nothing found."
        yield {"note": note, "acts": acts}


def month(first, n):
    """The first and the last day of the n-th month after the first."""
    y, m = divmod(first.month - 1 + n, 12)
    start = first.replace(year=first.year + y, month=m + 1, day=1)
    y, m = divmod(start.month, 12)
    return start, start.replace(year=start.year + y, month=m + 1, day=1) - dt.timedelta(days=1)


def amounts():
    """What each of the 367 workers is owed, in yuan: all of it is recovered."""
    count = sum(WORKERS)
    list_ = [26_000 + (i * 7_919) % 9_000 - 4_500 for i in range(count)]
    short = TOTAL_YUAN - sum(list_)
    step, rest = divmod(abs(short), count)
    sign = 1 if short > 0 else -1
    list_ = [a + sign * (step + (i < rest)) for i, a in enumerate(list_)]
    assert sum(list_) == TOTAL_YUAN and min(list_) > 15_000, list_
    return list_


JOBS = ["木工", "钢筋工", "泥水工", "架子工", "电工", "杂工"]


def disputes(invented):
    """Sixteen disputes: 367 workers get CNY 9,720,000."""
    owed, sources = iter(amounts()), ["complaint", "arrears_platform", "hotline", "complaint"]
    for n, size in enumerate(WORKERS):
        day = after(dt.date(2021, 1, 14), 12 * n + 2)
        opened = after(day, 1 + n % 3)
        source = sources[n % 4]
        names = [next(invented) for _ in range(size)]
        company = employer(1, f"湛江市第{'一二三四五六七八'[n % 8]}建筑工程公司徐闻分公司")
        party = lambda no: {"no": no, "side": "applicant", "who": {"worker": names[no - 2]}}
        lead = [party(no) for no in range(2, 2 + (3 if source == "complaint" else 1))]
        receipt = {"channel": "counter" if source == "complaint" else "online", "source": source,
                   "cause": "remuneration", "parties": [company] + lead, "project": project((3 * n + 1) % 32)}
        if size >= 10 and source == "complaint":
            receipt["representatives"] = [p["no"] for p in lead]
        first = month(day.replace(day=1), -3)[0]
        lines = []
        sums = [next(owed) for _ in range(size)]
        for i, yuan in enumerate(sums):
            start, end = first, month(first, 2)[1]
            paid = 3_000 * (1 + (n + i) % 3)
            lines.append({"worker": i + 2, "job": JOBS[i % len(JOBS)], "from": start.isoformat(), "to": end.isoformat(),
                          "days_tenths": 600 + 5 * (i % 30), "rate": 30_000 + 1_000 * (i % 8),
                          "due": (yuan + paid) * 100, "paid": paid * 100, "owed": yuan * 100})
        listed = after(opened, 3)
        acts = [act("inspection_receipt", day, receipt, "chen.clerk" if source == "complaint" else "deng.inspector"),
                act("inspection_opening", opened, {}),
                act("wage_list", listed, {"parties": [party(no) for no in range(2 + len(lead), 2 + size)],
                                          "lines": lines})]
        each = [{"worker": i + 2, "amount": yuan * 100} for i, yuan in enumerate(sums)]
        if size == 64:
            acts.append(act("mass_incident", listed, {"people": 40}))
        if n % 2:
            ordered = after(listed, 2)
            acts += [act("payment_order", ordered, {"number": f"徐人社监令〔2021〕{n + 1}号",
                                                    "pay_by": after(ordered, 10).isoformat()}),
                     act("inspection_delivery", after(ordered, 1), {"paper": len(acts) + 1, "party": 1,
                                                                     "manner": "direct"})]
            half = size // 2
            acts += [act("wage_payment", after(ordered, 6), {"payments": each[:half]}),
                     act("wage_payment", after(ordered, 9), {"payments": each[half:]})]
            end = after(ordered, 11)
        else:
            acts.append(act("wage_payment", after(listed, 6), {"payments": each}))
            end = after(listed, 8)
        acts.append(act("inspection_closing", end, {"outcome": "paid"}))
        assert acts[-1]["on"] <= "2021-12-10", acts[-1]
        yield {"note": f"A dispute over the wages of {size} workers, coordinated and paid.", "acts": acts}


def others(invented):
    """What is in no figure: refused, passed on, and still open."""
    worker = lambda: {"no": 2, "side": "applicant", "who": {"worker": next(invented)}}
    base = lambda source, **more: {"channel": "counter", "source": source, "cause": "remuneration",
                                   "parties": [employer(1, "徐闻县城北装饰工程部"), worker()], **more}
    day = dt.date(2021, 5, 17)
    yield {"note": "A complaint of what the commission has already: not accepted.", "acts": [
        act("inspection_receipt", day, base("complaint", also_before="arbitration")),
        act("inspection_refusal", after(day, 2), {"ground": "before_another_forum"})]}
    day = dt.date(2021, 8, 9)
    yield {"note": "A report about an employer of another county: passed on.", "acts": [
        act("inspection_receipt", day, base("report")),
        act("inspection_redirection", after(day, 3), {"to": "雷州市人力资源和社会保障局"})]}
    day = dt.date(2021, 11, 22)
    lines = [{"worker": 2, "from": "2021-09-01", "to": "2021-10-31", "due": 1_180_000, "paid": 0, "owed": 1_180_000}]
    yield {"note": "A complaint under investigation: an audit of the accounts has been commissioned.", "acts": [
        act("inspection_receipt", day, base("complaint", project=project(9))),
        act("inspection_opening", after(day, 2), {}),
        act("wage_list", after(day, 4), {"lines": lines}),
        act("inspection_commission", after(day, 7), {"kind": "audit", "body": "湛江某会计师事务所"})]}


def main():
    invented = people()
    cases = list(inspections()) + list(disputes(invented)) + list(others(invented))
    cases.sort(key=lambda case: case["acts"][0]["on"])
    acts = lambda kind: [a for case in cases for a in case["acts"] if a["act"] == kind]
    assert len(acts("project_inspection")) == 32 and sum(len(a["data"]["hazards"]) for a in acts("project_inspection")) == 4
    paid = [p for a in acts("wage_payment") for p in a["data"]["payments"]]
    assert sum(WORKERS) == 367 == len(paid) and sum(p["amount"] for p in paid) == TOTAL_YUAN * 100
    dump = lambda value: json.dumps(value, ensure_ascii=False)
    blocks = []
    for case in cases:
        lines = ",\n".join("    " + dump(a) for a in case["acts"])
        blocks.append(f'{{ "note": {dump(case["note"])}, "acts": [\n{lines}\n  ] }}')
    text = '{\n"cases": [\n' + ",\n".join(blocks) + "\n]\n}\n"
    json.loads(text)
    (ROOT / "data/demo-2021-inspections.json").write_text(text, encoding="utf-8")


main()
