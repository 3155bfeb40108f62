// The month's money, by the two officers who pay it and the one who samples: node treasury.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { look, OFFICE } from "./look.mjs";
import { Stories } from "./story.mjs";

const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.demo(binary, browser, folder, pack, 1500);
const { house } = stories;
const step = stories.step.bind(stories);
const enter = stories.enter.bind(stories);
const people = {};

await step("two officers and an inspector come to work", async () => {
  for (const login of ["section", "leader", "inspector", "village"]) people[login] = await enter(login);
  await people.section.open("/funds");
  await look(people.section, folder, "funds");
  await people.section.open("/awards");
  await look(people.section, folder, "awards");
});

await step("the roll is built from the awards: what is stopped first, then the waterfall", async () => {
  const page = people.section;
  await page.open("/rolls");
  await look(page, folder, "rolls");
  await page.click("form[action='/rolls'] button");
  await page.waitForURL("**/rolls/*?done=saved");
  people.roll = new URL(page.url()).pathname;
  await look(page, folder, "roll-draft");
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: `${folder}/roll-print.png`, fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.open(`/language/en?then=${people.roll}`);
  await look(page, folder, "roll-draft-en", { everything: false });
  await page.open("/language/zh-CN?then=/rolls");
});

await step("a line is held with a reason", async () => {
  const page = people.section;
  await page.open(`${people.roll}/lines?f.state=pay`);
  await look(page, folder, "roll-lines");
  await page.click("tbody a");
  await look(page, folder, "roll-line");
  await page.fill("[name=reason]", "家庭正在复核");
  await page.click("form[action$='/hold'] button");
  await page.waitForURL("**done=saved");
  assert.equal(await page.locator("form[action$='/release']").count(), 1);
});

await step("whoever signs first does not sign second", async () => {
  const { section, leader } = people;
  await section.open(people.roll);
  await section.click("form[action$='/sign'] button");
  await section.waitForURL("**done=saved");
  assert.equal(await section.locator("form[action$='/sign']").count(), 0);
  await leader.open(people.roll);
  await leader.click("form[action$='/sign'] button");
  await leader.waitForURL("**done=saved");
  await look(leader, folder, "roll-approved", { everything: false });
});

await step("the bank gets its file, answers, and what came back is on the list", async () => {
  const page = people.section;
  // What this bank asks for is declared in the folder of the installation.
  writeFileSync(join(house.folder, "bank.toml"),
    'name = "农商行定长"\n[[column]]\nof = "account"\nwidth = 32\n');
  await page.open(people.roll);
  assert.equal(await page.locator("#file-format option", { hasText: "农商行定长" }).count(), 1);
  const fetchFile = async () => {
    const [file] = await Promise.all([
      page.waitForEvent("download"), page.click("form[action$='/file'] button"),
    ]);
    return readFileSync(await file.path(), "utf8");
  };
  const file = await fetchFile();
  assert.equal(await fetchFile(), file, "asked for twice, one file");
  const rows = file.trim().split("\r\n").slice(1);
  assert.ok(rows.length > 20, `${rows.length} payments`);
  const answer = rows.map((row, at) => {
    const cells = row.split(",");
    return `${cells[0]},${cells[4]},${at % 10 === 3 ? "失败,账户已销户" : "成功,"}`;
  });
  const path = join(folder, "answer.csv");
  writeFileSync(path, `序号,金额,结果,原因\n${answer.join("\n")}\n`);
  await page.open(people.roll);
  await page.setInputFiles("[name=answer]", path);
  await page.click("form[action$='/answer'] button");
  await page.waitForURL("**done=saved");
  await look(page, folder, "roll-answered");
  // A file that speaks of other money is refused as a whole.
  writeFileSync(path, "序号,金额,结果\n1,0.01,成功\n");
  await page.setInputFiles("[name=answer]", path);
  await page.click("form[action$='/answer'] button");
  await page.waitForSelector("[role=alert]");
  await page.open("/rolls");
  await look(page, folder, "rolls-failed", { everything: false });
});

