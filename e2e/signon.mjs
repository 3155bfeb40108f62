// Single sign-on with a provider of another site: node signon.mjs BINARY BROWSER FOLDER
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { listen, look, OFFICE } from "./look.mjs";
import { Provider } from "./provider.mjs";
import { House } from "./server.mjs";

const [binary, browserPath, folder] = process.argv.slice(2);
let failed = 0;
let passed = 0;

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
await house.stop();
const provider = await Provider.open();
await house.start(provider.settings());
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu"],
});

async function visitor(options = {}) {
  const context = await browser.newContext({ viewport: OFFICE, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.complaints = listen(page);
  return page;
}

/** From a page of the house to the provider, and back as somebody. */
async function signOn(page, path, who) {
  await page.goto(house.address + path);
  await page.click("a[href^='/sign-on']");
  await page.waitForURL(`${provider.issuer}/**`);
  await page.fill("[name=who]", who);
  await page.click("button >> text=OK");
}

const alert = (page) => page.innerText("[role=alert]");

await step("the provider's word opens the page that was asked for, and no password is wanted", async () => {
  const page = await visitor({ locale: "zh-CN" });
  await page.goto(house.address + "/accounts");
  await look(page, folder, "sign-on");
  await signOn(page, "/accounts", "System");
  await page.waitForURL(house.address + "/accounts");
  assert.match(await page.innerText("tbody"), /security/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();

  // The same account by its first password still has to change it.
  const own = await visitor({ locale: "en" });
  await own.goto(house.address + "/sign-in");
  await own.fill("[name=login]", "system");
  await own.fill("[name=password]", house.passwords.system);
  await own.click("main form button");
  await own.waitForURL("**/me/password");
  await own.context().close();
});

await step("the journal tells who came by the provider", async () => {
  const page = await visitor({ locale: "en" });
  await signOn(page, "/journal?f.act=session.start-provider", "audit");
  await page.waitForURL(house.address + "/journal?f.act=session.start-provider");
  assert.match(await page.innerText("tbody"), /统一身份认证登录/);
  await look(page, folder, "sign-on-journal", { everything: false });
  await page.context().close();
});

await step("whoever has no account, says no, or comes from elsewhere is told and not let in", async () => {
  const page = await visitor({ locale: "en" });
  await signOn(page, "/", "stranger");
  await page.waitForURL("**/sign-on/back?**");
  assert.match(await alert(page), /“stranger”.*no account/s);
  await look(page, folder, "sign-on-unknown");

  await page.click("a[href^='/sign-on']");
  await page.click("button >> text=No");
  await page.waitForURL("**/sign-on/back?**");
  assert.match(await alert(page), /access_denied/);

  // An address that another browser got: the code is good, the browser is not the one that left.
  const other = await visitor({ locale: "en" });
  await page.click("a[href^='/sign-on']");
  const asked = new URL(page.url()).searchParams;
  asked.set("who", "system");
  const agreed = await fetch(`${provider.issuer}/agreed?${asked}`, { redirect: "manual" });
  const stolen = agreed.headers.get("location");
  assert.match(stolen, /code=/);
  await other.goto(house.address + "/sign-in");
  await other.goto(stolen);
  assert.match(await alert(other), /not begun in this browser/);
  assert.equal((await other.goto(house.address + "/accounts")).url(), `${house.address}/sign-in?then=%2Faccounts`);
  for (const one of [page, other]) await one.context().close();
});

await step("a token signed by another key opens nothing", async () => {
  const page = await visitor({ locale: "zh-CN" });
  provider.betray();
  await signOn(page, "/accounts", "system");
  await page.waitForURL("**/sign-on/back?**");
  assert.match(await alert(page), /不可信（signature）/);
  provider.repent();
  await page.context().close();
});

await step("without the provider there is still the password", async () => {
  const page = await visitor({ locale: "en" });
  await provider.close();
  await page.goto(house.address + "/sign-in");
  await page.click("a[href^='/sign-on']");
  await page.waitForSelector("[role=alert]");
  assert.match(await alert(page), /cannot be reached/);
  await look(page, folder, "sign-on-unreachable");
  await page.fill("[name=login]", "security");
  await page.fill("[name=password]", house.passwords.security);
  await page.click("main form button");
  await page.waitForURL("**/me/password");
  assert.deepEqual(house.told([provider.secret]), [], "the log holds the secret");
  await page.context().close();
});

await browser.close();
await house.close();
console.log(`${passed} passed, ${failed} failed; pictures in ${folder}`);
process.exit(failed === 0 ? 0 : 1);
