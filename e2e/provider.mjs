// A small OpenID Connect provider: one client, a page that asks for a name, codes that are good
// once, PKCE held, tokens signed with RS256.
import { createHash, createPublicKey, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";

const text = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

export class Provider {
  client = "doudi";
  secret = "a secret & more: 100%";

  static async open() {
    const provider = new Provider();
    provider.key = key();
    provider.codes = new Map();
    provider.server = createServer((request, answer) => provider.answer(request, answer));
    await new Promise((ready) => provider.server.listen(0, "127.0.0.1", ready));
    // Another site than the house, which is at 127.0.0.1: cookies behave as they would for real.
    provider.issuer = `http://localhost:${provider.server.address().port}`;
    return provider;
  }

  /** Signs from now on with a key that it does not publish. */
  betray() {
    this.signing = key();
  }

  repent() {
    this.signing = undefined;
  }

  /** What the house needs to know. */
  settings() {
    return {
      DOUDI_SIGN_ON_ISSUER: this.issuer,
      DOUDI_SIGN_ON_CLIENT: this.client,
      DOUDI_SIGN_ON_SECRET: this.secret,
    };
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  async answer(request, answer) {
    const url = new URL(request.url, this.issuer);
    const json = (status, value) => {
      answer.writeHead(status, { "content-type": "application/json" });
      answer.end(JSON.stringify(value));
    };
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return json(200, {
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
        });
      case "/keys": {
        const jwk = createPublicKey(this.key).export({ format: "jwk" });
        return json(200, { keys: [{ kty: "OKP", crv: "Ed25519", x: "" }, { ...jwk, kid: "1", use: "sig" }] });
      }
      case "/authorize": {
        const asked = Object.fromEntries(url.searchParams);
        const good = asked.client_id === this.client && asked.response_type === "code"
          && asked.code_challenge_method === "S256" && asked.scope.split(" ").includes("openid");
        answer.writeHead(good ? 200 : 400, { "content-type": "text/html; charset=utf-8" });
        const kept = [...url.searchParams].map(([name, value]) =>
          `<input type="hidden" name="${name}" value="${value.replaceAll('"', "&quot;")}">`).join("");
        return answer.end(`<h1>Identity</h1><form action="/agreed">${kept}<input name="who"><button>OK</button></form>
          <form action="/refused">${kept}<button>No</button></form>`);
      }
      case "/agreed": {
        const code = randomUUID();
        const asked = Object.fromEntries(url.searchParams);
        this.codes.set(code, asked);
        return this.back(answer, asked, { code });
      }
      case "/refused":
        return this.back(answer, Object.fromEntries(url.searchParams), { error: "access_denied" });
      case "/token":
        return this.token(request, json);
      default:
        return json(404, {});
    }
  }

  back(answer, asked, more) {
    const to = new URL(asked.redirect_uri);
    for (const [name, value] of Object.entries({ ...more, state: asked.state })) {
      to.searchParams.set(name, value);
    }
    answer.writeHead(302, { location: to.href });
    answer.end();
  }

  async token(request, json) {
    let body = "";
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    const pair = Buffer.from((request.headers.authorization ?? "").replace(/^Basic /, ""), "base64");
    const [client, secret] = pair.toString().split(":").map(decodeURIComponent);
    if (client !== this.client || secret !== this.secret) return json(401, { error: "invalid_client" });
    const asked = this.codes.get(form.get("code"));
    this.codes.delete(form.get("code"));
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (!asked || asked.code_challenge !== challenge || asked.redirect_uri !== form.get("redirect_uri")) {
      return json(400, { error: "invalid_grant" });
    }
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer, aud: this.client, sub: `user-${asked.who}`, preferred_username: asked.who,
      iat: now, exp: now + 300, nonce: asked.nonce,
    };
    const message = `${text({ alg: "RS256", kid: "1" })}.${text(claims)}`;
    const seal = createSign("RSA-SHA256").update(message).sign(this.signing ?? this.key, "base64url");
    return json(200, { token_type: "Bearer", access_token: randomUUID(), id_token: `${message}.${seal}` });
  }
}
