// The plan at work, by the roles that carry it out: node plan.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { look } from "./look.mjs";
import { DIVISION } from "./server.mjs";
import { Stories } from "./story.mjs";

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.open(binary, browser, folder);
const { step } = { step: stories.step.bind(stories) };
const people = {};

/** Everything on a page said in English, but for the document itself and what people wrote. */
async function inEnglish(page) {
  const text = await page.evaluate(() => {
    const main = document.querySelector("main").cloneNode(true);
    for (const kept of main.querySelectorAll("[lang=zh-CN], .said")) kept.remove();
    return main.textContent;
  });
  return text.match(/[一-龥]+/g) ?? [];
}

await step("four people come to work, and there is no plan yet", async () => {
  people.leader = await stories.person("wangjuzhang", "王局长", "bureau-leader", DIVISION);
  people.officer = await stories.person("zhaokeyuan", "赵科员", "section-officer", DIVISION);
  people.inspector = await stories.person("sunjijian", "孙纪检", "discipline-inspector", DIVISION);
  people.worker = await stories.person("chenxieli", "陈协理", "village-worker", `${DIVISION}104201`);
  await people.leader.open("/plan");
  await look(people.leader, folder, "plan-none", { everything: false });
  const said = stories.command("plan", "--pack", pack);
  assert.match(said, /edition 1, with \d+ tasks/);
});

await step("the plan is the document, and every item stands beside its sentence", async () => {
  const page = people.leader;
  await page.open("/plan");
  const quoted = await page.locator(".asked").count();
  const noted = await page.locator(".plan-notes > li").count();
  assert.equal(quoted, noted, "every item is a sentence of the text");
  assert.ok(noted > 60, `${noted} items`);
  for (const link of await page.locator(".asked").evaluateAll((all) => all.map((a) => a.hash))) {
    assert.equal(await page.locator(`[id="${link.slice(1)}"]`).count(), 1, link);
  }
  await look(page, folder, "plan-zh");
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: `${folder}/plan-print.png`, fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.open("/language/en?then=/plan");
  await look(page, folder, "plan-en", { everything: false });
  assert.deepEqual(await inEnglish(page), []);
  await page.open("/language/zh-CN?then=/");
  await look(page, folder, "leader-home", { everything: false });
});

await step("every item leads to its own tasks", async () => {
  const page = people.leader;
  await page.open("/plan");
  const links = await page.locator(".plan-note-head a").evaluateAll((all) => all.map((a) => a.href));
  for (const link of links) {
    await page.goto(link);
    const rows = await page.locator("tbody tr").count();
    assert.ok(rows >= 1, `${link} has ${rows} tasks`);
  }
});

await step("a task is taken on, reported, returned, reported again and closed out", async () => {
  const { officer, inspector, leader } = people;
  await officer.open("/tasks?f.title=备用金");
  await look(officer, folder, "tasks");
  await officer.click("tbody a");
  await officer.click("form[action$='/accept'] button");
  await officer.waitForURL("**done=saved");
  await officer.click("form[action$='/report'] button");
  await officer.waitForSelector(".is-invalid, [role=alert]");
  await officer.fill("#note-report", "21个镇街均已建立备用金账户，附账户清单");
  await officer.click("form[action$='/report'] button");
  await officer.waitForURL("**done=saved");
  assert.equal(await officer.locator("form[action$='/close']").count(), 0, "not one's own");
  const address = new URL(officer.url()).pathname;
  await inspector.open(address);
  await inspector.click("summary:has-text('退回')");
  await inspector.fill("#note-return", "清单缺清江镇");
  await inspector.click("form[action$='/return'] button");
  await officer.open(address);
  const proof = "form[action$='/files']";
  await officer.click(`details:has(${proof}) summary`);
  await officer.setInputFiles(`${proof} [name=file]`, {
    name: "21个镇街账户清单.txt", mimeType: "text/plain", buffer: Buffer.from("昌元街道 1001\n清江镇 1021\n"),
  });
  await officer.click(`${proof} button`);
  await officer.waitForURL("**done=saved");
  await inspector.open(address);
  const [kept] = await Promise.all([
    inspector.waitForEvent("download"), inspector.click(".files a[download]"),
  ]);
  assert.equal(kept.suggestedFilename(), "21个镇街账户清单.txt");
  assert.equal(await inspector.locator(proof).count(), 0, "an inspector reads and changes nothing");
  await officer.fill("#note-report", "已补清江镇");
  await officer.click("form[action$='/report'] button");
  await leader.open("/tasks?f.state=reported");
  await leader.click("tbody a");
  await look(leader, folder, "task", { everything: true });
  await leader.click("form[action$='/close'] button");
  await leader.waitForURL("**done=saved");
  await leader.open("/plan");
  assert.match(await leader.innerText("[id='i-3.2.4b'] .state"), /1\/1/);
  const events = await officer.goto(stories.house.address + address)
    .then(() => officer.locator(".timeline li").count());
  assert.equal(events, 6);
});

