package live.nio.bench.auth;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.nio.bench.CommandLine;
import live.nio.bench.Cpus;
import live.nio.bench.PlatformProcess;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Logins and refreshes a second against the processor time they take, what the check of a token
/// adds to a request, and how long an ended session is still let in.
///
/// Each figure has its peer in the same run: a login the bare Argon2id hash inside it, a request
/// with a token the same request without one.
public final class AuthBench {

  private static final int CLIENTS = 8;
  private static final int REVOCATIONS = 20;
  private static final String PASSWORD = "a bench needs a long password";
  private static final String CHECKED_PATH = "/api/rtc/ice-servers";
  private static final double TOKEN_GOAL_MICROS = 50;

  private final PrintStream out;
  private final int runs;
  private final Duration measured;
  private final Duration warmUp;

  /// Nothing starts before [#run].
  public AuthBench(CommandLine line, PrintStream out) {
    this.out = out;
    this.runs = line.runs();
    this.measured = Duration.ofSeconds(line.seconds());
    this.warmUp = Duration.ofSeconds(line.quick() ? 2 : 10);
  }

  /// One client's work: does it once.
  private interface Work {
    void once() throws IOException, InterruptedException;
  }

  /// @param perSecond how often it was done
  /// @param serverMicros processor time of the server each time took
  /// @param databaseMicros the same of the database
  private record Cost(double perSecond, double serverMicros, double databaseMicros) {}

  private record Person(String email, String token, String refreshToken) {}

