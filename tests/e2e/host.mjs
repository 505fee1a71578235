/** A demo district on a real host, played and served for one test file, with its accounts ready to sign in. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

// LIUFA: another host than the one built beside; LIUFA_CONSOLE: the folder of another console than its own.
const liufa = process.env.LIUFA ?? resolve(new URL('.', import.meta.url).pathname, '../../build/bin/liufa');

function run(data, ...words) {
  return execFileSync(liufa, [...words, '--data', data], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

/** Requests of one account, beside the browser: what a colleague elsewhere does meanwhile. */
export class Client {
  #address;
  #cookie = '';
  #proof = '';

  constructor(origin, district) {
    this.#address = `${origin}/api/v1/districts/${district}`;
  }

  async signIn(login, password) {
    const answer = await fetch(`${this.#address}/session`, {
      method: 'POST',
      body: JSON.stringify({ login, password }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${login}: ${body.text?.en}`);
    this.#cookie = answer.headers.get('set-cookie').split(';')[0];
    this.#proof = body.csrf;
    return this;
  }

  get cookie() {
    return this.#cookie;
  }

  async ask(path, { method = 'GET', body, headers = {} } = {}) {
    const answer = await fetch(this.#address + path, {
      method,
      headers: { Cookie: this.#cookie, 'X-CSRF-Token': this.#proof, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const content = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(content)}`);
    return content;
  }
}

export class District {
  #data;
  #server;
  #configuration = '';
  origin;
  /** Everybody's by login. */
  passwords = {};

  constructor(id) {
    this.id = id;
  }

  /** Plays the demo (half a minute at most) and serves it on a free port of loopback, with this configuration. */
  static async start(id = 'hechuan', configuration = '') {
    const district = new District(id);
    district.#configuration = configuration;
    district.#data = mkdtempSync(join(tmpdir(), 'liufa-e2e-'));
    try {
      const { accounts } = JSON.parse(run(district.#data, 'demo', id, '--json'));
      await district.#serve();
      await Promise.all(accounts.map((each) => district.#choosePassword(each)));
    } catch (error) {
      await district.stop();
      throw error;
    }
    return district;
  }

  async #serve() {
    const other = process.env.LIUFA_CONSOLE ? ['--console', process.env.LIUFA_CONSOLE] : [];
    const file = join(this.#data, 'liufa.yaml');
    writeFileSync(file, this.#configuration);
    const words = ['serve', '--config', file, '--data', this.#data, '--listen', '127.0.0.1:0', ...other];
    this.#server = spawn(liufa, words, {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface({ input: this.#server.stdout })) {
      this.origin = line.trim();
      return;
    }
    throw new Error('the host ended before it listened');
  }

  /** A password of the person's own: the first one is changed as they would. */
  async #choosePassword({ login, password: first }) {
    const own = `chosen-by-me-${first.slice(0, 9)}`;
    const client = await new Client(this.origin, this.id).signIn(login, first);
    await client.ask('/password', { method: 'POST', body: { old: first, new: own } });
    this.passwords[login] = own;
  }

  /** The command line of the host's machine. */
  command(...words) {
    return run(this.#data, ...words, '--district', this.id);
  }

  async client(login) {
    return new Client(this.origin, this.id).signIn(login, this.passwords[login]);
  }

  async stop() {
    if (this.#server && this.#server.exitCode === null) {
      const ended = new Promise((done) => this.#server.once('exit', done));
      this.#server.kill('SIGTERM');
      await ended;
    }
    if (this.#data) rmSync(this.#data, { recursive: true, force: true });
  }
}
