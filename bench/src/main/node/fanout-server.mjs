// The peer of `./nio bench fanout`: Node's Socket.IO, told what to do in lines on standard input (the words are those of
// FanoutServer.java). It ends when that input does.
import { createServer } from "node:http";
import { performance, PerformanceObserver } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const ROOM = "everybody";
const MESSAGES_PER_TURN = 16;

const http = createServer();
const io = new Server(http, { serveClient: false });

// Recommended by socket.io's page on memory usage: the first request of a session is of no more use.
io.engine.on("connection", (session) => {
  session.request = null;
});

io.on("connection", (socket) => {
  socket.join(ROOM);
});

let collections = 0;
let collectionMs = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    collections++;
    collectionMs += entry.duration;
  }
}).observe({ entryTypes: ["gc"] });

// performance.timeOrigin drifts from the system's clock, which is what the receivers read: ask anew where they differ.
let origin = performance.timeOrigin;

function calibrate() {
  const tick = Date.now();
  let now = tick;
  while (now === tick) {
    now = Date.now();
  }
  origin = now - performance.now();
}

function micros() {
  return Math.floor((origin + performance.now()) * 1000);
}

let running = false;
let sequence = 0;
let interval = 0;
let due = 0;
let padding = "";

function turn() {
  if (!running) {
    return;
  }
  for (let n = 0; n < MESSAGES_PER_TURN && due <= micros(); n++) {
    sequence++;
    io.to(ROOM).emit("m", sequence, due, micros(), padding);
    due += interval;
  }
  const wait = due - micros();
  if (wait > 0) {
    setTimeout(turn, Math.ceil(wait / 1000));
  } else {
    // Behind the schedule: what else the loop has to do gets its turn in between.
    setImmediate(turn);
  }
}

const commands = {
  start(intervalMicros, paddingBytes) {
    calibrate();
    interval = Number(intervalMicros);
    padding = "x".repeat(Number(paddingBytes));
    due = micros() + interval;
    running = true;
    turn();
    return "started";
  },
  stop() {
    running = false;
    return `${sequence} ${Math.max(0, micros() - due)}`;
  },
  members() {
    return `${io.sockets.adapter.rooms.get(ROOM)?.size ?? 0}`;
  },
  // JIT ms (unknown), collections, ms of them, packets and writes (unknown).
  work() {
    return `0 ${collections} ${Math.round(collectionMs)} 0 0`;
  },
  collect() {
    globalThis.gc();
    globalThis.gc();
    return `${process.memoryUsage().heapUsed}`;
  },
};

http.listen(0, "127.0.0.1", () => {
  console.log(http.address().port);
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      const [name, ...args] = line.split(" ");
      console.log(commands[name](...args));
    })
    .on("close", () => process.exit(0));
});
