// One application from the window to the village board, by those whom its road names:
// node casework.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { look, OFFICE } from "./look.mjs";
import { Stories } from "./story.mjs";

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.demo(binary, browser, folder, pack, 1500);
const { house } = stories;
const step = stories.step.bind(stories);
const enter = stories.enter.bind(stories);
const people = {};

/** What the household says at the window, as far as the registers do not know it. */
const SAID = {
  "h.registered_here": "true", "h.deposits": "0", "h.homes": "1", "h.home_area": "60",
  "h.shop": "false", "h.edge_property": "true", "h.rigid_spending": "0", "h.income_year": "1000",
};

await step("those who work on a case come in", async () => {
  for (const login of ["window", "town", "section"]) people[login] = await enter(login);
});

await step("the window finds a household and says what it may be owed while facts are typed", async () => {
  const page = people.window;
  await page.open("/window");
  await look(page, folder, "window-find");
  await page.fill("main [name=q]", "王");
  await page.click("main form button.btn-primary");
  // The first whose household is all within this window's reach.
  const homes = await page.locator("main a[href^='/window/']").evaluateAll((all) =>
    all.map((a) => a.getAttribute("href")));
  for (const home of homes) {
    await page.open(home);
    if (await page.locator(".may-head").count()) break;
  }
  people.home = new URL(page.url()).pathname;
  await look(page, folder, "window-before");
  const first = page.locator(".may-head").first();
  const before = await first.innerText();
  for (const [name, value] of Object.entries(SAID)) {
    const field = page.locator(`[name="${name}"]`);
    const select = await field.evaluate((e) => e.tagName === "SELECT");
    if (select) await field.selectOption(value);
    else await field.fill(value);
    await field.blur();
  }
  await page.waitForFunction(
    (was) => document.querySelector(".may-head")?.innerText !== was, before);
  await page.waitForFunction(() => /[1-9]\d*\.\d\d 元/.test(document.querySelector(".may-head").innerText));
  await look(page, folder, "window-typed");
});

await step("one button makes the application, and the receipt has its number", async () => {
  const page = people.window;
  await page.locator("input[name=apply]").first().check();
  await page.click("button[value=apply]");
  await page.waitForURL("**/applications/*?done=saved");
  assert.match(await page.innerText("main"), /500153-\d{4}-\d{6}/);
  await look(page, folder, "receipt");
  people.case = await page.locator("main a[href^='/cases/']").first().getAttribute("href");
});

/** Fetches what links lead to as the person does, keeps it, and says that it is paper. */
async function printed(page, links) {
  for (const link of links) {
    const answer = await page.request.get(house.address + link);
    assert.equal(answer.status(), 200, link);
    const body = await answer.body();
    assert.equal(body.subarray(0, 5).toString(), "%PDF-", link);
    writeFileSync(join(folder, `${link.replaceAll("/", "-").replace(/[0-9a-z]{26}/, "x").slice(1)}.pdf`), body);
  }
}

