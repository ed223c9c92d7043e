// The stories of who supervises the office and of who sets its hearings, clicked through with script switched off, but for the one that is about script: a period that
// is published and restated, a hearing that is put off, a year of the calendar. Not here: what they share (`run.mjs`).

import { Api } from "./demo.mjs";

const CLERK = "chen.clerk";
const SUPERVISOR = "cai.supervisor";
// Invented, and no forecast of the real notice.
const OFF_2027 = [
  "2027-01-01至2027-01-03 元旦", "2027-02-05至2027-02-11 春节", "2027-04-03至2027-04-05 清明节", "2027-05-01至2027-05-05 劳动节",
  "2027-06-09 端午节", "2027-09-15 中秋节", "2027-10-01至2027-10-07 国庆节",
].join("\n");
const WORKING_2027 = ["2027-01-31 春节", "2027-02-13 春节", "2027-05-08 劳动节", "2027-09-26 国庆节", "2027-10-09 国庆节"].join("\n");

// The pages that are held against axe-core, as a supervisor sees them.
export async function pagesOfSupervision(demo) {
  const api = await Api.as(demo, SUPERVISOR);
  const published = (await api.ask("GET", "/publications?limit=1")).body.items[0];
  const pages = {
    office: "/office?from=2021-01-01&to=2021-10-31&compare=just_before",
    forecast: "/office/forecast?rate=closure_rate&target=95&by=2021-12-31&more=3",
    deadlines: "/deadlines?status=open&due_on__lte=2021-12-31",
    "forecast-wrong": "/office/forecast?rate=closure_rate&target=195&by=2021-12-31&more=3",
    publications: "/publications", "publication-new": "/publications/new?title=2021%E5%B9%B49%E6%9C%88&from=2021-09-01&to=2021-09-30",
    "hearings-week": "/hearings", "hearings-month": "/hearings?view=month&day=2021-03-01", approvals: "/approvals",
    calendar: "/calendar?year=2021", "calendar-unknown": "/calendar?year=2007",
  };
  const rated = (await api.ask("GET", "/ratings?bad=true&limit=1")).body.items[0];
  if (rated) pages.ratings = `/cases/${rated.case_id}/ratings`;
  if (published) {
    pages.publication = `/publications/${published.id}`;
    pages["publication-cases"] = `/publications/${published.id}/cases?measure=accepted`;
    pages["publication-changes"] = `/publications/${published.id}/changes?measure=accepted`;
    pages["publication-groups"] = `/publications/${published.id}/groups?by=manner`;
  }
  return pages;
}

export async function supervisionStories({ browser, demo, story, ...tools }) {
  await story("a period, published and restated, without script", () => aPublishedPeriod(browser, demo, tools));
  await story("a hearing, set and put off, without script", () => aHearing(browser, demo, tools));
  await story("a hearing is dragged to another day, with script", () => aDrag(browser, demo, tools));
  await story("a year of the calendar, previewed, without script", () => aYear(browser, demo, tools));
}

async function aPublishedPeriod(browser, demo, { reader, signIn, picture, holds }) {
  const clerk = await Api.as(demo, CLERK);
  const id = await clerk.receive("2021-10-08");
  await clerk.act(id, "acceptance", { on: "2021-10-11", procedure: "ordinary" });
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, SUPERVISOR);
  await page.click("nav >> text=概览");
  await picture(page, "office");
  await page.click(".rooms >> text=公布");
  await page.fill("#title", "2021年10月统计");
  await page.fill("#from", "2021-10-01");
  await page.fill("#to", "2021-10-31");
  await page.click("text=先看将公布的内容");
  holds((await page.textContent("main")).includes("不能修改或者撤回"), "nothing says that it is for good");
  await picture(page, "publication-preview");
  await page.click("button.main >> text=公布");
  holds((await page.textContent("#restated + p")).includes("没有变动"), await page.textContent("main"));
  await picture(page, "publication");
  const here = page.url();
  await clerk.act(id, "withdrawal", { on: "2021-10-20", ground: "own_motion" });
  await page.goto(here);
  const row = page.locator("[aria-labelledby=restated] tr", { has: page.locator("th:text-is('结案')") });
  holds((await row.textContent()).includes("+1"), await page.textContent("[aria-labelledby=restated] >> nth=0"));
  await picture(page, "publication-restated");
  await row.locator("a").click();
  const since = await page.textContent("table");
  holds(since.includes("撤回") && since.includes("2021-10-20"), since);
  await picture(page, "restated-cases");
  // The same by group: the case went from those without a manner to the withdrawn ones.
  await page.click("text=返回公布的统计");
  await page.click("nav >> text=结案方式");
  const groups = await page.textContent("table");
  holds(groups.includes("未记载") && groups.includes("撤回"), groups);
  await picture(page, "restated-groups");
  await close();
}

