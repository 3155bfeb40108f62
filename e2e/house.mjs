// The main paths of the house in a real browser: node house.mjs BINARY BROWSER FOLDER
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { chromium } from "playwright-core";
import { listen, look, OFFICE } from "./look.mjs";
import { DIVISION, House } from "./server.mjs";

const [binary, browserPath, folder] = process.argv.slice(2);
const ROLES = ["system", "security", "audit"];
const NEW = () => "Straw-Hat-and-Umbrella-7";
let failed = 0;
let passed = 0;

/** The six digits of an authenticator app (RFC 6238). */
function codeAt(secret, at) {
  const bits = [...secret].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const value = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(value % 1_000_000).padStart(6, "0");
}

async function step(name, story) {
  const start = Date.now();
  try {
    await story();
    passed += 1;
    console.log(`ok    ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`WRONG ${name}\n${error.stack ?? error}`);
  }
}

const house = await House.open(binary);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu"],
});

/** A browser of somebody's own. */
async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: OFFICE, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.complaints = listen(page);
  return page;
}

const go = (page, path) => page.goto(house.address + path);

async function signIn(page, login, password) {
  await go(page, "/sign-in");
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", password);
  await page.click("main button");
}

await step("the first page is small and needs nothing from elsewhere", async () => {
  const page = await visitor({ locale: "zh-CN" });
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  const hosts = new Set();
  session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  session.on("Network.requestWillBeSent", (event) => hosts.add(new URL(event.request.url).origin));
  const start = Date.now();
  await go(page, "/");
  await page.waitForLoadState("networkidle");
  assert.match(page.url(), /\/sign-in\?then=%2F$/);
  assert.ok(bytes > 10_000 && bytes < 100_000, `${bytes} bytes`);
  assert.deepEqual([...hosts], [house.address]);
  console.log(`      ${bytes} bytes, ${Date.now() - start} ms until nothing more came`);
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  await look(page, folder, "sign-in-zh");
  await signIn(page, "system", "wrong");
  await page.waitForSelector("[role=alert]");
  await look(page, folder, "sign-in-wrong");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

/** The pages that a role's main path goes by. */
const PAGES = {
  system: ["/", "/accounts", "/accounts/new", "/jobs", "/search?q=a", "/me", "/me/password"],
  security: ["/", "/accounts", "/me"],
  audit: ["/", "/journal", "/journal/1", "/journal/verify", "/journal?f.actor=nobody", "/me"],
};

for (const login of ROLES) {
  await step(`${login} sets a password of their own and walks through both languages`, async () => {
    const page = await visitor({ locale: "zh-CN" });
    await signIn(page, login, house.passwords[login]);
    await page.waitForURL("**/me/password");
    await page.fill("[name=old]", house.passwords[login]);
    await page.fill("[name=new]", "short");
    await page.fill("[name=again]", "short");
    await page.click("main button");
    await page.waitForSelector(".invalid-feedback");
    await look(page, folder, `${login}-password-wrong`, { everything: false });
    await page.fill("[name=old]", house.passwords[login]);
    await page.fill("[name=new]", NEW(login));
    await page.fill("[name=again]", NEW(login));
    await page.click("main button");
    await page.waitForURL("**/?done=saved");
    for (const [tag, name] of [["zh-CN", "zh"], ["en", "en"]]) {
      await go(page, `/language/${tag}?then=/`);
      assert.equal(await page.getAttribute("html", "lang"), tag);
      for (const path of PAGES[login]) {
        await go(page, path);
        const at = path.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "home";
        await look(page, folder, `${login}-${at}-${name}`, { everything: name === "zh" });
        const text = await page.innerText("body");
        const code = /\b(fault|home|account|journal|job|list|me|session|sign-in)-[a-z-]+\b/.exec(text);
        assert.equal(code, null, `${path} says a code: ${code}`);
        if (name === "en") {
          const left = (await page.innerText("main")).replace(/中文|系统管理员|安全管理员|审计管理员/g, "");
          assert.doesNotMatch(left.replace(/\{.*\}/g, ""), /[一-龥]/, `${path} is not all in English`);
        }
      }
    }
    // The keyboard: the palette finds a way and follows it, the help says what there is.
    await go(page, "/");
    await page.keyboard.press("?");
    await page.waitForSelector("#keys[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.waitForSelector("#palette[open]");
    await look(page, folder, `${login}-palette`, { everything: login === "system" });
    await page.fill("#palette input", login === "audit" ? "Jour" : "Acc");
    await page.keyboard.press("Enter");
    await page.waitForURL(login === "audit" ? "**/journal" : "**/accounts");
    await go(page, "/no-such-page");
    await look(page, folder, `${login}-nothing-here`, { everything: false });
    for (const path of ROLES.filter((r) => r !== login).flatMap((r) => PAGES[r])) {
      const mine = PAGES[login].includes(path) || /^\/(me|search)/.test(path);
      const answer = await go(page, path);
      const expected = mine || (login !== "audit" && path === "/accounts") ? 200 : 404;
      assert.equal(answer.status(), expected, `${login} ${path}`);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

await step("an account is made, given a role and used, with scripts turned off", async () => {
  const options = { javaScriptEnabled: false, locale: "en" };
  const system = await visitor(options);
  await signIn(system, "system", NEW("system"));
  await go(system, "/accounts/new");
  await system.fill("[name=login]", "Not A Login");
  await system.fill("[name=name]", "王芳");
  await system.click("main form button");
  assert.equal(await system.inputValue("[name=name]"), "王芳", "what was typed stays");
  await system.fill("[name=login]", "wangfang");
  await system.click("main form button");
  const password = await system.innerText("#secret");
  await system.click("text=/转交|handed/i");

  const security = await visitor(options);
  await signIn(security, "security", NEW("security"));
  await go(security, "/accounts?f.login=wang");
  await security.click("text=wangfang");
  await security.selectOption("[name=role]", "window-clerk");
  await security.fill("[name=division]", `${DIVISION}104`);
  await security.click("form[action$=grant] button");
  await security.waitForURL("**done=saved");

  // The security administrator keeps a view of the list, and fewer columns.
  await go(security, "/accounts?f.login=wang");
  await security.click("text=/视图|Views/");
  await security.fill("#view-accounts", "W");
  await security.click("form[action$='/views'] button");
  await security.click("text=/^(列|Columns)$/");
  await security.uncheck("[name=column][value=made]");
  await security.click("form[action$='/columns'] button >> nth=0");
  assert.equal(await security.locator("thead th").count(), 5);
  assert.equal(await security.locator(".view a[aria-current]").count(), 1);

  const clerk = await visitor(options);
  await signIn(clerk, "wangfang", password);
  await clerk.fill("[name=old]", password);
  await clerk.fill("[name=new]", NEW("wang-fang"));
  await clerk.fill("[name=again]", NEW("wang-fang"));
  await clerk.click("main button");
  assert.equal((await go(clerk, "/accounts")).status(), 404);
  assert.equal((await go(clerk, "/")).status(), 200);
  for (const page of [system, security, clerk]) await page.context().close();
});

await step("a second factor is set up on the page and asked for; wrong codes lock", async () => {
  const page = await visitor({ locale: "en" });
  await signIn(page, "wangfang", NEW());
  await go(page, "/me/factor");
  await look(page, folder, "factor");
  const secret = (await page.innerText(".panel .secret")).trim();
  await page.fill("[name=code]", "000000");
  await page.fill("[name=password]", NEW());
  await page.click("main button");
  await page.waitForSelector(".invalid-feedback");
  assert.equal((await page.innerText(".panel .secret")).trim(), secret, "the same code stays");
  await page.fill("[name=code]", codeAt(secret, Date.now()));
  await page.fill("[name=password]", NEW());
  await page.click("main button");
  await page.waitForURL("**done=factor");
  await look(page, folder, "me-with-factor");
  await page.click("form[action$='/end-all'] button");
  await page.waitForURL("**done=signed-out");
  await signIn(page, "wangfang", NEW());
  await page.waitForSelector("[name=code]");
  await look(page, folder, "sign-in-code", { everything: false });
  // The step just used is spent; the next one is accepted half a minute early.
  await page.fill("[name=code]", codeAt(secret, Date.now() + 30_000));
  await page.click("main form button");
  await page.waitForURL(house.address + "/");
  assert.deepEqual(page.complaints, []);
  const stranger = await visitor({ locale: "en" });
  for (let i = 0; i < 5; i += 1) await signIn(stranger, "wangfang", "wrong");
  await stranger.waitForSelector("[role=alert]");
  assert.match(await stranger.innerText("[role=alert]"), /Too many|after/);
  await look(stranger, folder, "sign-in-locked", { everything: false });
  for (const one of [page, stranger]) await one.context().close();
});

await step("what was typed outlives the session", async () => {
  const page = await visitor({ locale: "zh-CN" });
  await signIn(page, "system", NEW("system"));
  await go(page, "/accounts/new");
  await page.fill("[name=login]", "lixiaoming");
  await page.fill("[name=name]", "李小明 <科员>");
  // Meanwhile somebody ends all sessions of this account.
  const security = await visitor();
  await signIn(security, "security", NEW("security"));
  await go(security, "/accounts?f.login=system");
  await security.click("tbody a");
  await security.click("form[action$='/sign-out'] >> nth=-1 >> button");
  await security.waitForURL("**done=ended");
  await page.click("main form button");
  await page.waitForSelector(".alert-info");
  await look(page, folder, "signed-out-kept");
  await page.fill("[name=login]", "system");
  await page.fill("[name=password]", NEW("system"));
  await page.click("main form button");
  await page.click("main form button");
  assert.equal(await page.innerText("#login"), "lixiaoming");
  await go(page, "/accounts?f.login=lixiao");
  assert.match(await page.innerText("tbody"), /李小明 <科员>/);
  for (const one of [page, security]) await one.context().close();
});

await step("health and metrics answer machines, the log names nobody", async () => {
  const answer = await fetch(`${house.address}/health`);
  assert.equal(answer.status, 200);
  const metrics = await (await fetch(`${house.address}/metrics`)).text();
  const typed = ["王芳", "李小明", "lixiaoming", "wangfang", "Straw-Hat", ...Object.values(house.passwords)];
  assert.ok(house.log.split("\n").length > 100, `only ${house.log.length} bytes of log`);
  assert.deepEqual(house.told(typed), [], "the log holds what people typed");
  assert.doesNotMatch(house.log, /\b[1-9]\d{16}[\dX]\b|\b1[3-9]\d{9}\b|[一-龥]/, "the log holds numbers or names of people");
  assert.doesNotMatch(metrics, /王芳|wangfang|\d{17}[\dX]/);
});

await browser.close();
await house.close();
console.log(`${passed} passed, ${failed} failed; pictures in ${folder}`);
process.exit(failed === 0 ? 0 : 1);
