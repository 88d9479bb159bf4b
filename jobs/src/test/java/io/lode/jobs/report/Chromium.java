package io.lode.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One tab of a headless Chromium, driven over its own debugging protocol. */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
  private String session;
  private int next;

  private Chromium(String program, Path profile) throws IOException {
    process =
        new ProcessBuilder(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    String address = null;
    for (String line = err.readLine(); line != null && address == null; line = err.readLine()) {
      Matcher matcher = LISTENING.matcher(line);
      address = matcher.find() ? matcher.group(1) : null;
    }
    if (address == null) {
      throw new IOException("chromium ended before it listened");
    }
    Thread drain = new Thread(() -> err.lines().forEach(line -> {}), "chromium-errors");
    drain.setDaemon(true);
    drain.start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener())
            .join();
    ObjectNode blank = JSON.createObjectNode().put("url", "about:blank");
    ObjectNode target = JSON.createObjectNode();
    target.put("targetId", send("Target.createTarget", blank).get("targetId").asText());
    target.put("flatten", true);
    session = send("Target.attachToTarget", target).get("sessionId").asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", JSON.createObjectNode());
    }
  }

  static Chromium start(String program, Path profile) throws IOException {
    return new Chromium(program, profile);
  }

  /** Opens a page and waits until it has loaded; gives the seconds that took. */
  double open(Path page) {
    loaded = new CompletableFuture<>();
    errors.clear();
    requests.clear();
    long start = System.nanoTime();
    send("Page.navigate", JSON.createObjectNode().put("url", page.toUri().toString()));
    get(loaded);
    return (System.nanoTime() - start) * 1e-9;
  }

  /** The value of an expression in the page. */
  JsonNode evaluate(String expression) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("expression", expression);
    parameters.put("returnByValue", true);
    parameters.put("awaitPromise", true);
    JsonNode answer = send("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    return answer.get("result").path("value");
  }

  /** Size of the window in CSS pixels, and how many pixels of the picture one of them has. */
  void window(int width, int height, double scale) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("width", width).put("height", height);
    parameters.put("deviceScaleFactor", scale).put("mobile", width < 600);
    send("Emulation.setDeviceMetricsOverride", parameters);
  }

  /** Light or dark; on the screen or on paper. */
  void appearance(String scheme, String media) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("media", media);
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    send("Emulation.setEmulatedMedia", parameters);
  }

  /** Moves the pointer, with the left button down or not. */
  void mouse(String type, double x, double y, boolean down) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("type", type).put("x", x).put("y", y);
    parameters.put("button", down ? "left" : "none").put("buttons", down ? 1 : 0);
    parameters.put("clickCount", type.equals("mouseMoved") ? 0 : 1);
    send("Input.dispatchMouseEvent", parameters);
  }

  /** A picture of the window, or of the whole page, as PNG. */
  byte[] picture(boolean wholePage) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("format", "png").put("captureBeyondViewport", wholePage);
    if (wholePage) {
      JsonNode size = send("Page.getLayoutMetrics", JSON.createObjectNode()).get("cssContentSize");
      ObjectNode clip = parameters.putObject("clip");
      clip.put("x", 0).put("y", 0).put("scale", 1);
      clip.put("width", size.get("width").asDouble());
      clip.put("height", Math.min(15000, size.get("height").asDouble()));
    }
    return Base64.getDecoder()
        .decode(send("Page.captureScreenshot", parameters).get("data").asText());
  }

  /** What the page complained of since it was opened. */
  List<String> errors() {
    return new ArrayList<>(errors);
  }

  /** What the page asked for since it was opened, itself included. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  private JsonNode send(String method, ObjectNode parameters) {
    int id = ++next;
    ObjectNode message = JSON.createObjectNode();
    message.put("id", id).put("method", method);
    message.set("params", parameters);
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    return get(answer);
  }

  private static JsonNode get(CompletableFuture<JsonNode> answer) {
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IllegalStateException(message.get("error").toString()));
      } else {
        answer.complete(message.get("result"));
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(parameters);
      case "Runtime.exceptionThrown" ->
          errors.add(parameters.at("/exceptionDetails/exception/description").asText());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(parameters.path("type").asText())) {
          errors.add(parameters.get("args").toString());
        }
      }
      case "Log.entryAdded" -> errors.add(parameters.get("entry").toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.get("request").get("url").asText());
      default -> {}
    }
  }

  private final class Listener implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
