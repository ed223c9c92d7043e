// The stories of the inspectorate: a wage list that is brought as a workbook, and a dispute that went from one channel to another; clicked
// through with script switched off. Not here: what the stories share (`run.mjs`).

import { join } from "node:path";
import { Api, ROOT } from "./demo.mjs";
import { accessible } from "./records.mjs";

const CLERK = "chen.clerk";
const INSPECTOR = "deng.inspector";
// Three rows of two workers.
const WORKBOOK = join(ROOT, "tests/oracles/wage-list.xlsx");

export async function inspectionStories({ browser, demo, story, ...tools }) {
  await story("a wage list, tried and recorded, without script", () => aWageList(browser, demo, tools));
  await story("a dispute from one channel to the next, without script", () => aMatter(browser, demo, tools));
}

const parties = [
  { no: 1, side: "applicant", who: { worker: { name: "符永祥", phone: "13900000000" } } },
  { no: 2, side: "respondent", who: { employer: { name: "徐闻县黑石岭建材有限公司" } } },
];

async function aWageList(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const api = await Api.as(demo, INSPECTOR);
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, INSPECTOR);
  const today = await page.getAttribute("h1 time", "datetime");
  const complaint = { on: today, channel: "counter", source: "complaint", cause: "remuneration", parties, acknowledge_warnings: ["perhaps_filed_already"] };
  const id = (await api.ask("POST", "/inspection-cases", complaint)).body.case_id;
  await page.goto(`/cases/${id}`);
  await page.click("text=工资明细");
  await picture(page, "wage-list-empty");
  await page.setInputFiles("#file", WORKBOOK);
  await page.fill("#on", "2021-10-15");
  await page.click("button >> text=试算");
  const wrong = await page.textContent("[aria-labelledby=wrong]");
  holds(wrong.includes("不晚于登记之日"), wrong);
  await picture(page, "wage-list-wrong");
  await page.fill("#on", today);
  await page.click("button >> text=试算");
  const outlook = await page.textContent(".outlook");
  holds(outlook.includes("目前没有写入任何内容") && outlook.includes("26,774.90"), outlook);
  holds((await api.ask("GET", `/cases/${id}/docket`)).body.items.length === 1, "what if wrote something");
  await picture(page, "wage-list-what-if");
  await page.click("button.main >> text=登记");
  await page.waitForSelector("[role=status] >> text=已登记");
  holds((await page.textContent("table")).includes("钢筋工"), await page.textContent("main"));
  await picture(page, "wage-list");
  await close();
  const paths = { "wage-lines": `/cases/${id}/wage-lines`, "wage-lines-open": `/cases/${id}/wage-lines?open=true` };
  await accessible(browser, demo, { reader, signIn, picture, holds, inspect }, [INSPECTOR, paths]);
}

async function aMatter(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const [clerk, inspector] = [await Api.as(demo, CLERK), await Api.as(demo, INSPECTOR)];
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, CLERK);
  const on = await page.getAttribute("h1 time", "datetime");
  const petition = { on, channel: "counter", cause: "remuneration", request: "请求督促支付工资", parties, acknowledge_warnings: ["perhaps_filed_already"] };
  const id = (await clerk.ask("POST", "/petition-cases", petition)).body.case_id;
  await clerk.act(id, "referrals", { on, to: "inspection", ground: "涉嫌拖欠工资，属该渠道职责" });
  const intake = { inspection: {} };
  const taken = { on, channel: "counter", intake, acknowledge_warnings: ["perhaps_filed_already"] };
  const opened = (await inspector.act(id, "referrals/2/acceptance", taken)).body.opened;
  await page.goto(`/cases/${opened}`);
  await page.click("text=同一纠纷的程序");
  const rows = await page.textContent("table");
  holds(rows.includes("信访") && rows.includes("劳动保障监察") && rows.includes("首个程序"), rows);
  await picture(page, "matter");
  const matter = page.url();
  await page.click(`main a[href="/cases/${id}"]`);
  holds((await page.textContent("main")).includes("同一纠纷的程序"), "the petition does not lead back");
  await close();
  await accessible(browser, demo, { reader, signIn, picture, holds, inspect }, [CLERK, { matter }]);
}