const links = (page) => page.locator("main a[href*='/papers/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));

await step("receipt, form and consent are printed", async () => {
  const found = await links(people.window);
  assert.deepEqual(found.map((link) => link.split("/").pop()), ["receipt", "application", "consent"]);
  await printed(people.window, found);
});

/** The turns that are offered to somebody: step by form. */
async function turns(page) {
  await page.open(people.case);
  return page.locator("form[action$='/turn']").evaluateAll((forms) =>
    forms.map((form) => form.elements.step.value));
}

async function take(page, to) {
  const found = await turns(page);
  assert.ok(found.includes(to), `${to} is not among ${found}`);
  const form = page.locator("form[action$='/turn']").nth(found.indexOf(to));
  const note = form.locator("[name=note]");
  if (!(await note.isVisible())) await form.locator("xpath=ancestor::details").locator("summary").click();
  await note.fill("已办理");
  await form.locator("button").click();
  await page.waitForURL("**/cases/*?done=saved");
}

await step("what the step asks for is filed with the case, and is ticked off", async () => {
  const page = people.window;
  await page.open(people.case);
  const missing = await page.locator("main li:has-text('尚缺')").count();
  assert.ok(missing > 0, "the first step asks for something");
  const wanted = (await page.locator("main li:has-text('尚缺')").first().innerText())
    .replace(/[○✓]|尚缺/g, "").trim();
  const form = "form[action$='/files']";
  await page.click(`details:has(${form}) summary`);
  await page.selectOption(`${form} [name=part]`, { label: wanted });
  const scan = join(house.folder, "申请书 签字页.pdf");
  writeFileSync(scan, "%PDF-1.7 signed");
  await page.setInputFiles(`${form} [name=file]`, scan);
  await Promise.all([page.waitForNavigation(), page.click(`${form} button`)]);
  assert.equal(await page.locator("main li:has-text('尚缺')").count(), missing - 1);
  await look(page, folder, "case-evidence");
});

await step("the case walks its road; nobody takes a step that is another's", async () => {
  const road = [
    ["window", "kin"], ["town", "data_check"], ["section", "survey"], ["town", "mass_review"],
    ["town", "opinion"], ["town", "publicity"],
  ];
  await people.window.open(people.case);
  await look(people.window, folder, "case-begun");
  assert.deepEqual(await turns(people.section), [], "the bureau has nothing to do yet");
  for (const [who, to] of road) await take(people[who], to);
});

await step("while it hangs on the village board only an objection can move it", async () => {
  const page = people.town;
  const found = await turns(page);
  assert.deepEqual(found, ["resurvey"]);
  assert.match(await page.innerText("main"), /公示中，\d{4}-\d\d-\d\d起可继续办理/);
  await look(page, folder, "case-publicity");
  await page.open("/cases");
  await look(page, folder, "cases");
});

await step("its papers are printed, its notice hangs for anybody to read, masked", async () => {
  const page = people.town;
  await page.open(people.case);
  const found = await links(page);
  assert.deepEqual(found.map((link) => link.split("/").pop()), ["visit", "democratic-review", "publicity", "dossier"]);
  await printed(page, [...found, "/cases/notices"]);
  const context = await stories.browser.newContext({ viewport: OFFICE, reducedMotion: "reduce", locale: "zh-CN" });
  const anybody = await context.newPage();
  await anybody.goto(`${house.address}/notices`);
  const text = await anybody.innerText("main");
  assert.match(text, /最低生活保障/);
  assert.match(text, /\*/);
  const name = (await page.innerText("h1")).split("·").pop().trim();
  assert.ok(!text.includes(name), "a notice says no whole name");
  await look(anybody, folder, "notices");
  const receipt = await page.locator("main a[href^='/applications/']").first().innerText();
  await anybody.goto(`${house.address}/progress`);
  await look(anybody, folder, "progress");
  for (const tail of ["0000", "1111"]) {
    await anybody.fill("[name=number]", receipt);
    await anybody.fill("[name=tail]", tail);
    await anybody.click("main form button");
    await anybody.waitForSelector("[role=alert]");
    assert.match(await anybody.innerText("[role=alert]"), /没有这个编号|后四位不符/);
  }
  assert.equal((await anybody.request.get(house.address + found[0], { maxRedirects: 0 })).status(), 303);
  await context.close();
});

await step("the same in English, and the household's page knows the case", async () => {
  const page = people.town;
  await page.open(people.case);
  await page.getByRole("button", { name: "English" }).or(page.getByRole("link", { name: "English" })).first().click();
  await page.waitForLoadState();
  await page.open(people.case);
  await look(page, folder, "case-en");
  const home = await page.locator("main a[href^='/households/']").first().getAttribute("href");
  await page.open(home);
  assert.ok(await page.locator(`main a[href='${people.case}']`).count(), "the case is on the household's page");
  await look(page, folder, "household-with-case");
});

await step("urgent help is paid from the town's reserve with its decision, on a receipt", async () => {
  const page = people.window;
  await page.open(people.home);
  const said = {
    "h.resident_here": "true", "h.event": "fire", "h.living_broken": "true", "h.urgent": "true",
    "h.relieved_same_cause": "false", "h.affected": "1", "h.severity": "light",
  };
  await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => { one.open = true; }));
  for (const [name, value] of Object.entries(said)) {
    const field = page.locator(`[name="${name}"]`);
    if (await field.evaluate((e) => e.tagName === "SELECT")) await field.selectOption(value);
    else await field.fill(value);
    await field.blur();
  }
  await page.waitForTimeout(800);
  const dibao = page.locator("input[name=apply][value^='dibao|']");
  assert.equal(await dibao.isChecked(), false, "what is under way is not ticked as if it were new");
  const ticked = page.locator("input[name=apply]:checked");
  while (await ticked.count()) await ticked.first().uncheck();
  await page.locator("input[name=apply][value*='relief-emergency']").check();
  await page.click("button[value=apply]");
  await page.waitForURL("**/applications/*?done=saved");
  const first = people.case;
  people.case = await page.locator("main a[href^='/cases/']").first().getAttribute("href");
  const town = people.town;
  await town.open("/reserves");
  const before = await town.innerText("main table.list");
  // Whoever finds the emergency does not decide on it.
  const finder = await stories.person("faxian", "何发现", "town-reviewer", "500153001");
  await take(finder, "pay_first");
  await town.open(people.case);
  const form = town.locator("form[action$='/turn']:has([name=receipt])").first();
  await form.locator("button").click();
  await town.waitForSelector(".invalid-feedback");
  await town.locator("[name=receipt]").first().fill("领2026-001");
  await town.locator("[name=witness]").first().fill("张强");
  await look(town, folder, "case-pay-first");
  await town.locator("form[action$='/turn']:has([name=receipt]) button").first().click();
  await town.waitForURL("**/cases/*?done=saved");
  await town.open("/reserves");
  assert.notEqual(await town.innerText("main table.list"), before, "the town's book has it");
  await town.open("/awards?f.state=active");
  people.case = first;
});

await step("no page complained", async () => {
  for (const login of ["window", "town", "section"]) {
    assert.deepEqual(people[login].complaints, [], login);
  }
});

await stories.close();
