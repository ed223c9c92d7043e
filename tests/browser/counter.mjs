// The stories of the counter: from an application to an accepted case, finding it again, and what belongs to it; all with
// script switched off. Not here: the browser and its readers (`run.mjs`).

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOGS } from "./demo.mjs";

const CLERK = "chen.clerk";

export function counterStories({ reader, signIn, picture, holds }) {
  const quiet = { javaScriptEnabled: false };

  // A new application by keyboard, tried by Enter, recorded, its receipt printed, accepted.
  async function fromTheCounter(browser, demo) {
    const { page, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, CLERK);
    await page.click("nav >> text=收件");
    await picture(page, "counter");
    await page.selectOption("#f-cause", "remuneration");
    await page.fill("#fworker-0-name", "吴小满");
    await page.fill("#fworker-0-id_number", "440825199001010016");
    await page.fill("#fworker-0-phone", "13900008888");
    await page.fill("#femployer-0-name", "徐闻县黑石岭建材有限公司");
    await page.fill("#femployer-0-credit_code", "91350100M000100Y44");
    await page.selectOption("#fclaim-0-item", "wages");
    await page.fill("#fclaim-0-amount", "12,800");
    await page.press("#fclaim-0-amount", "Enter");
    for (const field of ["fworker-0-id_number", "femployer-0-credit_code"]) {
      const beside = await page.textContent(`#${field}-wrong`);
      holds(beside.includes("校验位"), `${field}: ${beside}`);
    }
    await picture(page, "counter-wrong");
    await page.fill("#fworker-0-id_number", "440825199608270003");
    await page.fill("#femployer-0-credit_code", "91350100M000100Y43");
    await page.press("#fclaim-0-amount", "Enter");
    const outlook = await page.textContent(".outlook");
    holds(outlook.includes("目前没有写入任何内容") || outlook.includes("以前的案件"), outlook);
    if (await page.locator("input[name=acknowledge]").count()) await page.check("input[name=acknowledge]");
    await picture(page, "counter-what-if");
    await page.click("button.main >> text=登记收件");
    await page.waitForSelector("article.sheet");
    const receipt = await page.textContent("article.sheet");
    for (const said of ["吴小满", "12,800.00 元", "接下来"]) holds(receipt.includes(said), `${said}: ${receipt}`);
    await picture(page, "receipt");
    await page.pdf({ path: join(LOGS, "browser", "receipt.pdf"), format: "A4", preferCSSPageSize: true });
    await page.click("text=打开案件");
    await page.click(`.acts a:text-is("受理")`);
    await page.selectOption("#f-procedure", "ordinary");
    await page.click("button.main >> text=登记");
    holds((await page.textContent("#entry-2")).includes("受理"), "it is not accepted");
    const address = new URL(page.url()).pathname;
    await close();
    return address;
  }

  // A collective dispute: the list is pasted, and a line of it is wrong.
  async function aPastedList(browser, demo) {
    const { page, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, CLERK);
    await page.goto("/cases/new");
    await page.selectOption("#f-cause", "remuneration");
    await page.fill("#fworker-0-name", "林某");
    await page.fill("#flines", "陈某\t440825199608270004\t13800000001\n黄某\t\t13800000002");
    await page.fill("#femployer-0-name", "徐闻县黑石岭建材有限公司");
    await page.selectOption("#fclaim-0-item", "wages");
    await page.fill("#fclaim-0-amount", "5000");
    await page.fill("#fclaim-0-claimant", "2");
    await page.click("p.buttons >> text=试算");
    const beside = await page.textContent("#flines-wrong");
    holds(beside.includes("第1行"), beside);
    await page.click("text=再加一项：劳动者");
    holds(page.url().endsWith("#fworker-more"), page.url());
    holds((await page.inputValue("#femployer-0-name")).length > 0, "what was typed is gone");
    await picture(page, "counter-list");
    await close();
  }

  // Finding a case by its filters and by words, and keeping the filters.
  async function findingACase(browser, demo) {
    const { page, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, CLERK);
    await page.click("nav >> text=案件");
    await picture(page, "cases");
    await page.click("summary >> text=筛选");
    await page.selectOption("#by-stage", "accepted");
    await page.click("button.main >> text=筛选");
    holds((await page.locator("tbody tr").count()) > 0, "the demo has no accepted case");
    await page.click("text=共有多少件？");
    holds(/共\s*\d+\s*件/.test(await page.textContent("main")), "it is not counted");
    await page.fill("#view-name", "已受理");
    await page.click("text=保存");
    holds((await page.textContent(".views")).includes("已受理"), "the view is not kept");
    await picture(page, "cases-filtered");
    const employer = await page.textContent("tbody tr:first-child td:nth-child(3)");
    await page.click("nav >> text=检索");
    await page.fill("#q", employer.trim().slice(0, 8));
    await page.press("#q", "Enter");
    holds((await page.textContent(".found")).includes(employer.trim().slice(0, 8)), "it is not found");
    await picture(page, "search");
    await close();
  }

  // A paper is made and downloaded, and a file brought and read.
  async function papersAndFiles(browser, demo, api) {
    const { page, close } = await reader(browser, demo, { ...quiet, acceptDownloads: true });
    await signIn(page, demo, CLERK);
    const today = await page.getAttribute("h1 time", "datetime");
    const id = await api.receive(today);
    await api.act(id, "acceptance", { on: today, procedure: "ordinary" });
    await page.goto(`/cases/${id}/papers`);
    await picture(page, "papers");
    await page.click("a >> text=受理通知书");
    await page.click("p.buttons >> text=试填");
    await picture(page, "paper");
    await page.click("button.main >> text=制作");
    await page.waitForSelector("text=文书已制作");
    const [paper] = await Promise.all([page.waitForEvent("download"), page.click("td a >> text=PDF")]);
    holds(paper.suggestedFilename().endsWith(".pdf"), paper.suggestedFilename());
    await page.goto(`/cases/${id}/files`);
    const evidence = join(LOGS, "browser", "证人证言.txt");
    writeFileSync(evidence, "证人证言\n");
    await page.selectOption("#material", "evidence");
    await page.setInputFiles("#file", evidence);
    await page.click("button.main >> text=上传");
    await page.waitForSelector("text=文件已收存");
    await picture(page, "files");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("td a >> text=证人证言")]);
    holds(file.suggestedFilename() === "证人证言.txt", file.suggestedFilename());
    await page.goto(`/cases/${id}`);
    holds((await page.textContent("#services ~ .warn, section[aria-labelledby=services]")).includes("未送达"), "what is not served is not said");
    await picture(page, "case-rooms");
    await close();
  }

  // The session ends while somebody types: nothing of it is lost.
  async function aSessionThatEnded(browser, demo, api) {
    const { page, context, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, CLERK);
    const today = await page.getAttribute("h1 time", "datetime");
    const id = await api.receive(today);
    await page.goto(`/cases/${id}/acts/acceptance`);
    await page.selectOption("#f-procedure", "ordinary");
    await page.fill("#f-reason", "材料齐全");
    const other = await context.newPage();
    await other.goto("/my-day");
    const [session] = (await context.cookies()).filter(({ name }) => name === "sikuai_session");
    await other.click("text=退出");
    await other.waitForSelector("#login");
    await context.addCookies([session]);
    await page.click("button.main >> text=登记");
    holds((await page.textContent("[role=alert]")).includes("您填写的内容还在"), "what was typed is not said to be kept");
    await picture(page, "signed-out");
    await page.fill("#login", CLERK);
    await page.fill("#password", demo.passwords.get(CLERK));
    await page.press("#password", "Enter");
    await page.click("text=接着办理（");
    holds((await page.inputValue("#f-procedure")) === "ordinary", "the choice is gone");
    holds((await page.inputValue("#f-reason")) === "材料齐全", "the reason is gone");
    holds((await api.ask("GET", `/cases/${id}/docket`)).body.items.length === 1, "it was recorded");
    await close();
  }

  return { fromTheCounter, stories: [
    ["from the counter to an accepted case, without script", fromTheCounter],
    ["a list of workers is pasted, without script", aPastedList],
    ["finding a case, without script", findingACase],
    ["papers and files, without script", papersAndFiles],
    ["a session that ended loses nothing, without script", aSessionThatEnded],
  ] };
}
