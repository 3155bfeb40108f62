// People and households as a window keeps them: node household.mjs BINARY BROWSER FOLDER PACK
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { look } from "./look.mjs";
import { Stories } from "./story.mjs";

const [binary, browser, folder, pack] = process.argv.slice(2);
const stories = await Stories.demo(binary, browser, folder, pack, 1500);
const { house } = stories;
const step = stories.step.bind(stories);
const enter = stories.enter.bind(stories);
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
const people = {};
const known = {};

/** An ID number with its check digit (GB 11643). */
function number(seventeen) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...seventeen].reduce((all, digit, at) => all + Number(digit) * weights[at], 0);
  return seventeen + "10X98765432"[sum % 11];
}

const send = (page, text) => Promise.all([
  page.waitForNavigation(), page.click(`main form button >> text=${text}`),
]);

/** Registers somebody and tells the address of their page. */
async function register(page, name, id, despite) {
  await page.open("/people/new");
  await page.fill("[name=name]", name);
  await page.fill("[name=number]", id);
  await page.selectOption("[name=division]", { index: 1 });
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  if (despite && (await page.locator("[name=despite]").count())) {
    await look(page, folder, "person-known", { everything: false });
    await page.fill("[name=despite]", despite);
    await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  }
  assert.match(page.url(), /\/people\/[0-9a-z]{26}/, await page.innerText("main"));
  return new URL(page.url()).pathname;
}

await step("somebody is registered; a wrong check digit is told at once", async () => {
  people.window = await enter("window");
  const page = people.window;
  await page.open("/people/new");
  await page.fill("[name=name]", "欧阳秋月");
  const right = number("50015319650312402");
  const wrong = right.slice(0, 17) + (right.endsWith("0") ? "1" : "0");
  await page.fill("[name=number]", wrong);
  await page.selectOption("[name=division]", { index: 1 });
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  await page.waitForSelector(".invalid-feedback");
  await look(page, folder, "person-wrong-digit");
  assert.equal(await page.inputValue("[name=name]"), "欧阳秋月");
  known.mother = await register(page, "欧阳秋月", right);
  known.son = await register(page, "欧阳建国", number("50015319880101401"));
  known.wife = await register(page, "古丽巴哈尔·阿不都热依木", number("50015319900202402"));
  await look(page, folder, "person-long-name");
});

await step("a household is founded, two join it, a second head is refused", async () => {
  const page = people.window;
  await page.open(`${known.mother}/found`);
  await page.selectOption("[name=division]", { index: 1 });
  await page.fill("[name=address]", "幸福路 12 号");
  await page.fill("[name=on]", "2015-03-01");
  await page.fill("[name=source]", "户口簿");
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  assert.match(page.url(), /\/households\/[0-9a-z]{26}/);
  known.home = new URL(page.url()).pathname;
  await look(page, folder, "household-alone", { everything: false });
  for (const [name, relation] of [["欧阳建国", "head"], ["欧阳建国", "son"], ["古丽巴哈尔", "in-law"]]) {
    await page.open(`${known.home}/join?q=${encodeURIComponent(name)}`);
    await page.selectOption("[name=relation]", relation).catch(() => null);
    if (relation === "head" && !(await page.locator("[name=relation] option[value=head]").count())) continue;
    await page.fill("[name=on]", "2016-05-01");
    await page.fill("[name=source]", "户口簿");
    await Promise.all([page.waitForNavigation(), page.click("form[action$='/join'] button.btn-primary >> nth=-1")]);
  }
  await page.open(known.home);
  assert.equal(await page.locator("article.member").count(), 3);
  await look(page, folder, "household-three");
});

await step("two clerks change the same household: the second chooses, nothing is lost", async () => {
  const page = people.window;
  people.town = await enter("town");
  const other = people.town;
  await page.open(`${known.home}/edit`);
  await other.open(`${known.home}/edit`);
  await page.fill("[name=address]", "幸福路 12 号 1 单元");
  await page.fill("[name=reason]", "门牌更正");
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  await other.fill("[name=address]", "幸福路 12 号附 3 号");
  await other.fill("[name=reason]", "房屋重新编号");
  await Promise.all([other.waitForNavigation(), other.click("main form button.btn-primary")]);
  await look(other, folder, "household-conflict");
  const said = await other.innerText("main");
  assert.match(said, /1 单元/, "what the other clerk wrote is shown");
  assert.match(said, /附 3 号/, "what was typed is kept");
});

await step("a telephone, an account and an address are added and ended", async () => {
  const page = people.window;
  await page.open(known.mother);
  await page.click("details:has(form[action$='/contact']) summary");
  await page.fill("form[action$='/contact'] [name=number]", "1380000");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/contact'] button")]);
  await page.waitForSelector(".invalid-feedback, .alert-danger");
  await look(page, folder, "contact-wrong", { everything: false });
  await page.fill("form[action$='/contact'] [name=number]", "13800001234");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/contact'] button")]);
  await page.open(known.mother);
  await page.click("details:has(form[action$='/account']) summary");
  await page.fill("form[action$='/account'] [name=bank]", "农商银行");
  await page.fill("form[action$='/account'] [name=holder]", "欧阳秋月");
  await page.fill("form[action$='/account'] [name=account]", "6222021001116245702");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/account'] button")]);
  await page.open(known.mother);
  await page.click("details:has(form[action$='/address']) summary");
  await page.fill("form[action$='/address'] [name=line]", "广东省深圳市宝安区西乡街道 8 号");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/address'] button.btn-primary")]);
  await page.open(known.mother);
  const said = await page.innerText("main");
  assert.match(said, /138\*+1234|138\*\*\*\*1234/, said);
  assert.match(said, /5702/);
  assert.doesNotMatch(said, /6222021001116245702/, "the account's number is masked");
  await look(page, folder, "person-reached");
});

