// The story of a party: a slip from the desk, one look at how the case stands, and a rating; clicked through with script switched
// off. Not here: what the stories share (`run.mjs`).

const CLERK = "chen.clerk";

export async function partyStories({ browser, demo, story, api, ...tools }) {
  await story("a party looks and rates by a slip from the desk, without script", () => aParty(browser, demo, api, tools));
}

async function aParty(browser, demo, api, { reader, signIn, picture, holds, inspect }) {
  const today = await clerksDay(browser, demo, { reader, signIn });
  const id = await api.receive(today);
  await api.act(id, "withdrawal", { on: today, ground: "own_motion" });
  const desk = await reader(browser, demo, { javaScriptEnabled: false });
  await signIn(desk.page, demo, CLERK);
  await desk.page.goto(`/cases/${id}`);
  await desk.page.click("text=发给当事人");
  await picture(desk.page, "for-parties");
  await desk.page.click("button >> text=查询码 >> nth=0");
  const code = await desk.page.textContent(".sheet b code");
  await picture(desk.page, "slip");
  await desk.close();

  const { page, close } = await reader(browser, demo, { javaScriptEnabled: false });
  await page.goto("/public");
  await page.fill("#code", "0000 0000 0000");
  await page.click("button.main");
  holds((await page.textContent("[role=alert]")).includes("对不上"), "a wrong code is not said to be wrong");
  await picture(page, "public-wrong");
  await page.fill("#code", code.toLowerCase());
  await page.click("button.main");
  const told = await page.textContent("main");
  holds(told.includes("结案") && told.includes(today) && !told.includes("符永祥"), told);
  await picture(page, "progress");
  await page.click("text=评价本次服务");
  await page.check("input[value=satisfied]");
  await page.fill("#text", "办得快");
  await picture(page, "rating");
  const rating = page.url();
  await page.click("button.main");
  holds((await page.textContent("[role=status]")).includes("感谢您的评价"), "nobody is thanked");
  await picture(page, "rated");
  await close();
  await accessible(browser, demo, { reader, picture, holds, inspect }, rating);
}

// The day of the demo, as its pages tell it.
async function clerksDay(browser, demo, { reader, signIn }) {
  const { page, close } = await reader(browser, demo);
  await signIn(page, demo, CLERK);
  const today = await page.getAttribute("h1 time", "datetime");
  await close();
  return today;
}

// A link that was used shows the same form as before (ADR 25), so it is held against axe as any other.
async function accessible(browser, demo, { reader, picture, holds, inspect }, rating) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    const { page, close } = await reader(browser, demo, { colorScheme });
    for (const language of ["zh", "en"]) {
      await page.goto(`/language/${language}?back=/public`);
      await inspect(page, `public ${language} ${colorScheme}`, found);
      await picture(page, `public-${language}-${colorScheme}`);
      await page.goto(rating);
      await inspect(page, `rating ${language} ${colorScheme}`, found);
    }
    await close();
  }
  holds(found.length === 0, found.join("\n"));
}
