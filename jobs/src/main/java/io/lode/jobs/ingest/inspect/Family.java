package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.LogFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Log files that are read alike.
 *
 * @param kind how
 * @param files all of them
 * @param samples the first rows of some of them
 */
record Family(Kind kind, List<LogFile> files, List<Sample> samples) {

  /** What tells families apart: the format, the depth and ending of paths, and the columns. */
  static String signature(LogFile file, Kind kind, Sample sample) {
    String path = Sniffer.bare(file.relativePath());
    if (FolderParts.isOfDvcLive(path)) {
      return "dvclive " + FolderParts.dvcLiveTable(path).chars().filter(c -> c == '/').count();
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && !kind.format().equals("tensorboard") ? name.substring(dot) : "";
    String stem = dot > 0 ? name.substring(0, dot) : name;
    StringBuilder signature =
        new StringBuilder(kind.format())
            .append(' ')
            .append(path.chars().filter(c -> c == '/').count())
            .append(' ')
            .append(ending.toLowerCase(Locale.ROOT));
    if (kind.format().equals("text") || kind.format().equals("tensorboard") || Level.isPart(stem)) {
      return signature.toString();
    }
    signature.append(kind.settings());
    if (!kind.isLong() && sample != null) {
      ColumnGuess columns = ColumnGuess.of(List.of(sample), kind);
      signature.append(columns.fields().get(Role.STEP));
      signature.append(columns.runColumn());
    }
    return signature.toString();
  }

  /** The outermost folder of a file below the input; empty where it has none. */
  static String topFolder(LogFile file) {
    int slash = file.relativePath().indexOf('/');
    return slash < 0 ? "" : file.relativePath().substring(0, slash);
  }

  /**
   * The paths of the files, without endings of compressed files; in place of the tables of a run's
   * metrics the one table that says the same.
   */
  List<String> paths() {
    return files.stream()
        .map(file -> Sniffer.bare(file.relativePath()))
        .map(path -> FolderParts.isOfDvcLive(path) ? FolderParts.dvcLiveTable(path) : path)
        .distinct()
        .toList();
  }

  /** Whether some files lie deeper than others. */
  boolean hasSeveralDepths() {
    return files.stream()
            .map(file -> file.relativePath().chars().filter(c -> c == '/').count())
            .distinct()
            .count()
        > 1;
  }

  /** Folders between the input and the files. */
  long depth() {
    return files.get(0).relativePath().chars().filter(c -> c == '/').count();
  }

  /** The outermost folder of the first file. */
  String topFolder() {
    return topFolder(files.get(0));
  }

  /**
   * Whether the outermost folders are sets of logs of their own: each has several files with the
   * same columns, and not all folders have the same.
   */
  static boolean isSplitByFolder(Map<LogFile, Sample> samples) {
    Map<String, Set<String>> columns = new TreeMap<>();
    Map<String, Integer> files = new TreeMap<>();
    samples.forEach(
        (file, sample) -> {
          ColumnGuess guess = ColumnGuess.of(List.of(sample), sample.kind());
          columns
              .computeIfAbsent(topFolder(file), key -> new TreeSet<>())
              .add(String.valueOf(guess.fields()));
          files.merge(topFolder(file), 1, Integer::sum);
        });
    return columns.size() > 1
        && files.values().stream().allMatch(count -> count > 1)
        && columns.values().stream().allMatch(found -> found.size() == 1)
        && new TreeSet<>(columns.values().stream().map(String::valueOf).toList()).size() > 1;
  }

  /** The folders in which the files are. */
  Set<String> folders() {
    Set<String> folders = new TreeSet<>();
    for (LogFile file : files) {
      String path = file.relativePath();
      folders.add(path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
    }
    return folders;
  }

  /**
   * Whether other files lie in the folders of these, or below them, so that they are of the same
   * runs: in another format, or of a checkpoint.
   */
  boolean saysAlready(Family other) {
    Set<String> own = folders();
    boolean others =
        !kind.format().equals(other.kind().format())
            || other.folders().stream()
                .allMatch(folder -> Level.isPart(folder.substring(folder.lastIndexOf('/') + 1)));
    return others
        && other.folders().stream()
            .allMatch(
                folder ->
                    own.contains(folder)
                        || own.stream()
                            .anyMatch(mine -> !mine.isEmpty() && folder.startsWith(mine + "/")));
  }

  /** Whether the rows hold a step and something that is judged. */
  boolean isOfTraining() {
    ColumnGuess columns = ColumnGuess.of(samples, kind);
    boolean judged =
        columns.fields().containsKey(Role.TRAIN_LOSS)
            || columns.fields().containsKey(Role.VALIDATION_LOSS)
            || columns.fields().containsKey(Role.VALIDATION_ACCURACY);
    boolean stepped =
        kind.isLong() || kind.format().equals("wandb") || columns.fields().containsKey(Role.STEP);
    return judged && stepped;
  }

  /** The kind of all files: of text, the patterns that are found in any of them. */
  Kind common() {
    if (!kind.format().equals("text")) {
      return kind;
    }
    Set<String> patterns = new LinkedHashSet<>();
    Set<String> after = new LinkedHashSet<>();
    Set<Question> questions = new LinkedHashSet<>();
    for (Sample sample : samples) {
      for (String setting : sample.kind().settings()) {
        if (setting.startsWith("  ")) {
          patterns.add(setting);
        } else if (setting.startsWith("carry")) {
          after.add(setting);
        }
      }
      questions.addAll(sample.kind().questions());
    }
    List<String> settings = new ArrayList<>();
    settings.add("patterns = [");
    settings.addAll(patterns);
    settings.add("]");
    settings.addAll(after);
    return new Kind(kind.format(), settings, false, false, List.copyOf(questions));
  }
}
