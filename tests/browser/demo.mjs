// The demo, started for the tests of the browser on a database and a port of its own, and stopped at the end.
// Not here: what the tests do with it.

import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const ROOT = new URL("../..", import.meta.url).pathname;
export const LOGS = join(ROOT, "target/ci");
const PROGRAM = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/sikuai");
// Many times what it takes on two cores that nobody else uses; bounds, not aims.
const START_SECONDS_MAX = 300;
const STOP_SECONDS_MAX = 40;

export async function startDemo() {
  mkdirSync(LOGS, { recursive: true });
  const log = join(LOGS, "browser-demo.log");
  const directory = mkdtempSync(join(tmpdir(), "sikuai-browser."));
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SIKUAI_")));
  environment.SIKUAI_LOGIN_ATTEMPTS_PER_MINUTE = "1000";
  environment.SIKUAI_PUBLIC_PAGE = "true";
  environment.SIKUAI_PUBLIC_ADDRESS = "http://party.example";
  const options = ["demo", "--database", `sqlite:${join(directory, "demo.db")}`, "--bind", "127.0.0.1:0"];
  const program = spawn(PROGRAM, options, { cwd: directory, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  // What an earlier run said is not to be read as this one's.
  writeFileSync(log, "");
  const output = createWriteStream(log, { flags: "a" });
  program.stdout.pipe(output);
  program.stderr.pipe(output);
  const ended = new Promise((resolve) => program.once("exit", resolve));
  const stop = async () => {
    program.kill("SIGTERM");
    const code = await Promise.race([ended, sleep(STOP_SECONDS_MAX * 1000, "no end", { ref: false })]);
    if (code === "no end") program.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the demo ended with ${code}: ${log}`);
  };
  for (let tenths = 0; tenths < START_SECONDS_MAX * 10 && program.exitCode === null; tenths += 1) {
    const said = readFileSync(log, "utf8");
    const address = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
    if (address) {
      const logins = [...said.matchAll(/^ {2}(\S+) +([0-9a-f-]{20,}) /gm)];
      return { address, passwords: new Map(logins.map(([, login, password]) => [login, password])), stop };
    }
    await sleep(100);
  }
  await stop().catch(() => {});
  throw new Error(`the demo did not start: ${log}`);
}

// A program of the office, beside the browser: it brings the cases of the stories.
export class Api {
  static async as(demo, login) {
    const api = new Api();
    api.address = demo.address;
    const session = await api.ask("POST", "/sessions", { login, password: demo.passwords.get(login) });
    api.token = session.body.access_token;
    return api;
  }

  async ask(method, path, body, headers = {}) {
    const given = { "content-type": "application/json", ...headers };
    if (this.token) given.authorization = `Bearer ${this.token}`;
    const answer = await fetch(`${this.address}/api/v1${path}`, { method, headers: given, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { body: text && JSON.parse(text), tag: answer.headers.get("etag") };
  }

  async receive(on) {
    const worker = { name: "符永祥", id_number: "440825199608270003", phone: "13900000000" };
    const application = {
      on, channel: "counter", cause: "remuneration", acknowledge_warnings: ["perhaps_filed_already"],
      parties: [
        { no: 1, side: "applicant", who: { worker } },
        { no: 2, side: "respondent", who: { employer: { name: "徐闻县黑石岭建材有限公司" } } },
      ],
      claims: [{ no: 1, claimant: 1, item: "wages", amount: 1_280_000, statement: "支付2021年拖欠的工资" }],
    };
    return (await this.ask("POST", "/cases", application)).body.case_id;
  }

  async act(id, path, body) {
    const { tag } = await this.ask("GET", `/cases/${id}`);
    return this.ask("POST", `/cases/${id}/${path}`, body, { "if-match": tag });
  }
}
