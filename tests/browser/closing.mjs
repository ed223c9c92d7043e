// The stories of a case after its acceptance: it is suspended with what that moves, and goes by mediation to the archive; all
// with script switched off. Not here: the counter (`counter.mjs`), hearings (`supervision.mjs`).

const CLERK = "chen.clerk";
const SUPERVISOR = "cai.supervisor";
const PANEL = [["何静仪", "presiding"], ["吴佩珍", "member"], ["林国梁", "member"]];

export function closingStories({ reader, signIn, picture, holds, fromTheCounter }) {
  const quiet = { javaScriptEnabled: false };

  // What a suspension would stop is shown before it is recorded, and the case and its timeline say that it stands still.
  async function aSuspension(browser, demo, api) {
    const { page, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, SUPERVISOR);
    const today = await page.getAttribute("h1 time", "datetime");
    const id = await api.receive(today);
    await api.act(id, "acceptance", { on: today, procedure: "ordinary" });
    await page.goto(`/cases/${id}`);
    await page.click(`.acts a:text-is("中止审理")`);
    await page.selectOption("#f-ground", "awaits_appraisal");
    await page.click("text=试算");
    const outlook = await page.textContent(".outlook");
    for (const said of ["审理期限", "目前没有写入任何内容"]) holds(outlook.includes(said), `${said}: ${outlook}`);
    await picture(page, "suspension-what-if");
    holds((await api.ask("GET", `/cases/${id}/docket`)).body.items.length === 2, "what if wrote something");
    await page.click("button.main >> text=登记");
    holds((await page.textContent("#entry-3")).includes("中止审理"), "it is not in the docket");
    const { items } = (await api.ask("GET", `/cases/${id}/deadlines`)).body;
    const trial = items.find(({ rule }) => rule === "A25");
    holds(trial.status === "paused", `the trial period is ${trial.status}`);
    await picture(page, "suspended");
    await close();
  }

  // Fills the form of an act and records it, acknowledging what it is warned of.
  async function record(page, path, act, fill) {
    await page.goto(`${path}/acts/${act}`);
    await fill();
    await page.click("button.main >> text=登记");
    if (await page.locator("input[name=acknowledge]").count()) {
      for (const box of await page.locator("input[name=acknowledge]").all()) await box.check();
      await page.click("button.main >> text=登记");
    }
    holds(page.url().includes("?done="), `${act} was not recorded: ${await page.textContent("main")}`);
  }

  // One case from the counter to the archive: accepted, a tribunal formed, mediated, signed by both, archived.
  async function toTheArchive(browser, demo) {
    const path = await fromTheCounter(browser, demo);
    const leader = await reader(browser, demo, quiet);
    await signIn(leader.page, demo, SUPERVISOR);
    await record(leader.page, path, "tribunal_formation", async () => {
      const { page } = leader;
      for (const [index, [name, seat]] of PANEL.entries()) {
        if (index > 0) await page.click("#f-members-more");
        const user = page.locator(`#f-members-${index}-user`);
        await user.selectOption({ label: `${name}（仲裁员）` });
        await page.selectOption(`#f-members-${index}-seat`, seat);
      }
    });
    await leader.close();
    const { page, close } = await reader(browser, demo, quiet);
    await signIn(page, demo, CLERK);
    await record(page, path, "mediation_document", async () => {
      await page.selectOption("#f-scope", "whole");
      await page.fill("#f-amount", "12,000");
    });
    await record(page, path, "mediation_signature", async () => {
      await page.selectOption("#f-document", { index: 1 });
      for (const box of await page.locator("input[name='/parties']").all()) await box.check();
    });
    await record(page, path, "archiving", async () => {
      await page.fill("#f-file_number", "2021-仲-001");
    });
    holds((await page.textContent("main")).includes("阶段已归档"), "it is not archived");
    await picture(page, "archived");
    await close();
  }

  return [
    ["a suspension with what it moves, without script", aSuspension],
    ["from the counter to the archive, without script", toTheArchive],
  ];
}
