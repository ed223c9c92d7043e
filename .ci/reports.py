"""Opens the annual report and the workbook of the demo year as an office does: LibreOffice without a screen.

A test writes them into a folder (`SIKUAI_REPORT_FOLDER`). LibreOffice must print the DOCX with its text and its charts,
and must reckon every formula of the workbook to what the file says that it comes to. Exit code 1 if not.
"""

import csv
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONVERSION_SECONDS_MAX = 240
TEST = "the_demo_year_says_in_every_form_what_the_report_of_2021_says"
SAID = ["新受理71宗", "审结66宗", "结案率92.95%", "76.82万元", "项目32个", "367名劳动者", "综合得分：8.3分", "各月受理和结案（件）"]


def holds(good: bool, otherwise: object) -> None:
    if not good:
        raise SystemExit(f"reports: {otherwise}")


def convert(folder: Path, to: str, file: str, into: Path) -> None:
    # A profile of its own: another LibreOffice that runs would take the files over.
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    command += ["--outdir", str(into), str(folder / file)]
    subprocess.run(command, check=True, timeout=CONVERSION_SECONDS_MAX, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def printed(folder: Path) -> None:
    into = folder / "printed"
    convert(folder, "pdf", "report.docx", into)
    text = subprocess.run(["pdftotext", into / "report.pdf", "-"], check=True, capture_output=True, text=True).stdout
    text = "".join(text.split())
    for said in SAID:
        holds(said in text, f"{said} is not in what LibreOffice printed")
    pictures = subprocess.run(["pdftoppm", "-r", "40", into / "report.pdf", into / "page"], check=False)
    holds(pictures.returncode == 0, "the printed report has no pages")
    print(f"reports: LibreOffice printed {len(list(into.glob('page*')))} pages that say what was written")


def reckoned(folder: Path) -> None:
    into = folder / "reckoned"
    # Every sheet as a table of its own (the last -1), values as they are stored.
    convert(folder, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "report.xlsx", into)
    sheets = {file.stem.removeprefix("report-"): list(csv.reader(file.open(encoding="utf-8"))) for file in into.glob("*.csv")}
    rows = sheets["劳动争议处理情况"]
    by_name = {row[0]: row for row in rows if row}
    holds(by_name["受理"][1] == "71" and by_name["结案"][1] == "66", by_name)
    holds(by_name["按案由合计"][1] == "71" and by_name["按结案方式合计"][1] == "66", by_name)
    holds(by_name["结案率（%）"][1] == "92.95", by_name["结案率（%）"])
    differences = [row[3] for row in rows[3:] if len(row) > 3 and row[3]]
    holds(len(differences) > 25 and all(float(one) == 0 for one in differences), differences)
    mediated = sheets["调解情况（MA1）"]
    (total,) = [row for row in mediated if row and row[0] == "调解结案数"]
    listed = len([row for row in sheets["调解结案案件"] if row and row[0].isdigit()])
    holds(listed > 0 and total[1:4] == [str(listed), str(listed), "0"], (listed, total))
    ties = [row[3] for row in mediated[3:] if len(row) > 3 and row[3]]
    holds(len(ties) == 9 and all(float(one) == 0 for one in ties), ties)
    differences += ties
    national = [row[:3] for row in sheets["全国年鉴"]]
    holds(["期初未结 + 受理 − 结案 = 期末未结（差额）", "93", "0"] in national, national)
    print(f"reports: LibreOffice opened the workbook, {len(differences)} differences are nothing")


def stripped(folder: Path) -> None:
    """Takes out of the workbook what its formulas came to, so that whoever opens it must reckon them."""
    import re
    import zipfile

    source = folder / "report.xlsx"
    kept = folder / "kept.xlsx"
    source.rename(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(item, data)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sikuai-reports.") as name:
        folder = Path(name)
        command = ["cargo", "test", "--locked", "--quiet", "--test", "http", TEST]
        environment = {**os.environ, "SIKUAI_REPORT_FOLDER": str(folder)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        holds(done.returncode == 0, done.stdout + done.stderr)
        printed(folder)
        stripped(folder)
        reckoned(folder)


if __name__ == "__main__":
    main()
