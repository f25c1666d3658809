// Usage: node scenarios.mjs <url of the plain server> <url of the server with recovery>
//
// Prints a line of JSON per scenario: {"transport", "name", "error"?}; the error is missing when it passed.
import assert from "node:assert/strict";
import { io } from "socket.io-client";

const [plainUrl, recoveryUrl] = process.argv.slice(2);

/** How a client connects, and the transport it ends up with. */
const modes = {
  websocket: { options: { transports: ["websocket"] }, final: "websocket" },
  polling: { options: { transports: ["polling"] }, final: "polling" },
  upgrading: { options: {}, final: "websocket" },
};

const once = (emitter, event) =>
  new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));

const DEADLINE_MS = 15_000;

class Session {
  constructor(mode) {
    this.mode = mode;
    this.sockets = [];
  }

  open(path = "/", options = {}, url = plainUrl) {
    const socket = io(url + path, {
      ...this.mode.options,
      forceNew: true,
      reconnectionDelay: 20,
      reconnectionDelayMax: 50,
      ...options,
    });
    this.sockets.push(socket);
    return socket;
  }

  async connect(path, options, url) {
    const socket = this.open(path, options, url);
    await once(socket, "connect");
    return socket;
  }

  /** Waits until the client uses the transport it ends up with. */
  async settled(socket) {
    const engine = socket.io.engine;
    if (engine.transport.name !== this.mode.final) await once(engine, "upgrade");
  }

  close() {
    this.sockets.forEach((socket) => socket.disconnect());
  }
}

