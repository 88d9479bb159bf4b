package io.lode.lab.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.UsageException;
import io.lode.lab.prove.TrialOutcomes.Judged;
import io.lode.trajectory.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Several head-to-heads in one table: what every method gains over a reference on every task.
 *
 * @param tasks by name, in the order of the table
 */
public record ProofTable(Map<String, Task> tasks) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the map, and keeps its order. */
  public ProofTable {
    tasks = new LinkedHashMap<>(tasks);
  }

  /**
   * One head-to-head, as {@code proof.json} says it.
   *
   * @param test the metric that judges
   * @param direction which of its values is better
   * @param entries the best run of the sweep first
   */
  public record Task(String test, Direction direction, List<ProofEntry> entries) {

    /** Copies the list. */
    public Task {
      entries = List.copyOf(entries);
    }

    private Optional<ProofEntry> entry(String method) {
      return entries.stream().filter(entry -> entry.name().equals(method)).findFirst();
    }

    /** One and how many other results are better; methods with the same result are one. */
    private int rank(ProofEntry entry) {
      double sign = direction == Direction.MAXIMIZE ? -1 : 1;
      double own = sign * entry.mean(Judged::test);
      return 1
          + (int)
              entries.stream()
                  .mapToDouble(other -> sign * other.mean(Judged::test))
                  .filter(other -> other < own)
                  .distinct()
                  .count();
    }
  }

  /**
   * A method against the reference on one task.
   *
   * @param paired the difference by seed
   * @param rank of the method's mean among all, the best 1
   * @param runs before it was judged
   * @param corrected p value by Holm, over all comparisons of the table; NaN where there is none
   */
  private record Cell(Paired paired, int rank, int runs, double corrected) {}

  /**
   * Reads what {@code prove} wrote.
   *
   * @param files {@code proof.json} of every head-to-head, by task
   * @throws UsageException if one cannot be read as such
   */
  public static ProofTable read(Map<String, Path> files) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    files.forEach((name, file) -> tasks.put(name, task(file)));
    return new ProofTable(tasks);
  }

  private static Task task(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      List<ProofEntry> entries = new ArrayList<>();
      for (JsonNode row : json.path("methods")) {
        List<Judged> judged = new ArrayList<>();
        row.path("judged").forEach(one -> judged.add(judged(one)));
        entries.add(
            new ProofEntry(
                row.path("method").asText(),
                row.path("lode").asBoolean(),
                Map.of(),
                row.path("runsBefore").asInt(),
                Double.NaN,
                Double.NaN,
                "",
                judged));
      }
      if (entries.isEmpty() || !json.hasNonNull("testDirection")) {
        throw new UsageException(
            file + " is no proof.json of lode-lab prove: it needs testDirection and methods");
      }
      return new Task(
          json.path("test").asText(),
          Direction.valueOf(json.path("testDirection").asText()),
          entries);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(file + " cannot be read as a proof.json: " + e.getMessage(), e);
    }
  }

  private static Judged judged(JsonNode one) {
    return new Judged(
        one.path("run").asText(),
        one.path("seed").asLong(),
        number(one, "validation"),
        number(one, "test"),
        number(one, "seconds"),
        number(one, "eigenvalue"));
  }

  /** Jackson writes what is no number as a text. */
  private static double number(JsonNode one, String key) {
    return one.path(key).isNumber() ? one.path(key).asDouble() : Double.NaN;
  }

  private static List<String> runs(ProofEntry entry) {
    return entry.judged().stream().map(Judged::run).toList();
  }

  /**
   * The table, as Markdown: a row a method, the best mean rank first; then the p values.
   *
   * @param reference method that all are compared with, or null for the best run of the sweep
   * @throws UsageException if a task has no such method
   */
  public List<String> markdown(String reference) {
    Map<String, Map<String, Cell>> cells = cells(reference);
    List<String> methods = new ArrayList<>(cells.keySet());
    methods.sort(
        Comparator.comparingDouble(
            method ->
                cells.get(method).values().stream()
                    .mapToInt(Cell::rank)
                    .average()
                    .orElse(Double.MAX_VALUE)));
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("| method | runs |");
    tasks.forEach(
        (name, task) -> head.append(" " + name + " (" + task.test() + "): gain ± s.e., rank |"));
    lines.add(head.toString());
    lines.add("|---".repeat(tasks.size() + 2) + "|");
    for (String method : methods) {
      lines.add(line(method, cells.get(method), ProofTable::gain));
    }
    lines.add("");
    lines.add("| method | runs | " + String.join(" | ", tasks.keySet()) + " |");
    lines.add("|---".repeat(tasks.size() + 2) + "|");
    for (String method : methods) {
      lines.add(line(method, cells.get(method), ProofTable::pValue));
    }
    return lines;
  }

  private String line(String method, Map<String, Cell> cells, Function<Cell, String> text) {
    Set<Integer> runs = new LinkedHashSet<>();
    cells.values().forEach(cell -> runs.add(cell.runs()));
    StringBuilder line = new StringBuilder("| " + method + " | ");
    line.append(String.join(", ", runs.stream().map(String::valueOf).toList())).append(" |");
    for (String task : tasks.keySet()) {
      line.append(' ')
          .append(cells.containsKey(task) ? text.apply(cells.get(task)) : "")
          .append(" |");
    }
    return line.toString();
  }

  private static String gain(Cell cell) {
    return String.format(
        Locale.ROOT,
        "%+.5f ± %.5f, %d",
        cell.paired().gain(),
        cell.paired().standardError(),
        cell.rank());
  }

  private static String pValue(Cell cell) {
    return Double.isNaN(cell.paired().pValue())
        ? ""
        : String.format(Locale.ROOT, "%.2g, Holm %.2g", cell.paired().pValue(), cell.corrected());
  }

  /** By method, then by task. */
  private Map<String, Map<String, Cell>> cells(String reference) {
    Map<String, Map<String, Cell>> cells = new LinkedHashMap<>();
    // Methods with the same runs are one comparison.
    Map<List<String>, Paired> compared = new LinkedHashMap<>();
    tasks.forEach(
        (name, task) -> {
          ProofEntry first = reference(name, task, reference);
          for (ProofEntry entry : task.entries()) {
            compared.put(key(name, entry), Paired.of(entry, first, task.direction()));
          }
        });
    double[] corrected =
        Holm.corrected(compared.values().stream().mapToDouble(Paired::pValue).toArray());
    Map<List<String>, Double> byKey = new HashMap<>();
    int next = 0;
    for (List<String> key : compared.keySet()) {
      byKey.put(key, corrected[next++]);
    }
    tasks.forEach(
        (name, task) -> {
          for (ProofEntry entry : task.entries()) {
            List<String> key = key(name, entry);
            cells
                .computeIfAbsent(entry.name(), method -> new LinkedHashMap<>())
                .put(
                    name,
                    new Cell(compared.get(key), task.rank(entry), entry.runs(), byKey.get(key)));
          }
        });
    return cells;
  }

  private static List<String> key(String task, ProofEntry entry) {
    List<String> key = new ArrayList<>(runs(entry));
    key.add(0, task);
    return key;
  }

  private static ProofEntry reference(String name, Task task, String reference) {
    if (reference == null) {
      return task.entries().get(0);
    }
    return task.entry(reference)
        .orElseThrow(
            () ->
                new UsageException(
                    "task "
                        + name
                        + " has no method '"
                        + reference
                        + "'; it has "
                        + String.join(
                            ", ", task.entries().stream().map(ProofEntry::name).toList())));
  }
}
