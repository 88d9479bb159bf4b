package io.lode.jobs.ingest;

import io.lode.jobs.conf.Choice;
import io.lode.jobs.conf.Expression;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.conf.TextTemplate;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import java.util.HashMap;
import java.util.Map;

/**
 * What holds for all rows of a run.
 *
 * @param group the group
 * @param sweep the sweep, {@code default} where nothing says
 * @param run the run's name
 * @param seed as logged, or null
 * @param hyperparameters as logged
 * @param plannedSteps steps it was to take, or null where unknown
 * @param derivedRate the rate where it was not logged, or null
 * @param running whether it is still training
 */
record RunContext(
    GroupKey group,
    String sweep,
    String run,
    String seed,
    Map<String, String> hyperparameters,
    Double plannedSteps,
    Schedule derivedRate,
    boolean running) {

  private static final String TOTAL_STEPS = "total_steps";

  /**
   * Puts together what the path, the hyperparameters, the row's own columns and the source say.
   *
   * @param captures from the path
   * @param own identity columns of the row, which win over constants, which win over captures
   * @throws RowDefect if a needed value is missing or wrong
   */
  static RunContext resolve(
      SourceDefinition source,
      Map<String, String> captures,
      Map<String, String> hyperparameters,
      Map<String, String> own)
      throws RowDefect {
    Map<String, String> named = new HashMap<>(hyperparameters);
    named.putAll(captures);
    named.putAll(own);
    Map<String, String> identity = new HashMap<>(captures);
    try {
      for (Map.Entry<String, Choice<TextTemplate>> constant : source.constants().entrySet()) {
        identity.put(constant.getKey(), constant.getValue().choose(named).fill(named));
      }
    } catch (IllegalArgumentException e) {
      throw new RowDefect("identity unknown", e.getMessage());
    }
    identity.putAll(own);
    named.putAll(identity);
    for (String field : new String[] {"run", "model", "dataset"}) {
      if (identity.getOrDefault(field, "").isBlank()) {
        throw new RowDefect("identity unknown", field + " is missing");
      }
    }
    GroupKey group =
        new GroupKey(
            identity.get("model"),
            identity.get("dataset"),
            identity.getOrDefault("optimizer", GroupKey.UNKNOWN));
    Double planned = plannedSteps(source, named);
    return new RunContext(
        group,
        identity.getOrDefault("sweep", "default"),
        identity.get("run"),
        identity.get("seed"),
        hyperparameters,
        planned,
        derivedRate(source, named, planned),
        running(source, named));
  }

  private static boolean running(SourceDefinition source, Map<String, String> named)
      throws RowDefect {
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
      if (!(steps > 0) || Double.isInfinite(steps)) {
        throw new RowDefect("total steps unknown", "found " + steps + ", expected over 0");
      }
      return steps;
    } catch (IllegalArgumentException e) {
      throw new RowDefect("total steps unknown", e.getMessage());
    }
  }

  private static Schedule derivedRate(
      SourceDefinition source, Map<String, String> named, Double planned) throws RowDefect {
    if (source.derivedRate() == null) {
      return null;
    }
    Expression.Variables variables = name -> number(named, name, planned);
    try {
      return source.derivedRate().schedule(variables, planned);
    } catch (IllegalArgumentException e) {
      throw new RowDefect("learning_rate cannot be derived", e.getMessage());
    }
  }

  private static double number(Map<String, String> named, String name, double totalSteps) {
    if (name.equals(TOTAL_STEPS) && !Double.isNaN(totalSteps)) {
      return totalSteps;
    }
    String text = named.get(name);
    if (text == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    Double number = Numbers.parse(text);
    if (number == null) {
      throw new IllegalArgumentException("'" + name + "' must be a number, found '" + text + "'");
    }
    return number;
  }
}
