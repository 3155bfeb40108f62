// Files into a register, and people found, by those who keep them: node registry.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { look } from "./look.mjs";
import { Stories } from "./story.mjs";

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.demo(binary, browser, folder, pack, 1500);
const { house } = stories;
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
const ledgers = join(house.folder, "ledgers");
house.run("ledgers", "-o", ledgers, "--people", "1500", "--on", today, "--quiet");
const step = stories.step.bind(stories);
const enter = stories.enter.bind(stories);
const people = {};

/** Waits until a job is done, then goes back to what it was for. */
async function done(page, path) {
  for (let turn = 0; turn < 120; turn += 1) {
    await page.open(path);
    if (!(await page.locator("a[href^='/jobs/']").count())) return;
    await page.waitForTimeout(300);
  }
  throw new Error(`${path} is not done`);
}

await step("a section officer opens the imports of a register", async () => {
  people.section = await enter("section");
  const page = people.section;
  await page.open("/registers/disabled/import");
  await look(page, folder, "import-none");
});

await step("a file that is no ledger is refused with a sentence", async () => {
  const page = people.section;
  const broken = join(house.folder, "broken.xlsx");
  writeFileSync(broken, Buffer.from("PK\u0003\u0004 no workbook at all"));
  await page.setInputFiles("[name=file]", broken);
  await page.click("form[enctype] button");
  await page.waitForSelector(".alert-danger");
  await look(page, folder, "import-refused", { everything: false });
});

await step("the federation's workbook, titles, slips and all, is brought; its columns are recognised", async () => {
  const page = people.section;
  await page.open("/registers/disabled/import");
  await page.setInputFiles("[name=file]", join(ledgers, "持证残疾人台账.xlsx"));
  await page.click("form[enctype] button");
  await page.waitForURL(/\/import\/[0-9a-z]{26}/);
  people.batch = new URL(page.url()).pathname.split("/").slice(0, 5).join("/");
  await page.open(`${people.batch}/columns`);
  await look(page, folder, "import-columns");
  await page.click("form[action$='/columns'] button.btn-primary");
  await done(page, people.batch);
  await look(page, folder, "import-preview");
});

await step("whoever may be somebody known is decided side by side", async () => {
  const page = people.section;
  for (let turn = 0; turn < 40; turn += 1) {
    await page.open(`${people.batch}/decide`);
    const same = page.locator("form[action$='/choose'] button.btn-primary");
    if (!(await same.count())) break;
    if (turn === 0) await look(page, folder, "import-decide");
    await Promise.all([page.waitForNavigation(), same.first().click()]);
  }
  await done(page, people.batch);
});

await step("it is applied as a whole, and taken back as a whole", async () => {
  const page = people.section;
  await page.open("/registers/disabled");
  const before = await page.innerText("main");
  await page.open(people.batch);
  await page.click("form[action$='/apply'] button");
  await done(page, people.batch);
  await look(page, folder, "import-applied");
  await page.click("form[action$='/undo'] button");
  await done(page, people.batch);
  await look(page, folder, "import-undone", { everything: false });
  await page.open("/registers/disabled");
  const count = (text) => /共\s*([\d,]+)/.exec(text)?.[1];
  assert.equal(count(await page.innerText("main")), count(before));
});

await step("the same in English", async () => {
  const page = people.section;
  await page.open(`/language/en?then=${people.batch}`);
  await page.open(people.batch);
  await look(page, folder, "import-en", { everything: false });
  await page.open(`/language/zh-CN?then=${people.batch}`);
});

await step("what a list shows goes out and comes back the same", async () => {
  const page = people.section;
  const answer = await page.request.get(`${house.address}/registers/tekun/export?as=csv`);
  const file = join(house.folder, "tekun.csv");
  writeFileSync(file, await answer.body());
  assert.ok(readFileSync(file).length > 200);
  await page.open("/registers/tekun/import");
  await page.setInputFiles("[name=file]", file);
  await page.click("form[enctype] button");
  await page.waitForURL(/\/import\/[0-9a-z]{26}/);
  const batch = new URL(page.url()).pathname.split("/").slice(0, 5).join("/");
  await page.open(`${batch}/columns`);
  await page.click("form[action$='/columns'] button.btn-primary");
  await done(page, batch);
  await look(page, folder, "import-same", { everything: false });
  assert.match(await page.innerText("main"), /没有变化|相同|无变化/);
});

await step("a clerk finds people as clerks type", async () => {
  people.window = await enter("window");
  const page = people.window;
  await page.open("/people");
  const name = (await page.locator("tbody tr td").first().innerText()).trim();
  for (const typed of [name, name.slice(0, 1)]) {
    await page.open(`/search?q=${encodeURIComponent(typed)}`);
    assert.ok((await page.innerText("main")).includes(name.slice(0, 1)), typed);
  }
  await look(page, folder, "search");
});

await step("no page complained", async () => {
  for (const login of ["section", "window"]) assert.deepEqual(people[login].complaints, [], login);
});

await stories.close();
