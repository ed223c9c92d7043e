// The workbench in a real browser: Debian's Chromium, headless, over a demo of its own. Stories are clicked through with
// script switched off; every page is held against axe-core in both languages and both themes. What was seen stays as
// pictures in target/ci/browser. Exit code 1 if anything is not as it should be.
//   node tests/browser/run.mjs

import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { administrationStories } from "./administration.mjs";
import { closingStories } from "./closing.mjs";
import { counterStories } from "./counter.mjs";
import { Api, LOGS, startDemo } from "./demo.mjs";
import { inspectionStories } from "./inspection.mjs";
import { partyStories } from "./party.mjs";
import { recordStories } from "./records.mjs";
import { Seen } from "./routes.mjs";
import { pagesOfSupervision, supervisionStories } from "./supervision.mjs";

const PICTURES = join(LOGS, "browser");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
// Without these it looks for the hosts of its maker at every start.
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--lang=zh-CN",
];
const WAIT_MILLISECONDS = 20_000;
const CLERK = "chen.clerk";
const SUPERVISOR = "cai.supervisor";

const wrong = [];
const seen = new Seen();
let passed = 0;

function holds(good, otherwise) {
  if (!good) throw new Error(otherwise);
}

async function story(name, tell) {
  try {
    await tell();
    passed += 1;
    console.log(`ok: ${name}`);
  } catch (error) {
    wrong.push(name);
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
}

// A reader with a browser of their own; what their pages try to load from elsewhere, or break, is noted.
async function reader(browser, demo, options = {}) {
  const context = await browser.newContext({ baseURL: demo.address, locale: "zh-CN", viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(demo.address)) faults.push(`asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
  });
  const close = async () => {
    await context.close();
    holds(faults.length === 0, faults.join("\n"));
  };
  return { page, context, close };
}

async function signIn(page, demo, login) {
  await page.goto("/");
  await page.fill("#login", login);
  await page.fill("#password", demo.passwords.get(login));
  await page.press("#password", "Enter");
  await page.waitForSelector(".who");
}

const picture = (page, name) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });

// From signing in to the docket: what may be done, what if, what is wrong, and doing it.
async function anAct(browser, demo, api) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, CLERK);
  await picture(page, "my-day");
  const today = await page.getAttribute("h1 time", "datetime");
  const id = await api.receive(today);
  await page.goto("/my-day");
  await page.click(`.board a[href="/cases/${id}"]`);
  await picture(page, "case");
  await page.click(`.acts a:text-is("受理")`);
  await page.click("text=试算");
  const beside = await page.textContent("#f-procedure-wrong");
  holds(beside.includes("缺少必填项"), beside);
  await picture(page, "act-wrong");
  await page.selectOption("#f-procedure", "ordinary");
  await page.fill("#f-reason", "材料齐全，符合受理条件");
  await page.click("text=试算");
  const outlook = await page.textContent(".outlook");
  holds(outlook.includes("已受理") && outlook.includes("目前没有写入任何内容"), outlook);
  await picture(page, "act-what-if");
  holds((await api.ask("GET", `/cases/${id}/docket`)).body.items.length === 1, "what if wrote something");
  await page.click("button.main >> text=登记");
  const row = await page.textContent("#entry-2");
  holds(row.includes("受理") && row.includes("材料齐全"), row);
  holds((await page.textContent("[role=status]")).includes("已登记"), "nothing says that it was recorded");
  await picture(page, "case-accepted");
  await page.click("table a >> nth=0");
  holds((await page.textContent(".lead")).length > 20, "the deadline does not explain itself");
  await picture(page, "deadline");
  const explained = page.url();
  await page.goBack();
  await page.focus("svg.timeline a");
  await page.press("svg.timeline a", "Enter");
  await page.waitForSelector(".lead");
  holds(page.url() === explained, `the first bar leads to ${page.url()}, the first row to ${explained}`);
  await page.click("text=退出");
  await page.waitForSelector("#login");
  await close();
}

// Two people at one case: the slower one sees both versions, and what they typed is still there.
async function aLostUpdate(browser, demo, api) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, CLERK);
  const today = await page.getAttribute("h1 time", "datetime");
  const id = await api.receive(today);
  await page.goto(`/cases/${id}/acts/acceptance`);
  await page.selectOption("#f-procedure", "ordinary");
  const agent = { person: { name: "某律师" }, authority: "general" };
  await api.act(id, "agents", { on: today, party: 2, representatives: [agent], reason: "单位当面提交委托书" });
  await page.fill("#f-reason", "材料齐全");
  await page.click("button.main >> text=登记");
  const changed = await page.textContent("[aria-labelledby=changed]");
  holds(changed.includes("案件已被他人更新") && changed.includes("您看到时"), changed);
  const [yours, theirs] = [await page.textContent("[aria-labelledby=yours]"), await page.textContent("[aria-labelledby=theirs]")];
  holds(yours.includes("一般程序") && yours.includes("材料齐全"), yours);
  holds(theirs.includes("委托代理") && theirs.includes("某律师") && theirs.includes("单位当面提交委托书"), theirs);
  holds((await page.inputValue("#f-procedure")) === "ordinary", "what was typed is gone");
  await picture(page, "lost-update");
  holds((await api.ask("GET", `/cases/${id}/docket`)).body.items.length === 2, "the stale act was recorded");
  await page.click("button.main >> text=登记");
  holds((await page.textContent("#entry-3")).includes("受理"), "it does not go on from there");
  await close();
}

// The figures of a period, and exactly the cases behind one.
async function theFigures(browser, demo) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, SUPERVISOR);
  await page.click("nav >> text=统计");
  await page.fill("#from", "2021-01-01");
  await page.fill("#to", "2021-10-31");
  await page.click("text=查看");
  holds(page.url().includes("from=2021-01-01&to=2021-10-31"), page.url());
  await picture(page, "figures");
  await page.click("section[aria-labelledby=flow] td a >> nth=1");
  await page.waitForSelector("table tbody tr");
  await picture(page, "figure-cases");
  await close();
}

// A case that stands in the middle of things: with deadlines that were left out and extended, hearings and papers.
async function aRichCase(api) {
  for (const stage of ["suspended", "deliberation", "scheduled", "effective"]) {
    const { items } = (await api.ask("GET", `/cases?stage=${stage}&limit=1`)).body;
    if (items.length > 0) return items[0].id;
  }
  throw new Error("the demo has no such case");
}

async function accessible(browser, demo, api) {
  const id = await aRichCase(api);
  const deadline = (await api.ask("GET", `/cases/${id}/deadlines`)).body.items[0];
  const explained = `/cases/${id}/deadlines/${deadline.rule}?entry=${deadline.explanation.trigger.entry}&party=${deadline.party ?? 0}`;
  const open = (await api.ask("GET", "/cases?stage=accepted&limit=1")).body.items[0].id;
  const paths = {
    "my-day": "/my-day", figures: "/figures?from=2021-01-01&to=2021-12-31", case: `/cases/${id}`, deadline: explained,
    "figure-cases": "/figures/cases?figure=accepted&from=2021-01-01&to=2021-03-31", password: "/password",
    suspension: `/cases/${open}/acts/suspension`, tribunal: `/cases/${open}/acts/tribunal_formation`, nowhere: "/nowhere",
    "cases-list": "/cases?stage=accepted", search: "/search?q=%E5%BE%90%E9%97%BB", receipt: `/cases/${open}/receipt`,
    "my-day-step": "/my-day/hearing", docket: `/cases/${id}/docket`, "for-parties": `/cases/${open}/for-parties`,
    unmaskings: `/cases/${open}/unmaskings`, "ledger-unmaskings": "/ledgers/unmaskings", archive: "/archive", "archive-over": "/archive?expired=true",
    "office-known": "/office?from=2021-01-01&to=2021-10-31&as_known_on=2021-06-30",
    elements: `/cases/${open}/elements`, "papers-list": `/cases/${open}/papers`, "files-list": `/cases/${open}/files`, diary: `/cases/${open}/diary`,
  };
  const { items } = (await api.ask("GET", `/cases/${open}/docket`)).body;
  const entry = `/cases/${open}/docket/${items.find(({ act }) => act === "acceptance").no}`;
  Object.assign(paths, { entry, correction: `${entry}/correction`, "striking-out": `${entry}/striking-out` });
  Object.assign(paths, await pagesOfSupervision(demo));
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await reader(browser, demo, { colorScheme });
    for (const language of ["zh", "en"]) {
      await page.goto(`/language/${language}?back=/sign-in`);
      await inspect(page, `sign-in ${language} ${colorScheme}`, found);
    }
    await signIn(page, demo, SUPERVISOR);
    for (const language of ["zh", "en"]) {
      await page.goto(`/language/${language}?back=/my-day`);
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(path);
        await inspect(page, `${name} ${language} ${colorScheme}`, found);
        await picture(page, `${name}-${language}-${colorScheme}`);
      }
    }
    await inspectTheCounter(page, colorScheme, found, demo);
    await page.goto("/language/zh?back=/my-day");
    await page.goto(paths.case);
    if (colorScheme === "light") await page.pdf({ path: join(PICTURES, "printed.pdf"), format: "A4", preferCSSPageSize: true });
    await close();
  }
  holds(found.length === 0, found.join("\n"));
}

// Supervisors open no cases: the counter is a clerk's.
async function inspectTheCounter(page, colorScheme, found, demo) {
  const api = await Api.as(demo, CLERK);
  const open = (await api.ask("GET", "/cases?stage=accepted&limit=1")).body.items[0].id;
  await page.goto("/my-day");
  await page.click(".out button");
  await page.waitForSelector("#login");
  await signIn(page, demo, CLERK);
  for (const language of ["zh", "en"]) {
    await page.goto(`/language/${language}?back=/my-day`);
    const paths = {
      "cases-new": "/cases/new", "cases-new-mediation_request": "/cases/new/mediation_request",
      "personal-data": `/cases/${open}/personal-data?party=1`, "paper-new": `/cases/${open}/papers/new?kind=acceptance_notice`,
    };
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(path);
      await inspect(page, `${name} ${language} ${colorScheme}`, found);
      await picture(page, `${name}-${language}-${colorScheme}`);
    }
  }
}

async function inspect(page, name, found) {
  if (await isAnswered(page)) seen.add(page.url());
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const { id, impact, nodes } of violations) {
    const line = `${name}: ${id} (${impact}) at ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`;
    if (impact === "serious" || impact === "critical") found.push(line);
    else console.log(`minor: ${line}`);
  }
}

// Whether it is the page itself that stands there, and none that says why it is not.
function isAnswered(page) {
  return page.evaluate(() => performance.getEntriesByType("navigation")[0].responseStatus === 200);
}

// A page that is registered and that no story inspected fails here.
async function everyPageWasInspected() {
  const missing = seen.missing();
  holds(missing.length === 0, missing.join("\n"));
}

// Where the keyboard gets to, from the top of a page: everything that can be clicked, and nothing twice.
async function byKeyboard(browser, demo) {
  const { page, close } = await reader(browser, demo);
  await signIn(page, demo, CLERK);
  await reached(page);
  await close();
}

async function reached(page) {
  const wanted = await page.locator("a[href]:visible, button:visible, summary:visible").count();
  const seen = new Set();
  for (let pressed = 0; pressed < wanted + 40; pressed += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const all = [...document.querySelectorAll("a[href], button, summary")];
      return all.indexOf(document.activeElement);
    });
    if (at >= 0) seen.add(at);
  }
  holds(seen.size >= wanted, `${page.url()}: ${seen.size} of ${wanted} are reached`);
}

rmSync(PICTURES, { recursive: true, force: true });
mkdirSync(PICTURES, { recursive: true });
const demo = await startDemo();
let browser;
try {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  const api = await Api.as(demo, CLERK);
  await story("an act, without script", () => anAct(browser, demo, api));
  await story("a lost update, without script", () => aLostUpdate(browser, demo, api));
  await story("the figures, without script", () => theFigures(browser, demo));
  await supervisionStories({ browser, demo, story, reader, signIn, picture, holds, inspect });
  await recordStories({ browser, demo, story, reader, signIn, picture, holds, inspect });
  await inspectionStories({ browser, demo, story, reader, signIn, picture, holds, inspect });
  await partyStories({ browser, demo, story, api, reader, signIn, picture, holds, inspect });
  await administrationStories({ browser, demo, story, reader, signIn, picture, holds, inspect, reached });
  const counter = counterStories({ reader, signIn, picture, holds });
  const closing = closingStories({ reader, signIn, picture, holds, fromTheCounter: counter.fromTheCounter });
  for (const [name, tell] of [...counter.stories, ...closing]) {
    await story(name, () => tell(browser, demo, api));
  }
  await story("axe finds nothing serious on any page, in both languages and themes", () => accessible(browser, demo, api));
  await story("every page that is registered was held against axe", everyPageWasInspected);
  await story("all is reached by keyboard", () => byKeyboard(browser, demo));
} catch (error) {
  wrong.push("the tests themselves");
  console.log(error.stack);
}
await browser?.close();
await demo.stop();
console.log(`${passed} passed, ${wrong.length} failed`);
process.exitCode = wrong.length === 0 && passed > 0 ? 0 : 1;
