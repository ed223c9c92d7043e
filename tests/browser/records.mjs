// The stories of what an office keeps in tables: a ledger that is brought, mended and committed, an indicator that is entered, the
// annual report; clicked through with script switched off. Not here: what the stories share (`run.mjs`).

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOGS } from "./demo.mjs";

const CLERK = "chen.clerk";
const SUPERVISOR = "cai.supervisor";
// One good row, one closed before it was accepted, one without an employer.
const LEDGER = `案号,受理日期,申请人,被申请人,案由,结案日期,结案方式,备注
徐劳人仲案字〔2019〕7号,2019-03-05,符永祥,徐闻县红壤农机服务部,追索劳动报酬,2019-04-10,调解,已结
徐劳人仲案字〔2019〕8号,2019-03-06,李四,湛江某某有限公司,追索劳动报酬,2019-02-01,调解,
徐劳人仲案字〔2019〕9号,2019-03-07,王五,,追索劳动报酬,2019-04-20,调解,
`;

export async function recordStories({ browser, demo, story, ...tools }) {
  await story("a ledger is brought, mended, sent again and committed, without script", () => aLedger(browser, demo, tools));
  await story("an indicator and the annual report, without script", () => aReport(browser, demo, tools));
}

async function aLedger(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, CLERK);
  await page.click("nav >> text=台账");
  await picture(page, "ledgers");
  await bring(page, "台账.csv", LEDGER);
  const findings = await page.textContent("[aria-labelledby=findings]");
  for (const part of ["结案日期", "早于受理之日", "被申请人", "缺少必填项"]) holds(findings.includes(part), findings);
  await picture(page, "ledger-checked");
  const checked = page.url();
  const [fetched] = await Promise.all([page.waitForEvent("download"), page.click("text=下载不能入库的行")]);
  const rejected = readFileSync(await fetched.path(), "utf8");
  holds(rejected.includes("第3行") && rejected.includes("第4行"), rejected);
  const mended = rejected.replace("2019-02-01", "2019-05-01").replace("王五,,", "王五,某某制衣厂,");
  await page.goto("/ledgers");
  await bring(page, "更正.csv", mended);
  holds((await page.locator("[aria-labelledby=findings]").count()) === 0, await page.textContent("main"));
  await page.click("[aria-labelledby=commit] button.main");
  await page.waitForSelector("text=行各成为一个案件");
  await picture(page, "ledger-committed");
  await page.click("[aria-labelledby=years] th a");
  await page.waitForSelector("text=徐劳人仲案字〔2019〕9号");
  await close();
  await accessible(browser, demo, { reader, signIn, picture, holds, inspect }, [CLERK, { ledgers: "/ledgers", ledger: checked }]);
}

async function bring(page, name, text) {
  const file = join(LOGS, "browser", name);
  writeFileSync(file, text);
  await page.setInputFiles("input[type=file]", file);
  await page.click("button.main");
  await page.waitForSelector("[aria-labelledby=columns]");
}

async function aReport(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, SUPERVISOR);
  await page.goto("/indicators?year=2021");
  await picture(page, "indicators");
  const told = { item: "政务服务培训", from: "2021-01-01", to: "2021-12-10", value: "54", unit: "人次", source: "培训台账" };
  for (const [name, value] of Object.entries(told)) await page.fill(`[name=${name}]`, value);
  await page.click("[aria-labelledby=enter] button.main");
  await page.waitForSelector("text=已填报");
  await picture(page, "indicator-entered");
  await page.goto("/indicators?year=2021");
  const line = await page.getAttribute(`main a[href^="/indicators/"]`, "href");
  await page.goto("/reports?from=2021-01-01&to=2021-12-10");
  const said = await page.textContent("[aria-labelledby=says]");
  holds(said.includes("2021年") && said.length > 200, said);
  await picture(page, "report");
  const [report] = await Promise.all([page.waitForEvent("download"), page.click("a.act >> text=DOCX")]);
  holds(report.suggestedFilename().endsWith(".docx"), report.suggestedFilename());
  await close();
  const paths = { indicators: "/indicators?year=2021", indicator: line, report: "/reports?from=2021-01-01&to=2021-12-10", "report-template": "/reports/template" };
  await accessible(browser, demo, { reader, signIn, picture, holds, inspect }, [SUPERVISOR, paths]);
}

// Some pages held against axe-core by one reader, in both languages and themes.
export async function accessible(browser, demo, { reader, signIn, picture, holds, inspect }, [login, paths]) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await reader(browser, demo, { colorScheme });
    await signIn(page, demo, login);
    for (const language of ["zh", "en"]) {
      await page.goto(`/language/${language}?back=/password`);
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(path);
        await inspect(page, `${name} ${language} ${colorScheme}`, found);
        await picture(page, `${name}-${language}-${colorScheme}`);
      }
    }
    await close();
  }
  holds(found.length === 0, found.join("\n"));
}