// A case whose tribunal was formed and whose defence is filed, brought by programs.
async function ready(demo) {
  const [clerk, supervisor] = [await Api.as(demo, CLERK), await Api.as(demo, SUPERVISOR)];
  const staff = (await clerk.ask("GET", "/staff?limit=200")).body.items;
  const arbitrator = staff.find((user) => user.role === "arbitrator").id;
  const id = await clerk.receive("2021-11-25");
  await clerk.act(id, "acceptance", { on: "2021-11-26", procedure: "simplified", simplified_ground: "clear_facts" });
  await supervisor.act(id, "tribunal", { on: "2021-11-29", members: [{ user: arbitrator, seat: "sole" }] });
  await clerk.act(id, "services", { on: "2021-11-29", document: "application_copy", parties: [2], manner: "direct" });
  await clerk.act(id, "defences", { on: "2021-12-03", party: 2, kind: "filed" });
  return { id, clerk };
}

async function aHearing(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const { id, clerk } = await ready(demo);
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, CLERK);
  await page.click("nav >> text=排庭");
  await page.click(`a[href="/cases/${id}/hearing-slots"]`);
  await picture(page, "hearing-slots");
  await page.click("tbody a.act >> nth=0");
  const day = await page.inputValue("#f-held_on");
  holds(/^2021-12-\d\d$/.test(day) && (await page.inputValue("#f-time")).length === 5, "day and time are not filled in");
  holds((await page.inputValue("#f-room")) !== "", "the room is not filled in");
  await page.click("text=试算");
  for (const box of await page.locator("input[name=acknowledge]").all()) await box.check();
  await page.click("button.main >> text=登记");
  await page.waitForSelector("[role=status] >> text=已登记");
  await page.goto(`/hearings?day=${day}`);
  holds((await page.textContent(".schedule")).includes("改期"), await page.textContent("main"));
  await picture(page, "hearings-week");
  await page.click(`.schedule a[href="/cases/${id}/hearing-slots"]`);
  await page.fill("#from", "2021-12-27");
  await page.click("text=查找");
  await page.click("tbody a.act >> nth=0");
  const later = await page.inputValue("#f-held_on");
  holds(later >= "2021-12-27" && page.url().includes("hearing_postponement"), `${later} ${page.url()}`);
  await page.selectOption("#f-ground", "tribunal");
  await picture(page, "hearing-postponement");
  await page.click("button.main >> text=登记");
  for (const box of await page.locator("input[name=acknowledge]").all()) await box.check();
  if (page.url().includes("/acts/")) await page.click("button.main >> text=登记");
  await page.waitForSelector("[role=status] >> text=已登记");
  await page.goto(`/hearings?day=${later}&by=arbitrator`);
  holds((await page.textContent(".schedule")).includes("待开庭"), await page.textContent("main"));
  await page.goto(`/hearings?view=month&day=${later}`);
  await picture(page, "hearings-month");
  const set = (await clerk.ask("GET", `/hearings?from=${later}&to=${later}`)).body.items.filter((item) => item.case_id === id);
  holds(set.length === 1 && set[0].status === "scheduled", JSON.stringify(set));
  await close();
  const seeing = await reader(browser, demo);
  await signIn(seeing.page, demo, CLERK);
  const found = [];
  for (const path of [`/cases/${id}/hearing-slots`, `/hearings?day=${later}`, `/hearings?view=month&day=${later}`]) {
    await seeing.page.goto(path);
    await inspect(seeing.page, path, found);
  }
  await seeing.close();
  holds(found.length === 0, found.join("\n"));
}

