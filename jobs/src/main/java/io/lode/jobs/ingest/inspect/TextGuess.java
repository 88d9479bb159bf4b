package io.lode.jobs.ingest.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Patterns for lines that a program prints: one for each way in which a step and a value come in
 * one line, such as {@code iter 11: loss 7.4}. A bare loss in a line that speaks of validation or
 * test is a validation loss. Values in lines without a step take the last step before them.
 */
final class TextGuess {

  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+|nan|inf)";

  /** What may stand between a name and its number. */
  private static final String BETWEEN = "[\"']?\\s*[:=\\[(]?\\s*[\"']?";

  private static final String NO_WORD = "(?<![A-Za-z_])";

  private static final Pattern STEP =
      Pattern.compile(
          "(?i)"
              + NO_WORD
              + "((?:train_|valid_)?num_updates|global[_ ]?step|iteration|iter|step|epoch)("
              + BETWEEN
              + ")(\\d+)(?![\\d.])");

  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)"
              + NO_WORD
              + "((?:train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?|test|dev|lm|total)"
              + "[_ /-]?(?:avg[_ ])?loss|loss|(?:train_)?lr|learning[_ ]rate"
              + "|(?:val|valid|eval|test)[_ /-]?acc(?:uracy)?)("
              + BETWEEN
              + ")("
              + NUMBER
              + ")(?![\\w%])");

  private static final String HELD_OUT =
      NO_WORD + "(?i:val|valid|validation|eval|evaluation|test|dev)(?![A-Za-z_])";
  private static final Pattern SPEAKS_OF_HELD_OUT = Pattern.compile(HELD_OUT);

  /** Lines that are looked at, and the characters of a line. */
  private static final int LINES = 5000;

  private static final int LONGEST = 5000;
  private static final int MOST_PATTERNS = 24;

  private final Map<String, String> ofSteps = new LinkedHashMap<>();
  private final Map<String, String> ofEpochs = new LinkedHashMap<>();
  private final Map<String, String> withoutStep = new LinkedHashMap<>();
  private final Map<String, String> stepAlone = new LinkedHashMap<>();
  private boolean loss;

  private TextGuess() {}

  /** Text with lines that name a step and a loss; nothing where there is none. */
  static Optional<Kind> kind(String text) {
    TextGuess guess = new TextGuess();
    text.lines()
        .flatMap(line -> line.contains("\r") ? line.lines() : java.util.stream.Stream.of(line))
        .limit(LINES)
        .filter(line -> line.length() <= LONGEST)
        .forEach(guess::take);
    return guess.kind();
  }

  private void take(String line) {
    Matcher step = step(line);
    Matcher value = VALUE.matcher(line);
    boolean any = false;
    while (value.find()) {
      any = true;
      String name = value.group(1).toLowerCase(Locale.ROOT).replaceAll("[ /-]", "_");
      loss |= name.contains("loss");
      boolean bare = name.equals("loss");
      boolean heldOut = bare && SPEAKS_OF_HELD_OUT.matcher(line).find();
      String key = (heldOut ? "val_loss" : name) + value.group(2).isBlank();
      String pattern = value(value, heldOut ? "val_loss" : name);
      String start =
          !bare ? "" : heldOut ? "^(?=.*" + HELD_OUT + ").*?" : "^(?!.*" + HELD_OUT + ").*?";
      if (step == null) {
        put(withoutStep, key, start + pattern);
      } else {
        String both =
            step.start() < value.start()
                ? step(step) + ".*?" + pattern
                : pattern + ".*?" + step(step);
        put(isEpoch(step) ? ofEpochs : ofSteps, step.group(1) + step.group(2) + key, start + both);
      }
    }
    if (!any && step != null) {
      put(stepAlone, step.group(1), "^" + (step.start() == 0 ? "" : ".*?") + step(step));
    }
  }

  private static void put(Map<String, String> patterns, String key, String pattern) {
    if (patterns.size() < MOST_PATTERNS) {
      patterns.putIfAbsent(key, pattern);
    }
  }

  /** The finest step that a line names: an epoch only where there is nothing else. */
  private static Matcher step(String line) {
    Matcher step = STEP.matcher(line);
    int epoch = -1;
    while (step.find()) {
      if (!isEpoch(step)) {
        return step;
      }
      epoch = epoch < 0 ? step.start() : epoch;
    }
    return epoch >= 0 && step.find(epoch) ? step : null;
  }

  private static boolean isEpoch(Matcher step) {
    return step.group(1).equalsIgnoreCase("epoch");
  }

  private Optional<Kind> kind() {
    Map<String, String> patterns = ofSteps.isEmpty() ? ofEpochs : ofSteps;
    boolean carries = !withoutStep.isEmpty() && !(patterns.isEmpty() && stepAlone.isEmpty());
    if (!loss || (patterns.isEmpty() && !carries)) {
      return Optional.empty();
    }
    List<Question> questions = new ArrayList<>();
    if (patterns.equals(ofSteps) && !ofEpochs.isEmpty() && !ofSteps.isEmpty()) {
      questions.add(
          Question.open(
              "some lines count steps and others epochs; those of epochs are left out, which have "
                  + ofEpochs.size()
                  + " patterns"));
    }
    List<String> settings = new ArrayList<>();
    settings.add("patterns = [");
    List<String> all = new ArrayList<>(patterns.values());
    if (carries) {
      all.addAll(patterns.isEmpty() ? stepAlone.values() : List.of());
      all.addAll(withoutStep.values());
      questions.add(Question.note("lines without a step take the last step before them"));
    }
    all.forEach(pattern -> settings.add("  " + quoted(pattern)));
    settings.add("]");
    if (carries) {
      settings.add("carry = [step]");
    }
    return Optional.of(new Kind("text", settings, false, false, questions));
  }

  private static String step(Matcher found) {
    return NO_WORD + literal(found.group(1) + found.group(2)) + "(?<step>\\d+)";
  }

  private static String value(Matcher found, String name) {
    boolean bare = found.group(1).equalsIgnoreCase("loss");
    return (bare ? "(?<!(?:train|val|valid|validation|eval|test|lm|dev)[ _/-])" : "")
        + NO_WORD
        + literal(found.group(1) + found.group(2))
        + "(?<"
        + name
        + ">"
        + NUMBER
        + ")";
  }

  /** A pattern for a text in which the number of spaces does not count. */
  private static String literal(String text) {
    StringBuilder pattern = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        pattern.append(space ? "" : "\\s+");
        space = true;
      } else {
        space = false;
        pattern.append("\\[](){}.*+?^$|".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    return pattern.toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
