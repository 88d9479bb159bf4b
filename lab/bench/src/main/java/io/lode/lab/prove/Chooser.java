package io.lode.lab.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.UsageException;
import io.lode.lab.prove.Tuning.Observed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program that chooses what to run next, such as another tool's search: it is started anew for
 * every question, told all runs so far, and answers with one JSON object.
 *
 * @param name of the method, for messages
 * @param command the program and its arguments
 * @param workingFolder where it runs
 */
record Chooser(String name, List<String> command, Path workingFolder) {

  /** A choice is made in seconds; a program that takes minutes hangs. */
  private static final long LIMIT_SECONDS = 300;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A run that the program is told.
   *
   * @param observed the run and what it reached
   * @param ofSweep whether the shared sweep has it; the others are the program's own
   * @param folder that holds what it logged
   */
  record Known(Observed observed, boolean ofSweep, Path folder) {

    private Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("settings", observed.trial().settings());
      json.put("seed", observed.trial().seed());
      json.put("value", Double.isFinite(observed.value()) ? observed.value() : null);
      json.put("sweep", ofSweep);
      json.put("folder", folder.toString());
      return json;
    }
  }

  /**
   * What the program answers.
   *
   * @param next settings to run next
   * @param best settings that it would choose now
   * @param spent trainings that its own runs cost so far; a run that it would have stopped costs a
   *     part of one
   */
  record Reply(Map<String, String> next, Map<String, String> best, double spent) {}

  /**
   * Asks.
   *
   * @param known all runs, in the order in which they were made
   * @throws UsageException if the program cannot be started, fails, or answers something else
   */
  Reply ask(List<Known> known) {
    try {
      Path question = Files.createTempFile("lode-chooser", ".json");
      Path answer = Files.createTempFile("lode-chooser", ".out");
      Path said = Files.createTempFile("lode-chooser", ".err");
      try {
        JSON.writeValue(
            question.toFile(), Map.of("runs", known.stream().map(Known::json).toList()));
        run(question, answer, said);
        return reply(Files.readString(answer));
      } finally {
        Files.delete(question);
        Files.delete(answer);
        Files.delete(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(Path question, Path answer, Path said) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(workingFolder.toFile())
              .redirectInput(question.toFile())
              .redirectOutput(answer.toFile())
              .redirectError(said.toFile())
              .start();
    } catch (IOException e) {
      throw new UsageException(
          "the chooser of method " + name + " cannot be started: " + e.getMessage(), e);
    }
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw wrong("took longer than " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the chooser of " + name + " ran", e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      List<String> lines = new ArrayList<>(Files.readAllLines(said, StandardCharsets.UTF_8));
      lines.removeIf(String::isBlank);
      throw wrong(
          "ended with status "
              + process.exitValue()
              + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1).strip()));
    }
  }

  private Reply reply(String answer) {
    JsonNode json;
    try {
      json = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw wrong("must answer with one JSON object, found: " + firstLine(answer));
    }
    JsonNode spent = json.path("spent");
    if (!json.path("next").isObject() || !json.path("best").isObject() || !spent.isNumber()) {
      throw wrong(
          "must answer with objects 'next' and 'best' and a number 'spent', found: "
              + firstLine(answer));
    }
    return new Reply(texts(json.path("next")), texts(json.path("best")), spent.asDouble());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("nothing");
  }

  private UsageException wrong(String what) {
    return new UsageException("the chooser of method " + name + " " + what);
  }
}