// Where script runs a hearing is dragged to another day: the form of the act opens, and nothing moves before it is recorded.
async function aDrag(browser, demo, { reader, signIn, picture, holds, inspect }) {
  const { id, clerk } = await ready(demo);
  const room = (await clerk.ask("GET", "/hearing-rooms")).body.items[0].id;
  await clerk.act(id, "hearings", { on: "2021-12-10", held_on: "2021-12-28", time: "09:00", minutes: 90, room });
  const { page, close } = await reader(browser, demo);
  await signIn(page, demo, CLERK);
  await page.goto("/hearings?day=2021-12-28");
  holds(await page.isVisible("#drag-hint"), "nothing says that it can be dragged");
  const entry = page.locator(`.moves:has(a[href="/cases/${id}"])`);
  await entry.dragTo(page.locator(`td[data-day="2021-12-30"][data-room="${room}"]`));
  await page.waitForURL(/hearing_postponement/);
  holds((await page.inputValue("#f-held_on")) === "2021-12-30", page.url());
  holds((await page.inputValue("#f-time")) === "09:00" && (await page.inputValue("#f-minutes")) === "90", page.url());
  holds((await page.inputValue("#f-room")) === room, "the room is not filled in");
  await picture(page, "hearing-dragged");
  const set = async () => (await clerk.ask("GET", "/hearings?from=2021-12-28&to=2021-12-30")).body.items.filter((item) => item.case_id === id);
  holds((await set())[0].held_on === "2021-12-28", "it moved before it was recorded");
  await page.selectOption("#f-ground", "tribunal");
  await page.click("text=试算");
  await page.waitForSelector(".outlook");
  for (const box of await page.locator("input[name=acknowledge]").all()) await box.check();
  await page.click("button.main >> text=登记");
  await page.waitForSelector("[role=status] >> text=已登记");
  await page.goto("/hearings?view=month&day=2021-12-28");
  await page.locator(`.moves:has(a[href="/cases/${id}"])`).dragTo(page.locator('td[data-day="2021-12-31"]'));
  await page.waitForURL(/hearing_postponement/);
  holds((await page.inputValue("#f-held_on")) === "2021-12-31" && (await page.inputValue("#f-room")) === room, page.url());
  const found = [];
  await page.goto("/hearings?day=2021-12-30");
  await inspect(page, "the schedule that can be dragged", found);
  await close();
  holds(found.length === 0, found.join("\n"));
}

async function aYear(browser, demo, { reader, signIn, picture, holds }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, SUPERVISOR);
  await page.click("nav >> text=日历");
  await page.goto("/calendar?year=2027");
  await page.fill("#notice", "虚构通知，仅供测试");
  await page.fill("#source", "https://example.org/invented-2027");
  await page.fill("#off", `${OFF_2027}\n1月4日 元旦`);
  await page.fill("#working", WORKING_2027);
  await page.click("text=查看变动");
  holds((await page.textContent("#off-wrong")).includes("第8行"), await page.textContent("main"));
  await picture(page, "calendar-wrong");
  await page.fill("#off", OFF_2027);
  await page.click("text=查看变动");
  holds((await page.textContent(".outlook")).includes("目前没有写入任何内容"), await page.textContent(".outlook"));
  await picture(page, "calendar-preview");
  await page.click("button.main >> text=导入");
  await page.waitForSelector("[role=status] >> text=已导入");
  await picture(page, "calendar-imported");
  await close();
}
