// The stories of who keeps people and settings, clicked through with script switched off: a person who comes and goes, a key, a
// room, a template, a calendar feed, the log. Not here: what they share (`run.mjs`).

import { join } from "node:path";
import { Api, LOGS } from "./demo.mjs";

const ADMIN = "su.admin";
const ARBITRATOR = "lin.arbitrator";
const CLERK = "chen.clerk";
const PASSWORD = "a-long-first-password";
const TEMPLATE = "/administration/templates/acceptance_notice";

export async function administrationStories({ browser, demo, story, ...tools }) {
  await story("a person comes and goes, without script", () => aPerson(browser, demo, tools));
  await story("a key, shown once, without script", () => aKey(browser, demo, tools));
  await story("a room, a template and the log, without script", () => aRoomAndATemplate(browser, demo, tools));
  await story("a calendar feed, shown once, without script", () => aFeed(browser, demo, tools));
  await story("the administration is for every reader and by keyboard", () => forEveryone(browser, demo, tools));
}

async function aPerson(browser, demo, { reader, signIn, picture, holds }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, ADMIN);
  holds(page.url().endsWith("/administration"), `an administrator lands at ${page.url()}`);
  await picture(page, "administration");
  await page.click(".rooms >> text=人员");
  await picture(page, "people");
  await page.click("text=新增人员");
  await page.fill("#name", "李四");
  await page.fill("#login", "li.si");
  await page.check("input[value=mediator]");
  await page.fill("#password", "it-is-li.si-himself");
  await page.click("button.main");
  holds((await page.textContent("#password-wrong")).includes("登录名"), await page.textContent("main"));
  holds((await page.inputValue("#login")) === "li.si" && (await page.inputValue("#password")) === "", "what was typed is gone");
  await picture(page, "person-wrong");
  await page.fill("#password", PASSWORD);
  await page.click("button.main");
  holds((await page.textContent("[role=status]")).includes("当面告知"), await page.textContent("main"));
  await picture(page, "person");
  const here = page.url();
  const other = await reader(browser, demo, { javaScriptEnabled: false });
  demo.passwords.set("li.si", PASSWORD);
  await signIn(other.page, demo, "li.si");
  await page.click("text=停用该人员");
  holds((await page.textContent(".warn")).includes("可以恢复"), "nothing says what follows");
  await picture(page, "deactivation");
  await page.click("button.main");
  holds((await page.textContent("h1")).includes("已停用"), await page.textContent("main"));
  await other.page.goto("/my-day");
  holds(other.page.url().includes("/sign-in"), "still signed in");
  await other.close();
  await page.fill("#password", "another-long-password");
  await page.click("text=恢复该人员");
  holds((await page.textContent("[role=status]")).includes("已恢复"), await page.textContent("main"));
  await page.click("text=变更角色");
  await page.check("input[value=clerk]");
  await picture(page, "role-change");
  await page.click("button.main");
  holds((await page.textContent("dl")).includes("立案/书记员"), await page.textContent("main"));
  await page.goto(here.split("?")[0]);
  await page.click("text=其审计记录");
  holds((await page.textContent("table")).includes("登录"), await page.textContent("main"));
  await close();
}