await step("an inspector samples a line down to its decision and changes nothing", async () => {
  const page = people.inspector;
  await page.open(`${people.roll}/lines?f.look=failed`);
  await page.click("tbody a");
  assert.equal(await page.locator("form[action*='/rolls/']").count(), 0);
  await page.click("a[href^='/awards/']");
  await look(page, folder, "award");
  const refused = await page.open("/rolls");
  assert.equal(refused.status(), 200);
  assert.equal(await page.locator("form[action='/rolls']").count(), 0);
});

await step("the leader sees how long the money lasts, the return by town, and the list to be posted", async () => {
  const page = people.leader;
  await page.open("/funds");
  await page.waitForSelector("figure.chart");
  await look(page, folder, "funds-forecast", { everything: false });
  const month = (await page.evaluate(async (path) => {
    const text = await (await fetch(path)).text();
    return text.match(/\b20\d\d-\d\d\b/)[0];
  }, people.roll));
  people.month = month;
  await page.open(`/reports/month?month=${month}`);
  await look(page, folder, "return");
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: `${folder}/return-print.png`, fullPage: true });
  await page.emulateMedia({ media: "screen" });
  const [book] = await Promise.all([
    page.waitForEvent("download"), page.click("a[href*='/reports/month/export']"),
  ]);
  assert.match(book.suggestedFilename(), /\.xlsx$/);
  await page.click("a[href*='/reports/posted/']");
  await look(page, folder, "posted");
  const names = await page.locator("tbody td:nth-child(2)").allTextContents();
  assert.ok(names.length > 0 && names.every((name) => name.endsWith("*")), "no whole name is posted");
});

await step("the leader sees the money by town on a map and over months, down to a line", async () => {
  const page = people.leader;
  await page.open("/reports/spread");
  await page.waitForSelector("figure.map .leaflet-interactive");
  await look(page, folder, "money-map");
  const town = page.locator("figure.map tbody a[href^='/rolls/']").first();
  const code = (await town.getAttribute("href")).match(/place=(\d{9})/)[1];
  await town.click();
  await page.waitForSelector(".listing tbody a");
  await page.locator(".listing tbody a").first().click();
  await page.waitForSelector("main .facts");
  assert.match(page.url(), /\/lines\/\d+$/);
  const shapes = await page.request.get(`${house.address}/places/shapes`);
  assert.ok((await shapes.json()).features.some((one) => one.properties.code === code));
  const first = await page.open("/reports/spread").then(() =>
    page.locator("[name=programme] option").nth(1).getAttribute("value"));
  await page.selectOption("[name=programme]", first);
  await page.click("form[action='/reports/spread'] button");
  await page.waitForURL(`**programme=${first}**`);
});

/** Looks through the month and waits until it is done. */
async function looked(page) {
  await page.click("form[action^='/supervision'] button");
  await page.waitForURL("**/jobs/**");
  await page.click("main a[href^='/supervision/']", { timeout: 30_000 });
  await page.waitForURL("**/supervision/**");
}

await step("supervision finds what is wrong with the month, and each finding opens to its line", async () => {
  const page = people.section;
  await page.open(`/supervision/${people.month}`);
  await looked(page);
  await look(page, folder, "supervision");
  await page.open(`/supervision/${people.month}?f.rule=returned`);
  const found = await page.locator("tbody a[href*='/supervision/']").count();
  assert.ok(found > 0, "what came back is a finding");
  await page.locator(".listing tbody a").first().click();
  await look(page, folder, "finding");
  await page.click("a[href*='/lines/']");
  assert.match(new URL(page.url()).pathname, /^\/rolls\/.+\/lines\/\d+$/);
  const inspector = people.inspector;
  await inspector.open(`/supervision/${people.month}`);
  assert.equal(await inspector.locator("form[action^='/supervision'][method=post]").count(), 0);
  const [book] = await Promise.all([
    inspector.waitForEvent("download"), inspector.click("a[href*='/export']"),
  ]);
  assert.match(book.suggestedFilename(), /\.xlsx$/);
});

