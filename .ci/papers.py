"""Reads the papers that the tests write as other programs do: python-docx, and LibreOffice without a screen.

A test writes them into a folder (`SIKUAI_PAPERS_FOLDER`). python-docx must find the paragraphs, tables, fonts, header
and footer; LibreOffice must make a PDF of each, whose text must say the same, on so many pages; and what LibreOffice
saves again as DOCX must be a template to us. Every template that is shipped, saved again by LibreOffice, must be taken with
all its fields and make the papers that it made before. Exit code 1 if not.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

ROOT = Path(__file__).resolve().parent.parent
CONVERSION_SECONDS_MAX = 240
ROWS = 400
KINDS = len(list((ROOT / "data" / "papers").glob("*.txt")))
SAVED_AS = "docx:MS Word 2007 XML"


def holds(good: bool, otherwise: object) -> None:
    if not good:
        raise SystemExit(f"papers: {otherwise}")


def run_test(name: str, folder: Path) -> None:
    command = ["cargo", "test", "--locked", "--quiet", "--test", "papers", name]
    environment = {**os.environ, "SIKUAI_PAPERS_FOLDER": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    holds(done.returncode == 0, done.stdout + done.stderr)


def convert(folder: Path, to: str, into: Path, files: list[Path]) -> None:
    # A profile of its own: another LibreOffice that runs would take the files over.
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    command += ["--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, timeout=CONVERSION_SECONDS_MAX, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read_long(folder: Path) -> None:
    document = Document(folder / "long.docx")
    (table,) = document.tables
    holds(len(table.rows) == ROWS + 2, f"{len(table.rows)} rows")
    holds([cell.text for cell in table.rows[0].cells] == ["序号", "事项", "金额"], "the head of the table")
    last = table.rows[ROWS]
    holds(last.cells[2].text == f"{ROWS},000.00元", last.cells[2].text)
    total = table.rows[ROWS + 1].cells
    holds(total[0]._tc is total[1]._tc and total[0].text == "合计", "the merged cell")
    holds(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head does not stand again")
    title, number = document.paragraphs[:2]
    holds(title.text == "裁 决 书" and title.runs[0].bold and title.runs[0].font.size.pt == 22, title.text)
    holds(title.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体", "the font of the title")
    holds(number.text == "徐劳人仲案〔2026〕12号", number.text)
    section = document.sections[0]
    holds(section.header.paragraphs[0].text == "劳动人事争议仲裁委员会", "the header")
    codes = [element.text.strip() for element in section.footer._element.iter(qn("w:instrText"))]
    holds(codes == ["PAGE", "NUMPAGES"], codes)


def read_everything(folder: Path) -> None:
    document = Document(folder / "everything.docx")
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    holds(texts == ["标题二号", "小标题三号", "居中", "右对齐", "顶格<&>", "首行缩进两字，加粗文字。", "第二页。"], texts)
    body = document.paragraphs[5]
    holds(body.paragraph_format.first_line_indent.pt == 32 and body.paragraph_format.line_spacing.pt == 28, "the body")
    holds([run.bold for run in body.runs] == [None, True, None], "bold")


def printed(pdf: Path) -> list[str]:
    """The text of each page, without spaces: how letters are set apart is the converter's."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in text.split("\f")[:-1]]


def read_printed(folder: Path) -> None:
    convert(folder, "pdf", folder, [folder / "long.docx", folder / "everything.docx"])
    pages = printed(folder / "everything.pdf")
    holds(len(pages) == 2, f"{len(pages)} pages")
    for no, page in enumerate(pages, start=1):
        holds(page.startswith("页眉文字") and page.endswith(f"—{no}/2—"), page)
    for said in ["标题二号", "小标题三号", "顶格<&>", "首行缩进两字，加粗文字。", "跨两列"]:
        holds(said in pages[0], f"{said} is not on the first page: {pages[0]}")
    holds("第二页。" in pages[1], pages[1])
    pages = printed(folder / "long.pdf")
    holds("以上裁决为终局裁决。" in pages[-1] and pages[-1].endswith(f"第{len(pages)}页共{len(pages)}页"), pages[-1])
    holds(all("序号事项金额" in page for page in pages[:-1]), "the head of the table is not on each page")
    holds(f"{ROWS},000.00元" in "".join(pages), "the last row is not printed")
    print(f"papers: LibreOffice printed {len(pages)} + 2 pages that say what was written")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sikuai-papers.") as name:
        folder = Path(name)
        run_test("papers_for_other_readers_are_written", folder)
        read_long(folder)
        read_everything(folder)
        print("papers: python-docx reads what was written")
        read_printed(folder)
        again = folder / "again"
        again.mkdir()
        convert(folder, SAVED_AS, again, [folder / "long.docx", folder / "everything.docx"])
        run_test("papers_that_others_saved_again_are_read", again)
        print("papers: what LibreOffice saves again is read")
        run_test("templates_for_other_editors_are_written", folder)
        templates = sorted(folder.glob("template-*.docx"))
        convert(folder, SAVED_AS, again, templates)
        changed = [it for it in templates if (again / it.name).read_bytes() != it.read_bytes()]
        holds(len(templates) == KINDS and changed == templates, f"{len(changed)} of {len(templates)} templates were saved anew")
        run_test("templates_that_others_saved_again_make_the_same_papers", again)
        print(f"papers: {len(templates)} templates that LibreOffice saved again make the same papers")


if __name__ == "__main__":
    main()
