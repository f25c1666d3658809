// Runs every test of the repository and ends with one line, "N passed, N failed".
//
//   node web/scripts/test-all.mjs [java] [web] [browser]     (none named: all)
//
// A part that breaks before it can count its tests (a compile error, a formatter's complaint) counts as one failure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const web = join(root, 'web');
const output = join(root, '.nio', 'test');

/** @typedef {{ passed: number, failed: number }} Count */

/** The Java and web tests that failed, told again at the end: a long log is often cut at its front. */
const failures = [];

/** The Java tests that were skipped, each with its reason. */
const skips = [];

/** Runs a command, its output passed through; resolves to its exit code. */
function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function title(text) {
  process.stdout.write(`\n=== ${text}\n`);
}

/** A part's count; when its command failed although no test did, the command itself is the failure. */
function count(passed, failed, exitCode) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

async function step(what, command, args, options) {
  title(what);
  return count(0, 0, await run(command, args, options));
}

function reports(module) {
  return join(root, module, 'target', 'surefire-reports');
}

async function java() {
  await installPeers();
  title('Java: formatter, Error Prone, unit and integration tests (real PostgreSQL, real sockets)');
  const modules = ['socketio', 'sfu', 'publisher', 'server', 'bench'].filter((it) =>
    existsSync(join(root, it, 'pom.xml')),
  );
  for (const module of modules) rmSync(reports(module), { recursive: true, force: true });
  const exitCode = await run('./mvnw', ['-B', '-ntp', '--fail-at-end', 'verify']);
  let passed = 0;
  let failed = 0;
  for (const module of modules) {
    if (!existsSync(reports(module))) continue;
    for (const file of readdirSync(reports(module))) {
      if (!file.startsWith('TEST-') || !file.endsWith('.xml')) continue;
      // One element a test; what did not pass has a child that says why. The numbers of the head leave nested classes out.
      for (const [, head, body] of readFileSync(join(reports(module), file), 'utf8').matchAll(
        /<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g,
      )) {
        const name = (key) => new RegExp(`\\b${key}="([^"]*)"`).exec(head)?.[1] ?? '?';
        const test = `${name('classname')} › ${name('name')}`;
        // What kind of exception says it, then the reason.
        const skipped = /<skipped\b[^>]*>(?:<!\[CDATA\[)?(?:[\w.]+: )?([^\n<]*)/.exec(body ?? '');
        if (/<(failure|error)\b/.test(body ?? '')) {
          failed += 1;
          failures.push(test);
        } else if (skipped === null) {
          passed += 1;
        } else {
          skips.push(`${test}: ${skipped[1] || 'no reason given'}`);
        }
      }
    }
  }
  return count(passed, failed, exitCode);
}

async function installWeb() {
  title('Web: packages');
  return count(
    0,
    0,
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: web }),
  );
}

async function webTests() {
  const checked = await step(
    'Web: strict types, ESLint, Prettier',
    'npm',
    ['run', '--silent', 'check'],
    { cwd: web },
  );
  const built = await step('Web: build and size budget', 'npm', ['run', '--silent', 'build'], {
    cwd: web,
  });
  title('Web: unit tests');
  const report = join(output, 'vitest.json');
  const exitCode = await run(
    'npx',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { cwd: web },
  );
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  for (const file of result.testResults ?? []) {
    for (const test of file.assertionResults ?? []) {
      if (test.status === 'failed') failures.push(test.fullName);
    }
  }
  const tests = count(result.numPassedTests ?? 0, result.numFailedTests ?? 0, exitCode);
  return sum([checked, built, tests]);
}

function isRoot() {
  return process.getuid?.() === 0;
}

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether this is a Debian whose packages may be installed. */
function mayInstall() {
  return isRoot() && works('apt-get', ['--version']);
}

async function install(...packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}

/** GStreamer, and what the native half of webrtc-java is linked against. Without them the tests of other peers are skipped. */
async function installPeers() {
  const packages = [
    'python3-gst-1.0',
    'gir1.2-gst-plugins-bad-1.0',
    'gstreamer1.0-plugins-base',
    'gstreamer1.0-plugins-good',
    'gstreamer1.0-plugins-bad',
    'gstreamer1.0-nice',
    'libdbus-1-3',
    'libpulse0',
    'libudev1',
    'libx11-6',
    'libxcomposite1',
    'libxfixes3',
    'libxrandr2',
  ];
  const format = '-f=${db:Status-Status} ';
  const found = spawnSync('dpkg-query', ['-W', format, ...packages], { encoding: 'utf8' });
  if (found.status === 0 && !/not-installed|config-files/.test(found.stdout)) return;
  title('Java: other WHIP and WHEP peers');
  if (mayInstall()) {
    await install(...packages);
  } else {
    process.stdout.write(
      `Some of the tests of other peers may be skipped. What they need on Debian: ${packages.join(' ')}\n`,
    );
  }
}

/** The browser to use, installed when there is none; undefined means the one Playwright downloaded. */
async function chromium() {
  const known = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const find = () => known.find((path) => path && existsSync(path));
  if (!find()) {
    title('Browser: installing Chromium');
    if (mayInstall()) {
      await install('chromium', 'fonts-liberation');
    } else {
      await run('npx', ['playwright', 'install', 'chromium'], { cwd: web });
    }
  }
  return find();
}

async function browser() {
  const executable = await chromium();
  for (const built of [await step('Browser: the server and the web app', './nio', ['build'])]) {
    if (built.failed > 0) return built;
  }
  title('Browser: real pages, real media');
  const report = join(output, 'playwright.json');
  const exitCode = await run(
    'npx',
    ['playwright', 'test', '--config', 'e2e/playwright.config.ts'],
    {
      cwd: web,
      env: {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...(executable ? { CHROMIUM_PATH: executable } : {}),
      },
    },
  );
  const stats = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).stats : {};
  return count((stats.expected ?? 0) + (stats.flaky ?? 0), stats.unexpected ?? 0, exitCode);
}

/** @param {Count[]} counts */
function sum(counts) {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

const parts = { java, web: webTests, browser };
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no part "${unknown[0]}". Parts: ${Object.keys(parts).join(', ')}\n`,
  );
  process.exit(2);
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const started = Date.now();
const counts = [];
const summary = [];
const installed = await installWeb();
counts.push(installed);
if (installed.failed === 0) {
  for (const [name, part] of Object.entries(parts)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const before = Date.now();
    const result = await part();
    counts.push(result);
    summary.push(
      `${name}: ${result.passed} passed, ${result.failed} failed, ${Math.round((Date.now() - before) / 1000)} s`,
    );
  }
}
const total = sum(counts);
title(`Done in ${Math.round((Date.now() - started) / 1000)} s`);
for (const name of skips) process.stdout.write(`skipped: ${name}\n`);
for (const name of failures) process.stdout.write(`failed: ${name}\n`);
for (const line of summary) process.stdout.write(`${line}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
