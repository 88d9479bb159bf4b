package io.lode.jobs.ingest.inspect;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders, or the files, of all logs at one depth, and what their names stand for.
 *
 * @param means what they stand for
 * @param prefix what all names start with, where a number follows; else empty
 * @param values the different names
 */
record Level(Meaning means, String prefix, Set<String> values) {

  /** What a level of folders tells apart. */
  enum Meaning {
    /** Nothing: there is one. */
    NOTHING,
    /** Runs, or trials, seeds and studies, by number, date or identifier. */
    RUNS,
    /** Parts of one run, such as training and validation. */
    PARTS,
    /** Models, or anything else whose runs are not compared. */
    GROUPS,
    /** Datasets. */
    DATASETS,
    /** Optimizers. */
    OPTIMIZERS
  }

  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");
  private static final Pattern RUN_WORD =
      Pattern.compile(
          "(?i).*(?:run|trial|study|version|seed|exp|experiment|job|fold|rep|train|log|attempt|task)[_ -]?");
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "(?i).*(?:\\d{4}-?\\d{2}-?\\d{2}|\\d{2}-\\d{2}-\\d{2}).*|[0-9a-f]{8,}|(?:offline-)?run-.*");
  private static final Set<String> PARTS =
      Set.of("train", "training", "validation", "val", "valid", "eval", "test", "dev");

  private static final Pattern CHECKPOINT = Pattern.compile("(?i)checkpoint[-_]?\\d+");

  private static final Pattern OPTIMIZER =
      Pattern.compile(
          "(?i)(?:.*[_-])?(?:sgd|momentum|nesterov|adam|adamw|nadam|nadamw|nadamp|radam|adamax|adagrad"
              + "|adadelta|adafactor|rmsprop|lion|lamb|lars|sophia|muon|shampoo|soap|ademamix)(?:[_-].*)?");
  private static final Pattern DATASET =
      Pattern.compile(
          "(?i)(?:.*[^a-z])?(?:fashion[-_]?mnist|fmnist|k?mnist|emnist|cifar-?\\d*|svhn|imagenet|tiny[-_]?imagenet|coco|voc"
              + "|wmt\\d*|librispeech|criteo\\w*|ogbg\\w*|fastmri|c4|slimpajama|openwebtext\\d*|owt\\d*"
              + "|wikitext\\S*|the[-_]?pile|pile|fineweb\\S*|redpajama|dolma|shakespeare|ptb|enwik8|text8"
              + "|imdb|squad|glue|sst2?|mnli|brown|moby\\S*|iris|penn)(?:[^a-z].*)?");

  /** What some names stand for. */
  static Level of(Collection<String> names) {
    Set<String> values = new TreeSet<>(names);
    if (values.size() == 1) {
      return new Level(Meaning.NOTHING, "", values);
    }
    if (values.stream().allMatch(Level::isPart)) {
      return new Level(Meaning.PARTS, "", values);
    }
    String prefix = numberedPrefix(values);
    if (prefix != null) {
      return new Level(Meaning.RUNS, prefix, values);
    }
    if (values.stream().allMatch(value -> IDENTIFIER.matcher(value).matches())) {
      return new Level(Meaning.RUNS, "", values);
    }
    return new Level(group(values), "", values);
  }

  /** Whether a name is that of a part of a run. */
  static boolean isPart(String name) {
    return isNamedPart(name) || CHECKPOINT.matcher(name).matches();
  }

  /** Whether a name says which part of a run it is, such as {@code train}. */
  static boolean isNamedPart(String name) {
    return PARTS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Meaning group(Set<String> values) {
    if (values.stream().allMatch(value -> value.lastIndexOf('-') > 0)) {
      // Of two parts each may be something else: mnist_vae-adam.
      return Meaning.GROUPS;
    }
    if (mostly(values, OPTIMIZER, 1)) {
      return Meaning.OPTIMIZERS;
    }
    return mostly(values, DATASET, 0.5) ? Meaning.DATASETS : Meaning.GROUPS;
  }

  private static boolean mostly(Set<String> values, Pattern pattern, double share) {
    long fitting = values.stream().filter(value -> pattern.matcher(value).matches()).count();
    return fitting >= share * values.size();
  }

  /** Whether all values are optimizers. */
  static boolean areOptimizers(Collection<String> values) {
    return values.stream().allMatch(value -> OPTIMIZER.matcher(value).matches());
  }

  /** Whether most values are datasets. */
  static boolean areDatasets(Collection<String> values) {
    return mostly(new TreeSet<>(values), DATASET, 0.7);
  }

  /**
   * What all names start with before a number, where the word is one for runs, or the numbers go
   * from 0 or 1 on; else null. resnet18 and resnet50 are no runs.
   */
  private static String numberedPrefix(Set<String> values) {
    String prefix = null;
    long least = Long.MAX_VALUE;
    long most = 0;
    for (String value : values) {
      Matcher numbered = NUMBERED.matcher(value);
      if (!numbered.matches() || numbered.group(2).length() > 15) {
        return null;
      }
      if (prefix != null && !prefix.equals(numbered.group(1))) {
        return null;
      }
      prefix = numbered.group(1);
      long number = Long.parseLong(numbered.group(2));
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    boolean counted = least <= 1 && most - least < 3L * values.size();
    return prefix != null && (RUN_WORD.matcher(prefix).matches() || counted) ? prefix : null;
  }

  /** The last parts of the values behind a hyphen; nothing where a value has none. */
  List<String> lastParts() {
    List<String> parts =
        values.stream()
            .filter(value -> value.lastIndexOf('-') > 0)
            .map(value -> value.substring(value.lastIndexOf('-') + 1))
            .filter(part -> !part.isEmpty())
            .toList();
    return parts.size() == values.size() ? parts : List.of();
  }
}