async function aKey(browser, demo, { reader, signIn, picture, holds }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, ADMIN);
  await page.goto("/administration/people?limit=200");
  await page.locator("tr", { hasText: "报表客户端" }).locator("a").click();
  await page.click(".acts >> text=接口密钥");
  await page.fill("#name", "市局报表程序");
  await picture(page, "keys");
  await page.click("text=发放密钥");
  const secret = await page.inputValue("#secret");
  holds(/^sikuai_[0-9a-f]{64}$/.test(secret), secret);
  await picture(page, "key-issued");
  const ask = () => fetch(`${demo.address}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
  holds((await ask()).status === 200, "the key opens nothing");
  await page.click("text=返回密钥列表");
  await page.click("tbody >> text=撤销");
  await picture(page, "key-revocation");
  await page.click("button.main");
  holds((await page.textContent("tbody")).includes("已撤销") && (await ask()).status === 401, "the key is still good");
  await close();
}

async function aRoomAndATemplate(browser, demo, { reader, signIn, picture, holds }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, ADMIN);
  await page.click(".rooms >> text=仲裁庭");
  await page.fill("#name", "巡回仲裁庭");
  await page.press("#name", "Enter");
  const row = page.locator("tr", { hasText: "巡回仲裁庭" });
  await row.locator("a").click();
  await picture(page, "room-retirement");
  await page.click("button.main");
  holds((await row.textContent()).includes("已停用"), await page.textContent("main"));
  await picture(page, "rooms");
  await page.click(".rooms >> text=文书模板");
  await picture(page, "templates");
  await page.click("tbody a >> nth=0");
  const got = page.waitForEvent("download");
  await page.click("text=下载现行模板");
  const file = join(LOGS, "browser", "template.docx");
  await (await got).saveAs(file);
  await page.setInputFiles("#file", { name: "模板.docx", mimeType: "application/octet-stream", buffer: Buffer.from("no document") });
  await page.click("text=检查并更换");
  holds((await page.textContent("#file-wrong")).length > 5, await page.textContent("main"));
  await picture(page, "template-wrong");
  await page.setInputFiles("#file", file);
  await page.click("text=检查并更换");
  holds((await page.textContent("main")).includes("本单位第1版"), await page.textContent("main"));
  await picture(page, "template");
  await page.click(".rooms >> text=审计日志");
  await page.selectOption("#event", "paper_template_put");
  await page.click("button:text-is('查看')");
  holds((await page.locator("tbody tr").count()) === 1, await page.textContent("main"));
  await page.click("summary");
  await picture(page, "audit");
  await close();
}

async function aFeed(browser, demo, { reader, signIn, picture, holds }) {
  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(page, demo, ARBITRATOR);
  await page.click("nav >> text=排庭");
  await page.click("text=日历订阅");
  await page.click("text=新建订阅");
  const address = await page.inputValue("#address");
  await picture(page, "feed-made");
  holds((await (await fetch(address)).text()).startsWith("BEGIN:VCALENDAR"), address);
  await page.click("text=返回日历订阅");
  await picture(page, "feeds");
  await page.click("tbody >> text=撤销");
  await page.click("button.main");
  holds((await fetch(address)).status === 404, "the feed is still read");
  await close();
}

// Every page in both languages and both themes, and what the keyboard reaches on the longest of them.
async function forEveryone(browser, demo, { reader, signIn, picture, inspect, reached }) {
  const api = await Api.as(demo, ADMIN);
  const users = (await api.ask("GET", "/users?limit=200")).body.items;
  const of = (role) => users.find((user) => user.role === role && user.active).id;
  const { key } = (await api.ask("POST", `/users/${of("report")}/api-keys`, { name: "逐页检查", days: 30 })).body;
  const room = (await api.ask("GET", "/hearing-rooms")).body.items[0];
  const pages = {
    "key-revocation": `/administration/people/${of("report")}/keys/${key.id}/revocation`,
    "room-retirement": `/administration/rooms/${room.id}/retirement`,
    administration: "/administration", people: "/administration/people", "person-new": "/administration/people/new",
    person: `/administration/people/${of("clerk")}`, deactivation: `/administration/people/${of("clerk")}/deactivation`,
    keys: `/administration/people/${of("report")}/keys`, "role-change": `/administration/people/${of("clerk")}/role-change`, rooms: "/administration/rooms",
    templates: "/administration/templates", template: TEMPLATE, "template-return": `${TEMPLATE}/return`,
    audit: "/administration/audit", "audit-none": "/administration/audit?to=2000-01-01",
  };
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await reader(browser, demo, { colorScheme });
    const see = async (all) => {
      for (const language of ["zh", "en"]) {
        await page.goto(`/language/${language}?back=/password`);
        for (const [name, path] of Object.entries(all)) {
          await page.goto(path);
          await inspect(page, `${name} ${language} ${colorScheme}`, found);
          await picture(page, `${name}-${language}-${colorScheme}`);
        }
      }
      await page.goto("/language/zh?back=/password");
    };
    await signIn(page, demo, ADMIN);
    await see(pages);
    for (const path of ["/administration", "/administration/audit", TEMPLATE]) {
      await page.goto(path);
      await reached(page);
    }
    await page.click(".out button");
    await page.waitForSelector("#login");
    await signIn(page, demo, CLERK);
    await page.goto("/calendar-feeds");
    await page.click("text=新建订阅");
    await page.goto("/calendar-feeds");
    const revocation = await page.getAttribute(`main a[href$="/revocation"]`, "href");
    await see({ feeds: "/calendar-feeds", "feed-revocation": revocation });
    await close();
  }
  if (found.length > 0) throw new Error(found.join("\n"));
}