  /// Takes minutes.
  ///
  /// @throws IOException when the server cannot be started or fails
  public void run() throws IOException, InterruptedException {
    out.println(Cpus.machine());
    out.printf("%d clients, %d runs of %d s%n%n", CLIENTS, runs, measured.toSeconds());
    try (PlatformProcess server = PlatformProcess.start();
        HttpClient http = HttpClient.newHttpClient()) {
      List<Person> people = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        people.add(register(http, server, i));
      }
      logins(http, server, people);
      refreshes(http, server);
      tokens(http, server);
      revocation(http, server);
      out.printf("Resident memory of the server: %d MiB%n", server.resident() >> 20);
    }
  }

  private void logins(HttpClient http, PlatformProcess server, List<Person> people)
      throws IOException, InterruptedException {
    List<Work> work =
        people.stream().<Work>map(person -> () -> login(http, server, person.email())).toList();
    double hash = hashMicros();
    Cost cost = median(server, work);
    print("logins", cost);
    out.printf(
        "%-22s %8.0f µs CPU: a login costs %.2f of its Argon2id hash%n%n",
        "the hash alone", hash, cost.serverMicros() / hash);
  }

  private void refreshes(HttpClient http, PlatformProcess server)
      throws IOException, InterruptedException {
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String[] token = {register(http, server, CLIENTS + i).refreshToken()};
      work.add(() ->
          token[0] =
              field(
                  post(
                      http, server, "/api/auth/refresh", "{\"refreshToken\":\"" + token[0] + "\"}"),
                  "refreshToken"));
    }
    print("refreshes", median(server, work));
    out.println();
  }

  private void tokens(HttpClient http, PlatformProcess server)
      throws IOException, InterruptedException {
    // Not those who signed in thousands of times: their first sessions had to make room.
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      people.add(register(http, server, 2 * CLIENTS + i));
    }
    List<Work> with =
        people.stream().<Work>map(person -> () -> get(http, server, person.token())).toList();
    List<Work> without = people.stream().<Work>map(_ -> () -> get(http, server, "")).toList();
    repeat(with, warmUp);
    repeat(without, warmUp);
    double[] differences = new double[runs];
    List<Cost> guests = new ArrayList<>();
    List<Cost> bearers = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      guests.add(measure(server, without));
      bearers.add(measure(server, with));
      differences[run] = bearers.getLast().serverMicros() - guests.getLast().serverMicros();
    }
    print("requests, no token", guests.get(runs / 2));
    print("requests with a token", bearers.get(runs / 2));
    Arrays.sort(differences);
    double median = differences[runs / 2];
    out.printf(
        "The check of a token: %.1f µs CPU (%.1f to %.1f), goal under %.0f: %s%n%n",
        median,
        differences[0],
        differences[runs - 1],
        TOKEN_GOAL_MICROS,
        median < TOKEN_GOAL_MICROS ? "reached" : "MISSED");
  }

  /// How long after a session's end was answered its token is still let in.
  private void revocation(HttpClient http, PlatformProcess server)
      throws IOException, InterruptedException {
    int late = 0;
    for (int i = 0; i < REVOCATIONS; i++) {
      Person person = register(http, server, 10 * CLIENTS + i);
      post(
          http, server, "/api/auth/logout", "{\"refreshToken\":\"" + person.refreshToken() + "\"}");
      HttpRequest me =
          HttpRequest.newBuilder(server.uri("/api/auth/me"))
              .header("Authorization", "Bearer " + person.token())
              .build();
      if (http.send(me, BodyHandlers.discarding()).statusCode() != 401) {
        late++;
      }
    }
    out.printf(
        "Of %d ended sessions %d were still let in by the very next request%n", REVOCATIONS, late);
  }

  // ---- measuring

  private Cost median(PlatformProcess server, List<Work> work)
      throws IOException, InterruptedException {
    repeat(work, warmUp);
    List<Cost> costs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      costs.add(measure(server, work));
    }
    costs.sort(Comparator.comparingDouble(Cost::serverMicros));
    return costs.get(runs / 2);
  }

  private Cost measure(PlatformProcess server, List<Work> work)
      throws IOException, InterruptedException {
    Duration serverBefore = server.serverCpu();
    Duration databaseBefore = server.databaseCpu();
    long start = System.nanoTime();
    long count = repeat(work, measured);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Cost(
        count / seconds,
        micros(server.serverCpu().minus(serverBefore)) / count,
        micros(server.databaseCpu().minus(databaseBefore)) / count);
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }

  /// Does each work again and again, each in a thread of its own; gives how often altogether.
  private static long repeat(List<Work> work, Duration time)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    AtomicLong count = new AtomicLong();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (Work one : work) {
        all.add(
            executor.submit(() -> {
              while (System.nanoTime() < deadline) {
                one.once();
                count.incrementAndGet();
              }
              return null;
            }));
      }
      for (Future<?> future : all) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    return count.get();
  }

  private void print(String what, Cost cost) {
    out.printf(
        "%-22s %8.0f µs CPU + %.0f µs of the database, %.0f a second%n",
        what, cost.serverMicros(), cost.databaseMicros(), cost.perSecond());
  }

  /// Processor time of the hash a login verifies, with the server's parameters.
  private double hashMicros() {
    byte[] password = PASSWORD.getBytes(StandardCharsets.UTF_8);
    long deadline = System.nanoTime() + warmUp.toNanos();
    while (System.nanoTime() < deadline) {
      hash(password);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    int count = 0;
    for (long end = System.nanoTime() + measured.toNanos(); System.nanoTime() < end; count++) {
      hash(password);
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e3 / count;
  }

  private static void hash(byte[] password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(19 * 1024)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(new byte[16])
            .build());
    generator.generateBytes(password, new byte[32]);
  }

  // ---- the API

  private static Person register(HttpClient http, PlatformProcess server, int number)
      throws IOException, InterruptedException {
    String email = "bench" + number + "@example.com";
    String answer =
        post(
            http,
            server,
            "/api/auth/register",
            """
            {"email":"%s","password":"%s","nickname":"bench_%d","tokenTransport":"body"}
            """
                .formatted(email, PASSWORD, number));
    return new Person(email, field(answer, "token"), field(answer, "refreshToken"));
  }

  private static void login(HttpClient http, PlatformProcess server, String email)
      throws IOException, InterruptedException {
    post(
        http,
        server,
        "/api/auth/login",
        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, PASSWORD));
  }

  private static void get(HttpClient http, PlatformProcess server, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(CHECKED_PATH));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    send(http, request.build());
  }

  private static String post(HttpClient http, PlatformProcess server, String path, String body)
      throws IOException, InterruptedException {
    return send(
        http,
        HttpRequest.newBuilder(server.uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static String send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new UncheckedIOException(new IOException("no " + name + " in the answer"));
    }
    return matcher.group(1);
  }
}
