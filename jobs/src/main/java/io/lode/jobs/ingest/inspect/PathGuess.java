package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.inspect.Level.Meaning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How the paths of some logs name runs and groups.
 *
 * @param path the template of a source file
 * @param constants what follows from captures, by field
 * @param captured fields and other names that the template captures
 * @param questions what the paths leave open
 */
record PathGuess(
    String path, Map<String, String> constants, Set<String> captured, List<Question> questions) {

  /** Names of files that say nothing of their run. */
  private static final Pattern PLAIN_NAME =
      Pattern.compile(
          "(?i)(?:metrics?|logs?|results?|history|training(?:_log)?|train(?:_log)?|progress|trainer_state"
              + "|eval_measurements|measurements|data|summary|output|stdout|scalars|table|export)");

  private static final Pattern PARTED = Pattern.compile("(?i)(part|shard|chunk|split)[-_].*");

  /** The folder of a run of Weights and Biases: date, time and identifier. */
  private static final Pattern WANDB = Pattern.compile("(?:offline-)?run-\\d{8}_\\d{6}-[^-]+");

  private static final Pattern SEEDED = Pattern.compile("(?i)(.*)[_-]seed[_-]?(\\d+)");

  /**
   * Guesses.
   *
   * @param paths relative to the input, all of one depth, without endings of compressed files
   * @param kind how the files are read
   * @param runsInRows whether the rows of a file say whose they are
   */
  static PathGuess of(List<String> paths, Kind kind, boolean runsInRows) {
    return new Guessing(paths, kind, runsInRows).guess();
  }

  private static final class Guessing {

    private final List<String[]> parts;
    private final Kind kind;
    private final boolean runsInRows;
    private final int depth;
    private final List<Level> levels = new ArrayList<>();
    private final Set<String> captured = new HashSet<>();
    private final Map<String, String> constants = new TreeMap<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<String> run = new ArrayList<>();

    Guessing(List<String> paths, Kind kind, boolean runsInRows) {
      parts = paths.stream().map(path -> path.split("/")).toList();
      this.kind = kind;
      this.runsInRows = runsInRows;
      depth = parts.get(0).length;
      for (int i = 0; i < depth; i++) {
        int level = i;
        levels.add(Level.of(parts.stream().map(part -> stem(part[level], level)).toList()));
      }
    }

    private String stem(String name, int level) {
      int dot = name.lastIndexOf('.');
      return level == depth - 1 && dot > 0 ? name.substring(0, dot) : name;
    }

    private String ending() {
      String name = parts.get(0)[depth - 1];
      return name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
    }

    PathGuess guess() {
      String file = filePart();
      int runLevel = runsInRows || kind.isDatabase() ? -1 : runLevel(file != null);
      List<String> template = new ArrayList<>();
      for (int i = 0; i < depth; i++) {
        if (i == depth - 1 && file != null) {
          template.add(file);
        } else if (runsInRows || kind.isDatabase()) {
          template.add(levels.get(i).means() == Meaning.NOTHING ? literal(i) : "*" + suffix(i));
        } else {
          template.add(i == runLevel ? runPart(i) : i > runLevel ? below(i) : above(i) + suffix(i));
        }
      }
      if (run.size() > 1) {
        constants.put("run", String.join("/", run));
      } else if (run.size() == 1 && !run.get(0).equals("{run}")) {
        constants.put("run", run.get(0));
      }
      return new PathGuess(String.join("/", template), constants, captured, questions);
    }

    private String suffix(int level) {
      return level == depth - 1 ? ending() : "";
    }

    private String literal(int level) {
      return levels.get(level).values().iterator().next() + suffix(level);
    }

    /** The template of the file's name where it says nothing of the run, else null. */
    private String filePart() {
      Level names = levels.get(depth - 1);
      if (kind.format().equals("tensorboard")) {
        return parts.stream().allMatch(part -> part[depth - 1].startsWith("events.out.tfevents"))
            ? "events.out.tfevents.*"
            : "*tfevents*";
      }
      if (kind.format().equals("wandb")) {
        return "*.wandb";
      }
      if (kind.isDatabase()) {
        return names.means() == Meaning.NOTHING ? literal(depth - 1) : "*" + ending();
      }
      if (names.means() == Meaning.PARTS && depth > 1) {
        return "*" + ending();
      }
      if (kind.isOneRow() || names.values().stream().allMatch(n -> PARTED.matcher(n).matches())) {
        String shape = commonPrefix(names.values());
        return (shape.isEmpty() ? "" : shape) + "*" + ending();
      }
      boolean plain =
          names.means() == Meaning.NOTHING
              && depth > 1
              && (parts.size() > 1
                  || PLAIN_NAME.matcher(names.values().iterator().next()).matches());
      return plain ? literal(depth - 1) : null;
    }

    private static String commonPrefix(Set<String> names) {
      String prefix = null;
      for (String name : names) {
        String bare = name.replaceFirst("\\d+$", "");
        if (prefix == null) {
          prefix = bare;
        }
        while (!bare.startsWith(prefix)) {
          prefix = prefix.substring(0, prefix.length() - 1);
        }
      }
      return prefix == null ? "" : prefix;
    }

    /** The depth whose names are runs. */
    private int runLevel(boolean isFileSaid) {
      int last = isFileSaid ? depth - 2 : depth - 1;
      if (last < 0) {
        return -1;
      }
      while (last > 0 && isPart(last)) {
        last--;
      }
      for (int i = last; i >= 0; i--) {
        Meaning means = levels.get(i).means();
        if (means != Meaning.NOTHING && means != Meaning.PARTS) {
          return shallower(i, isFileSaid);
        }
      }
      // Nothing varies: there is one run, named by its innermost folder or its file.
      return last;
    }

    /** A level above that tells all files apart by itself, since it is named by people. */
    private int shallower(int level, boolean isFileSaid) {
      for (int i = 0; i < level && isFileSaid && parts.size() > 1; i++) {
        Level above = levels.get(i);
        boolean isNamed = above.means() != Meaning.NOTHING && above.prefix().isEmpty();
        if (isNamed
            && levels.get(level).means() == Meaning.RUNS
            && above.values().size() == parts.size()) {
          return i;
        }
      }
      return level;
    }

    /** Whether all folders of a depth are parts of runs, even if all have the same name. */
    private boolean isPart(int level) {
      return levels.get(level).values().stream().allMatch(Level::isPart);
    }

    private String runPart(int level) {
      Level names = levels.get(level);
      boolean alone = true;
      for (int i = 0; i < level; i++) {
        alone &= levels.get(i).means() != Meaning.RUNS;
      }
      if (alone
          && names.means() != Meaning.NOTHING
          && names.values().stream().allMatch(name -> SEEDED.matcher(name).matches())) {
        String before = names.values().iterator().next().replaceFirst("(?i)seed.*$", "seed");
        String sign = before.replaceFirst("(?i).*([_-]seed)$", "$1");
        String behind =
            names.values().iterator().next().matches("(?i).*seed[_-]\\d+")
                ? names.values().iterator().next().replaceFirst("(?i).*seed([_-])\\d+", "$1")
                : "";
        captured.add("seed");
        run.add("{setting}" + sign + behind + "{seed}");
        return "{setting}" + sign + behind + "{seed}" + suffix(level);
      }
      if (alone && names.values().stream().allMatch(name -> WANDB.matcher(name).matches())) {
        captured.add("run");
        run.add("{run}");
        return "*run-*-{run}" + suffix(level);
      }
      if (alone) {
        captured.add("run");
        run.add("{run}");
        return "{run}" + suffix(level);
      }
      return part(level, names) + suffix(level);
    }

    /** A capture of its own for a level that is a part of the run's name. */
    private String part(int level, Level names) {
      String word = names.prefix().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
      String name = word.isEmpty() || captured.contains(word) ? "part" + (level + 1) : word;
      captured.add(name);
      run.add(names.prefix() + "{" + name + "}");
      return names.prefix() + "{" + name + "}";
    }

    private String below(int level) {
      Level names = levels.get(level);
      return names.means() == Meaning.NOTHING ? literal(level) : "*" + suffix(level);
    }

    private String above(int level) {
      Level names = levels.get(level);
      return switch (names.means()) {
        case NOTHING -> names.values().iterator().next();
        case PARTS -> "*";
        case RUNS -> part(level, names);
        case OPTIMIZERS -> capture("optimizer", level);
        case DATASETS -> capture("dataset", level);
        case GROUPS -> group(level, names);
      };
    }

    private String capture(String field, int level) {
      if (!captured.add(field)) {
        return group(level, levels.get(level));
      }
      return "{" + field + "}";
    }

    private String group(int level, Level names) {
      if (captured.add("model")) {
        List<String> ends = names.lastParts();
        if (!ends.isEmpty() && Level.areOptimizers(ends) && captured.add("optimizer")) {
          return "{model}-{optimizer}";
        }
        if (!ends.isEmpty() && Level.areDatasets(ends) && captured.add("dataset")) {
          return "{model}-{dataset}";
        }
        return "{model}";
      }
      for (String field : List.of("dataset", "optimizer", "sweep")) {
        if (captured.add(field)) {
          return "{" + field + "}";
        }
      }
      return part(level, names);
    }
  }
}