await step("a problem is put right and closed out by two who did not do it", async () => {
  const { leader, officer, inspector } = people;
  await leader.open("/problems");
  await look(leader, folder, "problems-none", { everything: false });
  await leader.open("/problems/new");
  await leader.selectOption("[name=source]", "assessment");
  await leader.fill("[name=title]", "2户重度残疾人应保未保");
  await leader.click("main form button");
  await leader.waitForSelector(".invalid-feedback");
  assert.equal(await leader.inputValue("[name=title]"), "2户重度残疾人应保未保");
  await look(leader, folder, "problem-wrong", { everything: false });
  const today = new Date().toISOString().slice(0, 10);
  await leader.fill("[name=detail]", "国家考核反馈：两户重度残疾人家庭未纳入低保");
  await leader.fill("[name=found_on]", "2020-02-20");
  await leader.selectOption("[name=section]", "relief");
  await leader.fill("[name=due]", today);
  await leader.click("main form button");
  await leader.waitForURL("**/problems/*done=saved");
  const address = new URL(leader.url()).pathname;
  await leader.fill("#f-title", "入户核查并补办低保");
  await leader.click("form[action$='/measures'] button");
  await leader.waitForURL("**done=saved");
  assert.equal(await leader.locator("form[action$='/sign']").count(), 0, "the measure is open");
  await officer.open(address);
  await officer.click("tbody a");
  await officer.click("form[action$='/accept'] button");
  await officer.fill("#note-report", "两户已于本月纳入，档案齐全");
  await officer.click("form[action$='/report'] button");
  await officer.waitForURL("**done=saved");
  await leader.open(address);
  await leader.click("tbody a");
  await leader.click("form[action$='/close'] button");
  await leader.open(address);
  await leader.fill("#note-sign", "已看档案");
  await leader.click("form[action$='/sign'] button");
  await inspector.open(address);
  await inspector.fill("#note-sign", "抽查入户属实");
  await inspector.click("form[action$='/sign'] button");
  await inspector.waitForURL("**done=saved");
  await look(inspector, folder, "problem");
  await inspector.open("/problems");
  assert.match(await inspector.innerText("tfoot"), /1\s+1\s+0/);
  await inspector.open("/problems/lists");
  await look(inspector, folder, "problem-lists", { everything: false });
  const [book] = await Promise.all([
    inspector.waitForEvent("download"), inspector.click("a[href='/problems/lists/export']"),
  ]);
  assert.match(book.suggestedFilename(), /清单.*\.xlsx$/);
  await inspector.open("/language/en?then=/problems/lists");
  assert.equal(await inspector.locator("main h2").count(), 3);
});

await step("a village worker sees nothing of the bureau's own tasks", async () => {
  const { worker } = people;
  await worker.open("/tasks");
  await look(worker, folder, "tasks-none", { everything: false });
  assert.equal(await worker.locator("tbody tr").count(), 0);
  await worker.open("/plan");
  assert.ok((await worker.locator(".plan-notes > li").count()) > 60);
  for (const page of Object.values(people)) assert.deepEqual(page.complaints, []);
});

await stories.close();
