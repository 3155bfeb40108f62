// Starts the real binary on a new data folder, and ends it.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const DIVISION = "500153";

export class House {
  /** Makes the folder, the three administrators and their first passwords, and serves. */
  static async open(binary) {
    const house = new House();
    house.binary = binary;
    house.folder = mkdtempSync(join(tmpdir(), "doudi-e2e-"));
    const made = house.run("init", "--data", house.folder, "--division", DIVISION);
    house.passwords = {};
    for (const line of made.split("\n")) {
      const found = /^ {2}(system|security|audit)\s+(\S+)/.exec(line);
      if (found) house.passwords[found[1]] = found[2];
    }
    await house.start();
    return house;
  }

  run(...args) {
    return execFileSync(this.binary, ["--lang", "en", ...args], { encoding: "utf8" });
  }

  start(settings = {}) {
    const environment = { ...process.env, ...settings };
    const args = ["--lang", "en", "serve", "--data", this.folder, "--listen", "127.0.0.1:0"];
    this.child = spawn(this.binary, args, { env: environment });
    this.log = "";
    this.child.stderr.on("data", (part) => { this.log += part; });
    return new Promise((resolve, reject) => {
      this.child.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${this.log}`)));
      let said = "";
      this.child.stdout.on("data", (part) => {
        said += part;
        const found = /127\.0\.0\.1:(\d+)/.exec(said);
        if (found) {
          this.address = `http://127.0.0.1:${found[1]}`;
          resolve();
        }
      });
    });
  }

  async stop() {
    this.child.removeAllListeners("exit");
    const gone = new Promise((resolve) => this.child.on("exit", resolve));
    this.child.kill("SIGTERM");
    await gone;
  }

  /** What the log must never hold: words that people typed or are called by. */
  told(secrets) {
    return secrets.filter((secret) => this.log.includes(secret));
  }

  async close() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
