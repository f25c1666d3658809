import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';

const LAUNCHER = fileURLToPath(new URL('../../../nio', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** How long `./nio run` may take until it answers: Java, a new database cluster, migrations. */
const START_MS = 120_000;
const STOP_MS = 40_000;

/** How one start of the launcher ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Settings for the tests: no traffic to the outside, little patience with streamers who went away. */
function environment(port: number, extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PUBLIC_URL: `http://localhost:${port}`,
    STREAM_GRACE: '20S',
    RATE_LIMIT_FACTOR: '50',
    STUN_URLS: '',
    MEDIA_PORT: '0',
    NIO_HEAP: '256m',
    ...extra,
  };
}

/** Starts `./nio run` where it should refuse to run, and waits for its end. */
export async function runToTheEnd(
  port: number,
  data: string,
  extra: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const { child, log } = launch(port, data, extra);
  // A server that runs against expectation is not left behind.
  const tooLong = setTimeout(() => child.kill('SIGKILL'), START_MS);
  await once(child, 'close');
  clearTimeout(tooLong);
  return { exitCode: child.exitCode, output: log.join('') };
}

function launch(
  port: number,
  data: string,
  extra: NodeJS.ProcessEnv,
  options: readonly string[] = [],
): { child: ChildProcess; log: string[] } {
  // The launcher replaces itself by the server: this process id is the server's.
  const child = spawn(LAUNCHER, ['run', '--port', String(port), '--data', data, ...options], {
    cwd: ROOT,
    env: environment(port, extra),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  const keep = (chunk: Buffer): void => void log.push(chunk.toString());
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, log };
}

/** The real thing, with an address and a data folder of its own. */
export class NioServer {
  #child: ChildProcess | null = null;
  /** Of the start that runs, or ran last. */
  #log: string[] = [];
  #postgresPid: number | null = null;

  private constructor(
    readonly port: number,
    readonly data: string,
    private extra: NodeJS.ProcessEnv,
    private readonly options: readonly string[],
  ) {}

  /** Starts a server on a free port with an empty data folder, with more options if need be. */
  static async start(
    extra: NodeJS.ProcessEnv = {},
    options: readonly string[] = [],
  ): Promise<NioServer> {
    const data = await mkdtemp(join(tmpdir(), 'nio-e2e-'));
    const server = new NioServer(await freePort(), data, extra, options);
    await server.begin();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** What the server has printed since its last start. */
  get log(): string {
    return this.#log.join('');
  }

  /** Starts again on the same port and data. Resolves when it answers. */
  async begin(): Promise<void> {
    if (this.#child !== null) throw new Error('The server runs already.');
    const { child, log } = launch(this.port, this.data, this.extra, this.options);
    this.#child = child;
    this.#log = log;
    const giveUp = Date.now() + START_MS;
    while (!(await this.#answers())) {
      if (child.exitCode !== null || Date.now() > giveUp) {
        await this.dispose();
        throw new Error(`The server did not start.\n${this.log}`);
      }
      await pause(100);
    }
    this.#postgresPid = await postgresPid(this.data);
  }

  /** Stops as Ctrl-C does, and sees to it that nothing is left. */
  async stop(): Promise<void> {
    const postgres = this.#postgresPid;
    expect(postgres, 'a database runs while the server does').not.toBeNull();
    expect(await this.#end('SIGINT'), 'the server stops when told to').toBe(true);
    // Its process may outlive its lock file by a moment.
    await expect.poll(() => isAlive(postgres), 'the database runs on').toBe(false);
    expect(existsSync(join(this.data, 'postgres', 'postmaster.pid'))).toBe(false);
  }

  /** Stops and starts again, with other settings if need be. */
  async restart(changes: NodeJS.ProcessEnv = {}): Promise<void> {
    await this.stop();
    this.extra = { ...this.extra, ...changes };
    await this.begin();
  }

  /** Ends the server without a word. Its database stays behind, as after a crash. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    expect(isAlive(this.#postgresPid), 'the database is left over').toBe(true);
  }

  /** Ends the server and its database at once without a word, as when the power goes. */
  async crash(): Promise<void> {
    const postgres = this.#postgresPid;
    if (postgres === null) throw new Error('No database runs.');
    process.kill(postgres, 'SIGKILL');
    await this.#end('SIGKILL');
    await expect.poll(() => isAlive(postgres), 'the database runs on').toBe(false);
  }

  /** Stops whatever runs, however it does, and removes the data. */
  async dispose(): Promise<void> {
    if (this.#child !== null) await this.#end('SIGINT');
    const leftOver = await postgresPid(this.data);
    if (leftOver !== null && isAlive(leftOver)) process.kill(leftOver, 'SIGQUIT');
    await rm(this.data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Returns whether the server ended without being killed. */
  async #end(signal: 'SIGINT' | 'SIGKILL'): Promise<boolean> {
    const child = this.#child;
    if (child === null) throw new Error('The server does not run.');
    this.#child = null;
    if (child.exitCode !== null || child.signalCode !== null) return true;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
    return child.signalCode !== 'SIGKILL';
  }

  async #answers(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(2000) });
      return response.ok;
    } catch {
      return false;
    }
  }
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

async function postgresPid(data: string): Promise<number | null> {
  const file = join(data, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return null;
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