const scenarios = {
  "connects, upgrading where it may": async (s) => {
    const socket = await s.connect();
    assert.match(socket.id, /^[A-Za-z0-9_-]{20}$/);
    const engine = socket.io.engine;
    if (engine.transport.name !== s.mode.final) {
      await once(engine, "upgrade");
    }
    assert.equal(engine.transport.name, s.mode.final);
    assert.deepEqual(await socket.emitWithAck("echo", "after"), ["after"]);
  },

  "is refused with message and data": async (s) => {
    const socket = s.open("/private", { auth: { token: "wrong" } });
    const [error] = await once(socket, "connect_error");
    assert.equal(error.message, "not allowed");
    assert.deepEqual(error.data, { code: 42 });
    socket.auth = { token: "right" };
    socket.connect();
    await once(socket, "connect");
  },

  "is refused by a namespace that does not exist": async (s) => {
    const socket = s.open("/nowhere");
    const [error] = await once(socket, "connect_error");
    assert.equal(error.message, "Invalid namespace");
  },

  "shows its auth payload, given by a function": async (s) => {
    const socket = await s.connect("/", { auth: (done) => done({ name: "Änn €" }) });
    assert.deepEqual(await socket.emitWithAck("auth"), { name: "Änn €" });
  },

  "exchanges events of all kinds of arguments, in order": async (s) => {
    const socket = await s.connect();
    const sent = [1, "2", null, true, 1.5, { three: [{ deep: "€ 😀 \u2028" }] }, []];
    assert.deepEqual(await socket.emitWithAck("echo", ...sent), sent);
    const back = [];
    socket.on("n", (n) => back.push(n));
    const end = once(socket, "end");
    for (let i = 0; i < 300; i++) {
      socket.emit("repeat", i);
    }
    socket.emit("repeat-end");
    await end;
    assert.deepEqual(back, Array.from({ length: 300 }, (_, i) => i));
  },

  "shares one connection between namespaces": async (s) => {
    const socket = await s.connect("/private", { auth: { token: "right" } });
    const other = socket.io.socket("/");
    await once(other, "connect");
    assert.notEqual(other.id, socket.id);
    other.disconnect();
    assert.equal(await socket.emitWithAck("who"), "private");
  },

  "waits for acknowledgements of the server": async (s) => {
    const socket = await s.connect();
    assert.deepEqual(await socket.timeout(DEADLINE_MS).emitWithAck("echo", 7), [7]);
    await assert.rejects(socket.timeout(30).emitWithAck("never"), /timed out/);
  },

  "acknowledges events of the server": async (s) => {
    const socket = await s.connect();
    socket.on("question", (n, answer) => answer(n * 2, Uint8Array.of(n)));
    assert.deepEqual(await socket.emitWithAck("ask-me", 21), [42, { base64: "FQ==" }]);
    socket.off("question");
    assert.equal(await socket.emitWithAck("ask-me", 1), "TimeoutException");
  },

  "exchanges binary data both ways": async (s) => {
    const socket = await s.connect();
    const bytes = Buffer.from([0, 1, 2, 0xff]);
    const [plain, nested] = await socket.emitWithAck("echo", bytes, { in: [bytes, "x"] });
    assert.deepEqual(Buffer.from(plain), bytes);
    assert.deepEqual(Buffer.from(nested.in[0]), bytes);
    assert.equal(nested.in[1], "x");
    const pushed = once(socket, "pushed");
    socket.emit("push-binary");
    const [photo, empty] = await pushed;
    assert.deepEqual(Buffer.from(photo.data), Buffer.from([1, 2, 3]));
    assert.equal(Buffer.from(empty).length, 0);
  },

  "exchanges large messages": async (s) => {
    const socket = await s.connect();
    const text = "x€".repeat(100_000);
    const bytes = Buffer.alloc(300_000, 7);
    const [sameText] = await socket.emitWithAck("echo", text);
    assert.equal(sameText, text);
    const [sameBytes] = await socket.emitWithAck("echo", bytes);
    assert.ok(Buffer.from(sameBytes).equals(bytes));
  },

  "hears of its rooms only": async (s) => {
    const room = "room " + Math.random();
    const [a, b, c] = await Promise.all([s.connect(), s.connect(), s.connect()]);
    const heard = { a: [], b: [], c: [] };
    Object.entries({ a, b, c }).forEach(([name, socket]) =>
      socket.on("said", (text) => heard[name].push(text)),
    );
    await Promise.all([a.emitWithAck("join", room), b.emitWithAck("join", room)]);
    await a.emitWithAck("say", room, "from a"); // to the others in the room
    await a.emitWithAck("tell", room, "from the server"); // to all in the room
    await b.emitWithAck("leave", room);
    await a.emitWithAck("tell", room, "b has left");
    await Promise.all([a, b, c].map((socket) => socket.emitWithAck("echo")));
    assert.deepEqual(heard.a, ["from the server", "b has left"]);
    assert.deepEqual(heard.b, ["from a", "from the server"]);
    assert.deepEqual(heard.c, []);
  },

  "is told why it was disconnected": async (s) => {
    const one = await s.connect();
    const gone = once(one, "disconnect");
    one.emit("kick-me", false);
    assert.equal((await gone)[0], "io server disconnect");
    assert.equal(one.active, false); // does not come back by itself
    const two = await s.connect();
    // A connection that ends in the middle of an upgrade may be noticed by the new transport first.
    await s.settled(two);
    const closed = once(two, "disconnect");
    two.emit("kick-me", true);
    assert.equal((await closed)[0], "io server disconnect");
  },

  "tells the server why it left": async (s) => {
    const observer = await s.connect();
    const leaver = await s.connect();
    const left = once(observer, "left");
    await observer.emitWithAck("watch", leaver.id);
    leaver.disconnect();
    assert.match((await left)[0], /^(client namespace disconnect|transport close)$/);
    const cutter = await s.connect();
    const cut = once(observer, "left");
    await observer.emitWithAck("watch", cutter.id);
    cutter.io.reconnection(false);
    cutter.io.engine.close();
    assert.match((await cut)[0], /^transport (close|error)$/);
  },

  "connects anew after a cut": async (s) => {
    const socket = await s.connect();
    const before = socket.id;
    const again = once(socket, "connect");
    socket.io.engine.close();
    await again;
    assert.notEqual(socket.id, before);
    assert.ok(!socket.recovered);
    assert.deepEqual(await socket.emitWithAck("echo", 1), [1]);
  },

  "recovers after a cut and gets what it missed": async (s) => {
    const socket = await s.connect("/", {}, recoveryUrl);
    const sender = await s.connect("/", {}, recoveryUrl);
    const room = "room " + Math.random();
    const got = [];
    socket.on("said", (text) => got.push(text));
    await socket.emitWithAck("join", room);
    await sender.emitWithAck("tell", room, "before");
    await socket.emitWithAck("echo");
    const before = socket.id;
    socket.io.reconnection(false);
    socket.io.engine.close();
    await sender.emitWithAck("until-gone", before);
    await sender.emitWithAck("tell", room, "missed");
    await sender.emitWithAck("tell-binary", room);
    await sender.emitWithAck("tell", room + " other", "not mine");
    const again = once(socket, "connect");
    const binary = once(socket, "binary");
    socket.io.reconnection(true);
    socket.connect();
    await again;
    assert.equal(socket.recovered, true);
    assert.equal(socket.id, before);
    assert.deepEqual(Buffer.from((await binary)[0]), Buffer.from([9, 8, 7]));
    await sender.emitWithAck("tell", room, "after");
    await socket.emitWithAck("echo");
    assert.deepEqual(got, ["before", "missed", "after"]);
  },
};

for (const [transport, mode] of Object.entries(modes)) {
  for (const [name, run] of Object.entries(scenarios)) {
    const session = new Session(mode);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("took too long")), DEADLINE_MS);
    });
    let error;
    try {
      await Promise.race([run(session), late]);
    } catch (e) {
      error = String(e.stack ?? e);
    } finally {
      clearTimeout(timer);
      session.close();
    }
    console.log(JSON.stringify({ transport, name, error }));
  }
}
process.exit(0);
