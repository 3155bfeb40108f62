// What the stories of several roles share: people with passwords of their own, pages, a count.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { listen, OFFICE } from "./look.mjs";
import { House } from "./server.mjs";

/** The password of every account of a demonstration. */
const OPEN = "Demo-2026-Open";

export class Stories {
  /** A filled district of so many people, served with its pack. */
  static async demo(binary, browserPath, folder, pack, people) {
    const stories = new Stories();
    const house = new House();
    Object.assign(stories, { folder, passed: 0, failed: 0, house });
    house.binary = binary;
    house.folder = mkdtempSync(join(tmpdir(), "doudi-e2e-demo-"));
    house.run("demo", "--data", house.folder, "--people", String(people), "--fill-only", "--pack", pack);
    await house.start({ DOUDI_PACK: pack });
    stories.browser = await chromium.launch({
      executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"],
    });
    return stories;
  }

  /** Signs somebody of the demonstration in. */
  async enter(login) {
    const context = await this.browser.newContext({
      viewport: OFFICE, reducedMotion: "reduce", locale: "zh-CN", acceptDownloads: true,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.complaints = listen(page);
    page.open = (path) => page.goto(this.house.address + path);
    await page.open("/sign-in");
    await page.fill("[name=login]", login);
    await page.fill("[name=password]", OPEN);
    await page.click("main button");
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
    return page;
  }

  static async open(binary, browserPath, folder) {
    const stories = new Stories();
    Object.assign(stories, { folder, passed: 0, failed: 0 });
    stories.house = await House.open(binary);
    stories.browser = await chromium.launch({
      executablePath: browserPath,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    return stories;
  }

  /** Runs a command of the program on the story's data. */
  command(...args) {
    return this.house.run(...args, "--data", this.house.folder);
  }

  async step(name, story) {
    const start = Date.now();
    try {
      await story();
      this.passed += 1;
      console.log(`ok    ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      this.failed += 1;
      console.log(`WRONG ${name}\n${error.stack ?? error}`);
    }
  }

  /** Makes an account with a role, signs it in and sets a password of its own. */
  async person(login, name, role, division, options = {}) {
    const said = this.command("user", "add", login, name);
    const first = /\S+-\S+-\S+-\S+/.exec(said)[0];
    this.command("user", "grant", login, role, division);
    const context = await this.browser.newContext({
      viewport: OFFICE, reducedMotion: "reduce", locale: "zh-CN", ...options,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.complaints = listen(page);
    page.open = (path) => page.goto(this.house.address + path);
    await page.open("/sign-in");
    await page.fill("[name=login]", login);
    await page.fill("[name=password]", first);
    await page.click("main button");
    const own = "Straw-Hat-and-Umbrella-7";
    await page.fill("[name=old]", first);
    await page.fill("[name=new]", own);
    await page.fill("[name=again]", own);
    await page.click("main button");
    await page.waitForURL("**/?done=saved");
    return page;
  }

  async close() {
    await this.browser.close();
    await this.house.close();
    console.log(`${this.passed} passed, ${this.failed} failed; pictures in ${this.folder}`);
    process.exit(this.failed === 0 ? 0 : 1);
  }
}
