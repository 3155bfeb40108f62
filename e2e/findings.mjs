// What comparisons find, worked off by those whose it is: node findings.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { join } from "node:path";
import { look } from "./look.mjs";
import { Stories } from "./story.mjs";

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.demo(binary, browser, folder, pack, 2500);
const { house } = stories;
// The same district on the same day as other bureaux have it, wrongs and all.
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
const ledgers = join(house.folder, "ledgers");
house.run("ledgers", "-o", ledgers, "--people", "2500", "--on", today, "--quiet");
const step = stories.step.bind(stories);
const enter = stories.enter.bind(stories);
const people = {};

const number = (text) => Number(text.replaceAll(",", ""));

await step("a section officer, a town's reviewer and an inspector come to work", async () => {
  for (const login of ["section", "town", "inspector"]) people[login] = await enter(login);
  await people.section.open("/findings");
  await look(people.section, folder, "findings-none");
  await people.section.open("/comparisons");
  await look(people.section, folder, "comparisons-none");
});

await step("comparisons come back by themselves when somebody sets it", async () => {
  const page = people.section;
  await page.click("details:has(form[action='/comparisons/schedule']) summary");
  await page.selectOption("select[name=every]", "month");
  await page.click("form[action='/comparisons/schedule'] button");
  await page.waitForURL("**done=saved");
  assert.match(await page.innerText("main"), /下次：\d{4}-\d\d-\d\d/);
  await look(page, folder, "comparisons-scheduled", { everything: false });
  await page.open("/comparisons");
});

await step("the registers are in a comparison by themselves; a file that is none is refused", async () => {
  const page = people.section;
  await page.fill("[name=on]", today);
  await page.click("form[action='/comparisons'] button");
  await page.waitForURL(/\/comparisons\/[0-9a-z]{26}$/);
  people.comparison = new URL(page.url()).pathname;
  assert.equal(await page.locator("form[action$='/leave']").count(), 4);
  await page.selectOption("select[name=role]", "deaths");
  await page.setInputFiles("[name=file]", join(ledgers, "README.txt"));
  await page.click("form[action$='/ledgers'] button");
  await page.waitForSelector(".invalid-feedback, .alert-danger");
  await look(page, folder, "comparison-refused", { everything: false });
});

await step("ledgers of other bureaux are brought", async () => {
  const page = people.section;
  for (const [role, file] of [
    ["deaths", "死亡人员名单.csv"], ["cremations", "火化登记簿.xlsx"], ["vehicles", "机动车登记信息.csv"],
    ["disability_subsidy", "残疾人两项补贴发放名册.xlsx"], ["payroll", "财政供养人员名册.xlsx"],
  ]) {
    await page.open(people.comparison);
    await page.selectOption("select[name=role]", role);
    await page.setInputFiles("[name=file]", join(ledgers, file));
    await page.click("form[action$='/ledgers'] button");
    await page.waitForURL("**done=saved");
  }
  await look(page, folder, "comparison-draft");
});

await step("it runs; what did not run is said", async () => {
  const page = people.section;
  await page.open(people.comparison);
  await page.click("form[action$='/start'] button");
  await page.waitForURL(/\/jobs\//);
  for (let turn = 0; turn < 120; turn += 1) {
    await page.open(people.comparison);
    if (await page.locator("dl.facts a[href='/findings']").count()) break;
    await page.waitForTimeout(500);
  }
  people.found = number(await page.innerText("dl.facts a[href='/findings']"));
  assert.ok(people.found > 20, `${people.found} findings`);
  assert.ok(await page.locator("details tbody tr").count() > 10);
  await look(page, folder, "comparison-done");
});

await step("the list, in both languages", async () => {
  const page = people.section;
  await page.open("/findings");
  await look(page, folder, "findings");
  await page.open("/language/en?then=/findings");
  await look(page, folder, "findings-en", { everything: false });
  await page.open("/language/zh-CN?then=/findings");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click("a[href^='/findings/export']"),
  ]);
  assert.match(download.suggestedFilename(), /\.xlsx$/);
});

await step("a town sees its own, and tells what it found", async () => {
  const page = people.town;
  await page.open("/findings?f.state=open");
  const rows = await page.locator("table tbody tr").count();
  assert.ok(rows > 0 && rows < people.found, `${rows} of ${people.found}`);
  await page.click("tbody a");
  await page.waitForURL(/\/findings\/[0-9a-z]{26}/);
  people.finding = new URL(page.url()).pathname;
  await look(page, folder, "finding");
  assert.match(await page.innerText("main"), /\d{4}\*+/);
  await page.selectOption("select[name=outcome]", "true");
  await page.fill("[name=note]", "入户核实，情况属实");
  await page.click("form[action$='/verify'] button");
  await page.waitForURL("**done=saved");
  // Whoever looked does not close.
  assert.equal(await page.locator("form[action$='/close']").count(), 0);
  assert.match(await page.innerText("main"), /由他人办结/);
  await look(page, folder, "finding-own", { everything: false });
});

await step("somebody else closes it, and the figures move", async () => {
  const page = people.section;
  await page.open(people.finding);
  await page.fill("[name=note]", "次月停发，已通知家属");
  await page.click("form[action$='/close'] button.btn-primary");
  await page.waitForURL("**done=saved");
  await look(page, folder, "finding-closed", { everything: false });
  await page.open("/comparisons");
  await look(page, folder, "comparisons");
  assert.match(await page.innerText("main"), /100\.0 %/);
  await page.open("/findings?f.state=closed");
  assert.equal(await page.locator("table tbody tr").count(), 1);
  await page.open("/indicators/findings-verified");
  await look(page, folder, "findings-verified", { everything: false });
  assert.doesNotMatch(await page.innerText("main .panel strong"), /^0(\.0+)? ?%/);
  await page.open("/");
  assert.ok(await page.locator("a[href='/findings?f.state=overdue']").count() > 0);
});

await step("found again it is no new finding; the inspector reads and changes nothing", async () => {
  const page = people.section;
  await page.open("/comparisons");
  await page.fill("[name=on]", today);
  await page.click("form[action='/comparisons'] button");
  await page.waitForURL(/\/comparisons\/[0-9a-z]{26}$/);
  const again = new URL(page.url()).pathname;
  await page.selectOption("select[name=role]", "deaths");
  await page.setInputFiles("[name=file]", join(ledgers, "死亡人员名单.csv"));
  await page.click("form[action$='/ledgers'] button");
  await page.waitForURL("**done=saved");
  await page.click("form[action$='/start'] button");
  for (let turn = 0; turn < 120; turn += 1) {
    await page.open(again);
    if (await page.locator("dl.facts a[href='/findings']").count()) break;
    await page.waitForTimeout(500);
  }
  const fresh = await page.innerText("dl.facts dd:nth-of-type(3)");
  assert.equal(number(fresh), 0);
  await people.inspector.open("/comparisons");
  assert.equal(await people.inspector.locator("form[action='/comparisons']").count(), 0);
});

for (const [login, page] of Object.entries(people)) {
  if (page.complaints) assert.deepEqual(page.complaints, [], login);
}
await stories.close();
