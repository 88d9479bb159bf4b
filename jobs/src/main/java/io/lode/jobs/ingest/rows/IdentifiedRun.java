package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.Listing;
import io.lode.jobs.conf.TextTemplate;
import io.lode.jobs.conf.source.Choice;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A run whose identity is known, as one file gives it: its header, and the values that a declared
 * learning rate may use. The header alone goes into the store; the values serve only while the run
 * is ingested.
 *
 * @param header what holds for all rows of the run
 * @param named values that a declared learning rate may use, by name; empty where the source
 *     declares none
 * @param leftOut why the source leaves the run out; null where it does not
 */
public record IdentifiedRun(RunHeader header, Map<String, String> named, String leftOut)
    implements Serializable {

  /** Bytes that file systems allow the name of a folder to have. */
  private static final int LONGEST_FOLDER = 255;

  private static final String TOTAL_STEPS = "total_steps";

  /** What trackers call a run that has not ended. */
  private static final Set<String> RUNNING =
      Set.of("running", "scheduled", "pending", "queued", "started", "active", "resumed");

  /** A run that is not left out, and has no values for expressions. */
  public static IdentifiedRun of(RunHeader header) {
    return new IdentifiedRun(header, Map.of(), null);
  }

  /**
   * Puts together what the path, the hyperparameters, the row's own columns and the source say.
   *
   * @param captures from the path
   * @param facts what the file says of the run outside of its rows
   * @param own identity columns of the row, which win over constants, which win over captures
   * @throws RowDefect if a needed value is missing or wrong
   */
  static IdentifiedRun resolve(
      SourceDefinition source,
      Map<String, String> captures,
      RunMetadata facts,
      Map<String, String> own)
      throws RowDefect {
    Map<String, String> named = new HashMap<>(facts.hyperparameters());
    named.putAll(facts.names());
    named.putAll(captures);
    named.putAll(own);
    Map<String, String> identity = new HashMap<>(captures);
    try {
      for (Map.Entry<String, Choice<TextTemplate>> constant : source.constants().entrySet()) {
        identity.put(constant.getKey(), constant.getValue().choose(named).fill(named));
      }
    } catch (IllegalArgumentException e) {
      throw new RowDefect(
          "identity unknown", e.getMessage() + "; found " + Listing.of(named.keySet()));
    }
    identity.putAll(own);
    named.putAll(identity);
    for (String field : new String[] {"run", "model", "dataset"}) {
      if (identity.getOrDefault(field, "").isBlank()) {
        throw new RowDefect(
            "identity unknown", field + " is missing; found " + Listing.of(named.keySet()));
      }
    }
    for (String field : new String[] {"run", "model", "dataset", "optimizer"}) {
      requireFolder(field, identity.getOrDefault(field, ""));
    }
    String optimizer = identity.getOrDefault("optimizer", "");
    RunHeader header =
        new RunHeader(
            new GroupKey(
                identity.get("model"),
                identity.get("dataset"),
                optimizer.isBlank() ? GroupKey.UNKNOWN : optimizer),
            identity.getOrDefault("sweep", "default"),
            identity.get("run"),
            identity.get("seed"),
            new TreeMap<>(facts.hyperparameters()),
            plannedSteps(source, named),
            running(source, named, identity, facts));
    boolean evaluates = source.derivedRate() != null || !source.rules().steps().isEmpty();
    return new IdentifiedRun(
        header, evaluates ? named : Map.of(), source.rules().whyLeftOut(named));
  }

  /** Refuses a name that no folder of the store can have. */
  private static void requireFolder(String field, String value) throws RowDefect {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new RowDefect(
          "identity unusable",
          field
              + " holds a character that UTF-8 cannot encode, so that other names would be taken for"
              + " it");
    }
    int length = (field + "=" + GroupKey.encode(value)).length();
    if (length > LONGEST_FOLDER) {
      throw new RowDefect(
          "identity unusable",
          field
              + " of "
              + value.codePointCount(0, value.length())
              + " characters takes "
              + length
              + " bytes as the name of a folder, expected at most "
              + LONGEST_FOLDER
              + ": give it a shorter name with constants { "
              + field
              + " = ... }");
    }
  }

  private static boolean running(
      SourceDefinition source,
      Map<String, String> named,
      Map<String, String> identity,
      RunMetadata facts)
      throws RowDefect {
    String status =
        identity.getOrDefault(SourceDefinition.STATUS, facts.names().get(SourceDefinition.STATUS));
    if (status != null) {
      return RUNNING.contains(status.strip().toLowerCase(Locale.ROOT));
    }
    try {
      return source.running().choose(named);
    } catch (IllegalArgumentException e) {
      throw new RowDefect("status unknown", e.getMessage());
    }
  }

  private static Double plannedSteps(SourceDefinition source, Map<String, String> named)
      throws RowDefect {
    if (source.totalSteps() == null) {
      return null;
    }
    try {
      double steps =
          source.totalSteps().choose(named).evaluate(name -> number(named, name, Double.NaN));
      if (!Double.isFinite(steps)) {
        throw new RowDefect("total steps unknown", "found " + steps + ", expected a number");
      }
      // Programs write 0 or -1 where the length is not limited.
      return steps > 0 ? steps : null;
    } catch (IllegalArgumentException e) {
      throw new RowDefect("total steps unknown", e.getMessage());
    }
  }

  /**
   * A number that a run's log says.
   *
   * @param totalSteps the value of {@code total_steps}, or NaN where the log must say it
   * @throws IllegalArgumentException if there is none
   */
  public static double number(Map<String, String> named, String name, double totalSteps) {
    if (name.equals(TOTAL_STEPS) && !Double.isNaN(totalSteps)) {
      return totalSteps;
    }
    String text = named.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "'" + name + "' is missing; found " + Listing.of(named.keySet()));
    }
    Double number = Numbers.parse(text);
    if (number == null) {
      throw new IllegalArgumentException("'" + name + "' must be a number, found '" + text + "'");
    }
    return number;
  }
}