await step("a scan is kept with the household, fetched as it was, and taken away with a reason", async () => {
  const page = people.window;
  const scan = join(house.folder, "户口簿 全户.pdf");
  writeFileSync(scan, "%PDF-1.7 a scan");
  await page.open(known.home);
  const form = "form[action$='/files']";
  await page.click(`details:has(${form}) summary`);
  writeFileSync(join(house.folder, "page.pdf"), "<html>not a document</html>");
  await page.setInputFiles(`${form} [name=file]`, join(house.folder, "page.pdf"));
  await Promise.all([page.waitForNavigation(), page.click(`${form} button`)]);
  await page.waitForSelector(`${form} .invalid-feedback`, { state: "visible" });
  await page.setInputFiles(`${form} [name=file]`, scan);
  await page.fill(`${form} [name=about]`, "首页和全部成员页");
  await Promise.all([page.waitForNavigation(), page.click(`${form} button`)]);
  await look(page, folder, "household-files");
  const [download] = await Promise.all([
    page.waitForEvent("download"), page.click(".files a >> text=户口簿 全户.pdf"),
  ]);
  assert.equal(download.suggestedFilename(), "户口簿 全户.pdf");
  assert.equal(readFileSync(await download.path(), "utf8"), "%PDF-1.7 a scan");
  await page.click(".files li details summary");
  await page.fill(".files li [name=reason]", "扫描不清");
  await Promise.all([page.waitForNavigation(), page.click(".files li form button")]);
  assert.match(await page.innerText(".files"), /扫描不清/);
  assert.equal(await page.locator(".files a[download]").count(), 0);
});

await step("the son founds a home of his own: the household is divided", async () => {
  const page = people.window;
  await page.open(`${known.home}/split`);
  await look(page, folder, "household-split", { everything: false });
  const boxes = page.locator(".goes input[type=checkbox]");
  for (let at = 0; at < await boxes.count(); at += 1) {
    const line = page.locator(".goes").nth(at);
    if (!/欧阳建国|古丽/.test(await line.innerText())) continue;
    await boxes.nth(at).check();
    await line.locator("select").selectOption(/建国/.test(await line.innerText()) ? "head" : "spouse");
  }
  await page.selectOption("[name=division]", { index: 1 });
  await page.fill("[name=address]", "新村 5 号");
  await page.fill("[name=on]", "2020-02-01");
  await page.fill("[name=source]", "分户审批表");
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  await page.open(known.home);
  assert.equal(await page.locator("article.member").count(), 1);
  await page.open(known.son);
  await page.click(".homes a >> nth=0");
  known.young = new URL(page.url()).pathname;
  assert.notEqual(known.young, known.home);
  assert.equal(await page.locator("article.member").count(), 2);
  await look(page, folder, "household-young");
});

await step("the head changes, the other follows", async () => {
  const page = people.window;
  await page.open(`${known.young}/head`);
  await page.locator("label.check", { hasText: "古丽" }).locator("input").check();
  await Promise.all([page.waitForNavigation(), page.click("form[method=get] button >> nth=-1")]);
  await look(page, folder, "household-head", { everything: false });
  await page.fill("[name=on]", "2020-06-01");
  await page.fill("[name=reason]", "户主变更登记");
  const relation = page.locator("form[method=post] select").first();
  await relation.selectOption("spouse");
  await Promise.all([page.waitForNavigation(), page.click("main form[method=post] button.btn-primary")]);
  await page.open(known.young);
  assert.match(await page.innerText("article.member.head"), /古丽/);
});

await step("somebody is registered twice, the two are made one, and parted again", async () => {
  const page = people.town;
  known.twin = await register(page, "欧阳秋月", "", "证件遗失，先行登记");
  await page.open(`${known.mother}/merge?q=${encodeURIComponent("欧阳秋月")}`);
  await look(page, folder, "merge-find", { everything: false });
  await Promise.all([page.waitForNavigation(), page.click("table.list a >> nth=0")]);
  await look(page, folder, "merge-both");
  await page.fill("[name=reason]", "同一人重复登记");
  await Promise.all([page.waitForNavigation(), page.click("main form button.btn-primary")]);
  await page.open(known.twin);
  assert.match(await page.innerText(".alert-info"), /合并/);
  await page.fill("[name=reason]", "不是同一人");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/unmerge'] button")]);
  await page.open(known.twin);
  assert.equal(await page.locator(".alert-info").count(), 0);
});

await step("a death leaves a household of its past", async () => {
  const page = people.window;
  await page.open(known.son);
  await page.click("details:has(form[action$='/life']) summary");
  await page.fill("form[action$='/life'] [name=on]", today);
  await page.fill("form[action$='/life'] [name=source]", "殡葬火化证明");
  await Promise.all([page.waitForNavigation(), page.click("form[action$='/life'] button.btn-primary")]);
  await page.open(known.son);
  await look(page, folder, "person-dead");
  await page.open(`${known.young}/history`);
  await look(page, folder, "household-past", { everything: false });
  const said = await page.innerText("main");
  assert.match(said, /欧阳建国[^]*古丽巴哈尔/, "the heads are told by name");
});

await step("nobody's page says a code or complains", async () => {
  for (const login of ["window", "town"]) {
    const page = people[login];
    assert.deepEqual(page.complaints, [], login);
    for (const path of [known.mother, known.home, known.young, `${known.mother}/history`]) {
      await page.open(`/language/en?then=${path}`);
      await page.open(path);
      const text = await page.innerText("main");
      const code = /\b(person|household|life|merge|split|join|reach|contact|account)-[a-z-]{3,}\b/.exec(text);
      assert.equal(code, null, `${path} says ${code}`);
    }
  }
});

await stories.close();
