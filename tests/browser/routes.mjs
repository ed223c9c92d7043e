// Which pages there are, as the program registers them, and which of them were held against axe-core. A page that is new and that
// no story inspects fails the run. Not here: inspecting them (`run.mjs`).

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./demo.mjs";

const PAGES = join(ROOT, "src/http/pages");
// What is got at these is no page: a file, or the way to another page.
const NO_PAGES = [
  "/", "/assets/{name}", "/language/{tag}", "/cases/ledger", "/cases/{id}/files/{file}", "/ledgers/{id}/rejected", "/reports/annual",
  "/reports/workbook", "/reports/template/file", "/administration/templates/{kind}/file",
];

// The addresses that are registered, those with the fewest open parts first, and whether a page is got there.
function registered() {
  const sources = readdirSync(PAGES, { recursive: true }).filter((name) => name.endsWith(".rs"));
  const lines = sources.flatMap((name) => readFileSync(join(PAGES, name), "utf8").split("\n"));
  const routes = lines.map((line) => /resource\("([^"]+)"\)\.route\((get\(\))?/.exec(line)).filter(Boolean);
  const open = (path) => path.split("{").length;
  return routes.map(([, path, got]) => ({ path, isGot: Boolean(got) })).sort((one, other) => open(one.path) - open(other.path));
}

const matches = (path, at) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(at);

export class Seen {
  #routes = registered();
  #seen = new Set();

  // Notes the page of an address.
  add(url) {
    const at = new URL(url).pathname;
    const route = this.#routes.find(({ path, isGot }) => isGot && matches(path, at));
    if (route) this.#seen.add(route.path);
  }

  // The pages that nobody inspected, and the exceptions that are none any more.
  missing() {
    const pages = this.#routes.filter(({ isGot }) => isGot).map(({ path }) => path);
    if (pages.length < 60) throw new Error(`only ${pages.length} pages are registered: they are not read as they are written`);
    const unseen = pages.filter((path) => !NO_PAGES.includes(path) && !this.#seen.has(path));
    const gone = NO_PAGES.filter((path) => !pages.includes(path) || this.#seen.has(path));
    return [...unseen.map((path) => `${path} was not held against axe`), ...gone.map((path) => `${path} is no such exception`)];
  }
}
