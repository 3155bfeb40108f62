// Looks at a page as people and their tools would: is it accessible, does it fit, does it complain.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const OFFICE = { width: 1366, height: 768 };
export const PHONE = { width: 360, height: 740 };

/** Collects what a page complains of: errors of scripts, of the policy, of missing files. */
export function listen(page) {
  const complaints = [];
  page.on("console", (message) => {
    // A page that answers 4xx is reported by the browser too; the tests ask for those on purpose.
    const asked = /Failed to load resource.*\b(4\d\d)\b/.test(message.text());
    if (message.type() === "error" && !asked) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

/** Everything that axe finds wrong, as lines. */
async function wrongs(page) {
  // Through the debugger, because the policy of the page forbids any script but its own.
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags }), TAGS);
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target} ${node.failureSummary}`));
}

async function shot(page, folder, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Looks at the page that is open: office screen, phone, dark, print. */
export async function look(page, folder, name, { everything = true } = {}) {
  await page.setViewportSize(OFFICE);
  await shot(page, folder, `${name}-office`);
  const found = (await wrongs(page)).map((line) => `light: ${line}`);
  if (everything) {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.dataset.bsTheme === "dark");
    await shot(page, folder, `${name}-dark`);
    found.push(...(await wrongs(page)).map((line) => `dark: ${line}`));
    await page.emulateMedia({ colorScheme: "light" });
  }
  await page.setViewportSize(PHONE);
  await shot(page, folder, `${name}-phone`);
  found.push(...(await wrongs(page)).map((line) => `phone: ${line}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > PHONE.width) found.push(`phone: the page is ${wide} pixels wide`);
  await page.setViewportSize(OFFICE);
  assert.deepEqual(found, [], `${name}: ${page.url()}`);
}