await step("a town helps from its reserve, once a receipt, never past the ceiling", async () => {
  people.town = await enter("town");
  const page = people.town;
  await page.open("/reserves");
  await look(page, folder, "reserves");
  await page.locator("tbody a").first().click();
  await look(page, folder, "reserve");
  const town = new URL(page.url()).pathname;
  await page.open("/awards?f.state=active");
  await page.locator(".listing tbody a").first().click();
  await page.click(".facts a[href^='/people/']");
  await look(page, folder, "person-payments", { everything: false });
  const person = new URL(page.url()).pathname;
  await page.click("a[href^='/reserves/pay/']");
  const pay = async (amount, receipt) => {
    await page.fill("[name=case_number]", "L-1");
    await page.fill("[name=amount]", amount);
    await page.fill("[name=receipt]", receipt);
    await page.fill("[name=witness]", "王芳");
    await page.fill("[name=reason]", "房屋失火");
    await page.click("form[action^='/reserves/pay/'] button");
  };
  await pay("2000000", "E2E-1");
  await page.waitForSelector("[role=alert]");
  await look(page, folder, "reserve-ceiling", { everything: false });
  await pay("321", "E2E-1");
  await page.waitForURL("**done=saved");
  assert.match(await page.textContent("main"), /321\.00/);
  await page.open(person);
  await page.locator("a[href^='/payments/']").first().click();
  await look(page, folder, "slip");
  assert.match(await page.textContent("main"), /321\.00/);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.open(town);
  await look(page, folder, "reserve-phone", { everything: false });
});

await step("a payee sees their own payments without an account, and nobody else's", async () => {
  const page = people.section;
  await page.setViewportSize(OFFICE);
  await page.open("/awards?f.state=active");
  const row = page.locator(".listing tbody tr").first();
  const number = (await row.innerText()).match(/[A-Z]+\d{4,}(-\d+)?/)[0];
  await row.locator("a").first().click();
  await page.waitForSelector(".facts a[href^='/people/']");
  await page.click(".facts a[href^='/people/']");
  const tail = (await page.innerText("main")).match(/\d{6}\*{8}(\w{4})/)[1];
  const context = await stories.browser.newContext({
    viewport: { width: 360, height: 740 }, reducedMotion: "reduce", locale: "zh-CN" });
  const payee = await context.newPage();
  const ask = async (end) => {
    await payee.goto(`${house.address}/progress`);
    await payee.fill("[name=number]", number);
    await payee.fill("[name=tail]", end);
    await payee.click("main form button");
  };
  await ask(tail === "0000" ? "1111" : "0000");
  await payee.waitForSelector("[role=alert]");
  await ask(tail);
  await payee.waitForSelector("table.list");
  assert.match(await payee.innerText("table.list"), /已到账|发放中|银行退回/);
  await look(payee, folder, "own-payments");
  await context.close();
});

await step("a village worker sees the lines of the village alone", async () => {
  const page = people.village;
  await page.setViewportSize({ width: 360, height: 740 });
  await page.open(`${people.roll}/lines`);
  await look(page, folder, "roll-lines-phone", { everything: false });
});

