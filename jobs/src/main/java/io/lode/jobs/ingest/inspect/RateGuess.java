package io.lode.jobs.ingest.inspect;

import io.lode.jobs.conf.Listing;
import io.lode.jobs.ingest.format.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The shape of a learning rate that no column holds, as far as hyperparameters tell it.
 *
 * @param lines of a source file
 * @param questions what the hyperparameters leave open
 */
record RateGuess(List<String> lines, List<Question> questions) {

  private static final Pattern PEAK =
      Pattern.compile(
          "(?i)(?:.*[._/])?(?:lr|lr0|learning_?rate|peak_?lr|max_?lr|base_?lr|init(?:ial)?_?lr|peak_?learning_?rate)");

  private static final Pattern SHAPE =
      Pattern.compile(
          "(?i)(?:.*[._/])?(?:(?:lr_?)?sched(?:ule|uler)?(?:_?type|_?name)?|lr_decay(?:_style)?|decay_?type)");
  private static final Pattern WARMUP_STEPS =
      Pattern.compile("(?i)(?:.*[._/])?(?:num_)?warm_?up(?:_?steps|_?iters)");
  private static final Pattern WARMUP_SHARE =
      Pattern.compile("(?i)(?:.*[._/])?warm_?up_?(?:ratio|factor|fraction|frac|pct)");

  /**
   * Guesses.
   *
   * @param hyperparameters of one run
   * @param hasTotal whether the source says how long runs are planned to be
   * @param lastStep the last step of the longest run that was looked at
   */
  static RateGuess of(Map<String, String> hyperparameters, boolean hasTotal, double lastStep) {
    String peak = numeric(hyperparameters, PEAK);
    if (peak == null) {
      return new RateGuess(
          List.of("learning-rate { derive = constant, peak = \"0.001\" }"),
          List.of(
              Question.open(
                  "no column holds the learning rate and no hyperparameter names it; found "
                      + Listing.of(hyperparameters.keySet())
                      + ". Say its shape and its peak below")));
    }
    String shape = shape(hyperparameters);
    String warmupSteps = numeric(hyperparameters, WARMUP_STEPS);
    String warmupShare = numeric(hyperparameters, WARMUP_SHARE);
    String warmup =
        warmupSteps != null
            ? "${" + warmupSteps + "}"
            : warmupShare != null ? "int(${" + warmupShare + "} * total_steps)" : null;
    String derive = shape == null ? "constant" : shape;
    if (warmup != null && shape == null) {
      derive = "cosine";
    }
    List<String> lines = new ArrayList<>();
    boolean isConstant = derive.equals("constant");
    if (!hasTotal && !(isConstant && warmup == null)) {
      lines.add("total-steps = " + Math.round(lastStep));
    }
    lines.add(
        "learning-rate { derive = "
            + (warmup == null ? "" : "warmup-")
            + derive
            + ", peak = \"${"
            + peak
            + "}\""
            + (warmup == null ? "" : ", warmup-steps = \"" + warmup + "\"")
            + " }");
    boolean sure = shape != null && isConstant && warmup == null;
    return new RateGuess(
        lines,
        sure
            ? List.of()
            : List.of(
                Question.open(
                    "no column holds the learning rate. Its peak is guessed from hyperparameter "
                        + peak
                        + ", its shape is "
                        + (shape == null ? "not known" : "guessed")
                        + ": check learning-rate"
                        + (lines.size() > 1 ? " and total-steps" : "")
                        + " below")));
  }

  private static String numeric(Map<String, String> hyperparameters, Pattern names) {
    return hyperparameters.entrySet().stream()
        .filter(entry -> names.matcher(entry.getKey()).matches())
        .filter(entry -> Numbers.parse(entry.getValue()) != null)
        .map(Map.Entry::getKey)
        .min(java.util.Comparator.comparingInt(String::length))
        .orElse(null);
  }

  private static String shape(Map<String, String> hyperparameters) {
    for (Map.Entry<String, String> entry : hyperparameters.entrySet()) {
      if (SHAPE.matcher(entry.getKey()).matches()) {
        String value = entry.getValue().toLowerCase(Locale.ROOT);
        for (String[] known :
            new String[][] {
              {"cos", "cosine"},
              {"one", "one-cycle"},
              {"exp", "exponential"},
              {"linear", "linear"},
              {"poly", "linear"},
              {"const", "constant"},
              {"none", "constant"}
            }) {
          if (value.contains(known[0])) {
            return known[1].equals("exponential") ? null : known[1];
          }
        }
      }
    }
    return null;
  }
}
