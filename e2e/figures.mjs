// Charts and maps in a real browser: node figures.mjs EXAMPLE BROWSER FOLDER
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";
import { listen, look, OFFICE } from "./look.mjs";

const [example, browserPath, folder] = process.argv.slice(2);
const child = spawn(example);
const address = await new Promise((resolve, reject) => {
  child.on("exit", () => reject(new Error("the example ended")));
  child.stdout.once("data", (said) => resolve(String(said).trim()));
});
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
let failed = 0;

async function step(name, options, story) {
  const context = await browser.newContext({ viewport: OFFICE, reducedMotion: "reduce", locale: "zh-CN", ...options });
  const page = await context.newPage();
  page.complaints = listen(page);
  page.asked = [];
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  try {
    await story(page);
    assert.deepEqual(page.complaints, []);
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`WRONG ${name}\n${error.stack ?? error}`);
  }
  await context.close();
}

/** How many pixels of the canvases of a page are painted. */
const painted = (page) => page.evaluate(() => [...document.querySelectorAll(".chart canvas")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 3; at < data.length; at += 4) count += data[at] > 0 ? 1 : 0;
  return count;
}));

await step("charts are drawn, maps are shaded, nothing breaks the policy", {}, async (page) => {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  const pixels = await painted(page);
  assert.equal(pixels.length, 5);
  for (const count of pixels) assert.ok(count > 5_000, `${pixels}`);
  assert.equal(await page.locator(".map path.shape").count(), 6);
  const fill = (shape) => page.evaluate((s) => getComputedStyle(document.querySelector(s)).fill, shape);
  assert.notEqual(await fill(".map path.shape-0"), await fill(".map path.shape-4"));
  await page.hover(".map tr[data-code='500153002']");
  assert.equal(await page.locator(".map path.marked").count(), 1);
  await look(page, folder, "figures");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.dataset.bsTheme === "dark");
  for (const count of await painted(page)) assert.ok(count > 5_000);
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  await page.screenshot({ path: `${folder}/figures-print.png`, fullPage: true });
});

await step("a bar leads to its records", {}, async (page) => {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  await page.locator(".chart canvas").first().scrollIntoViewIfNeeded();
  const box = await page.locator(".chart canvas").first().boundingBox();
  await page.mouse.click(box.x + box.width * .12, box.y + box.height * .8);
  await page.waitForURL(/town=/);
});

await step("without scripting the tables stand open", { javaScriptEnabled: false }, async (page) => {
  await page.goto(address);
  assert.equal(await page.locator(".figure .values table >> visible=true").count(), 6);
  assert.match(await page.innerText(".chart >> nth=4"), /本月[\s\S]*121,800\.00/);
});

await step("a page without figures loads nothing for them", {}, async (page) => {
  await page.goto(`${address}/bare`);
  await page.waitForLoadState("networkidle");
  assert.deepEqual(page.asked.filter((path) => /echarts|leaflet|charts|maps|figures/.test(path)), []);
});

await browser.close();
child.removeAllListeners("exit");
child.kill();
console.log(failed === 0 ? "figures: all passed" : `figures: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