await step("money paid after a death is found, the award ended, the money asked back and entered", async () => {
  const page = people.section;
  await page.setViewportSize(OFFICE);
  await page.open(`${people.roll}/lines?f.state=pay`);
  const line = page.locator(".listing tbody a").first();
  await line.click();
  await page.click(".facts a[href^='/awards/']");
  const award = new URL(page.url()).pathname;
  await page.click(".facts a[href^='/people/']");
  await page.click("details:has(form[action$='/life']) summary");
  const [year, month] = people.month.split("-").map(Number);
  const before = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
  await page.fill("form[action$='/life'] [name=on]", `${before}-20`);
  await page.fill("form[action$='/life'] [name=source]", "公安户籍注销");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/life'] button.btn-primary")]);
  assert.match(page.url(), /done=saved/, await page.innerText("main"));
  await page.open(`/supervision/${people.month}`);
  await looked(page);
  await page.open(`/supervision/${people.month}?f.rule=dead`);
  await page.locator(".listing tbody a").first().click();
  await page.click(`a[href='${award}']:has-text("追缴")`);
  await page.click("details:has(form[action$='/turn']) summary");
  const turn = "form[action$='/turn']";
  await page.fill(`${turn} [name=month]`, before);
  await page.fill(`${turn} [name=document]`, "荣民停〔2026〕7号");
  await page.fill(`${turn} [name=reason]`, "领款人死亡");
  await Promise.all([page.waitForNavigation(), page.click(`${turn} button`)]);
  await look(page, folder, "award-ended");
  const ask = "form[action$='/recovery']";
  await page.fill(`${ask} [name=reason]`, "死亡后继续发放");
  await page.fill(`${ask} [name=due]`, "2030-01-31");
  await Promise.all([page.waitForNavigation(), page.click(`${ask} button`)]);
  await page.waitForURL("**/recoveries/**");
  const owed = (await page.innerText("main .facts")).match(/尚未收回\s*([\d,.]+)/)[1];
  await page.fill("[name=amount]", "99999999");
  await page.fill("[name=on]", today);
  await page.fill("[name=document]", "收据 18");
  await page.click("form[action^='/recoveries/'] button");
  await page.waitForSelector(".invalid-feedback");
  await page.fill("[name=amount]", owed.replaceAll(",", ""));
  await Promise.all([page.waitForNavigation(), page.click("form[action^='/recoveries/'] button")]);
  assert.match(await page.innerText("main"), /已结清/);
  await look(page, folder, "recovery");
  await page.open("/recoveries");
  await look(page, folder, "recoveries");
});

await step("a year's money is meant for towns and measured by them", async () => {
  const page = people.section;
  await page.open("/funds");
  await page.click("a[href='/funds/budgets']");
  const form = "form[action='/funds/budgets']";
  await page.fill(`${form} [name=amount]`, "99999999999");
  await page.fill(`${form} [name=document]`, "荣财〔2026〕3号");
  await Promise.all([page.waitForNavigation(), page.click(`${form} button`)]);
  await page.waitForSelector(".invalid-feedback");
  await page.fill(`${form} [name=amount]`, "1000");
  await Promise.all([page.waitForNavigation(), page.click(`${form} button`)]);
  assert.match(await page.innerText("main"), /1,000\.00/);
  await look(page, folder, "budgets");
  const [book] = await Promise.all([
    page.waitForEvent("download"), page.click("a[href*='/budgets/export']"),
  ]);
  assert.match(book.suggestedFilename(), /\.xlsx$/);
});

await step("last month is closed and stays closed", async () => {
  const page = people.section;
  await page.open("/funds");
  const closes = await page.locator("form[action='/funds/close'] [name=closes]").inputValue();
  await page.click("form[action='/funds/close'] button");
  await page.waitForURL("**done=saved");
  assert.match(await page.textContent("main"), new RegExp(`已结账至 ${closes}`));
  await page.fill("[name=source]", "中央");
  await page.fill("[name=programme]", "late");
  await page.fill("[name=amount]", "5");
  await page.fill("[name=month]", closes);
  await page.fill("[name=document]", "迟到的文件");
  await page.click("form[action='/funds'] button");
  await page.waitForSelector("[role=alert]");
  await look(page, folder, "funds-closed", { everything: false });
});

await step("the books agree with every line", async () => {
  const said = house.run("funds", "verify", "--data", house.folder);
  assert.match(said, /agree/);
});

await stories.close();
