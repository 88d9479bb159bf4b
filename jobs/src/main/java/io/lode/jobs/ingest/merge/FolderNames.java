package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunBlock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells apart what files of one run in different folders call by one name, as {@code train/} and
 * {@code validation/} do.
 *
 * <p>Folders that differ in numbers only, such as {@code version_0} and {@code version_1}, hold
 * attempts at the run, or parts of it, unless both were written at the same time.
 */
final class FolderNames {

  /** Times below are seconds since some start rather than dates. */
  private static final double EARLIEST_DATE = 946_684_800;

  private final Map<String, String> labels;

  /** Names that mean something else in each folder. */
  private final Set<String> ambiguous = new TreeSet<>();

  /** Names of which all folders say the same, as of a rate that is logged twice. */
  private final Set<String> shared = new TreeSet<>();

  private final RowDefect defect;

  private FolderNames(String run, List<RunBlock> delivered, MergeRules rules) {
    labels = labels(delivered);
    Map<String, Map<String, double[]>> times = new TreeMap<>();
    for (RunBlock block : delivered) {
      addTimes(block, times);
    }
    RowDefect found = null;
    for (Map.Entry<String, Map<String, double[]>> name : times.entrySet()) {
      if (isAmbiguous(name.getValue()) && saysTheSame(name.getKey(), delivered)) {
        shared.add(name.getKey());
      } else if (isAmbiguous(name.getValue())) {
        ambiguous.add(name.getKey());
        boolean declared =
            Fields.isOutcome(Fields.NAMES.indexOf(name.getKey()))
                || name.getKey().equals(rules.objective().metric());
        if (declared && found == null) {
          found = defect(run, name.getKey(), name.getValue().keySet());
        }
      }
    }
    defect = found;
  }

  /**
   * Compares the files of a run; null where nothing needs to be told apart.
   *
   * @param delivered its delivered blocks
   */
  static FolderNames of(String run, List<RunBlock> delivered, MergeRules rules) {
    if (!rules.foldersTell()
        || delivered.stream().map(block -> folder(block.file())).distinct().count() < 2) {
      return null;
    }
    FolderNames names = new FolderNames(run, delivered, rules);
    return names.ambiguous.isEmpty() && names.shared.isEmpty() ? null : names;
  }

  /** Whether all folders say the same under a name, so that it tells no attempts apart. */
  boolean isShared(String name) {
    return shared.contains(name);
  }

  /** Why the run cannot be used: a field comes from two folders; null where none does. */
  RowDefect defect() {
    return defect;
  }

  /** The name of a block's metric: with its folder where the name alone does not say enough. */
  String name(RunBlock block, String metric) {
    String label = labels.getOrDefault(folder(block.file()), "");
    return block.stored() || label.isEmpty() || !ambiguous.contains(metric)
        ? metric
        : label + ":" + metric;
  }

  private RowDefect defect(String run, String name, Set<String> folders) {
    List<String> found = folders.stream().map(labels::get).map(FolderNames::shown).toList();
    String example =
        labels.values().stream().filter(label -> !label.isEmpty()).findFirst().orElse("train");
    return new RowDefect(
        "one name in two folders",
        name
            + " of run "
            + run
            + " is logged in the folders "
            + String.join(" and ", found)
            + "; expected columns that say which, such as "
            + name
            + " = \""
            + example
            + ":TAG\", or a path that leaves the others out");
  }

  /** Whether all folders say the same of the steps that they share, as of a rate logged twice. */
  private static boolean saysTheSame(String name, List<RunBlock> delivered) {
    Map<Double, Double> values = new HashMap<>();
    Map<Double, String> folders = new HashMap<>();
    boolean shares = false;
    for (RunBlock block : delivered) {
      int offset = 0;
      for (int row = 0; row < block.length(); row++) {
        int[] fields = block.shapes()[block.shape()[row]];
        for (int k = 0; k < fields.length; k++) {
          if (name(block, fields[k]).equals(name)) {
            double step = block.step()[row];
            Double value = block.values()[offset + k];
            Double before = values.put(step, value);
            String other = folders.put(step, folder(block.file()));
            if (before != null && !folder(block.file()).equals(other)) {
              shares = true;
              if (!before.equals(value)) {
                return false;
              }
            }
          }
        }
        offset += fields.length;
      }
    }
    return shares;
  }

  private static String name(RunBlock block, int field) {
    return field < RunBlock.METRICS
        ? Fields.NAMES.get(field)
        : block.metrics()[field - RunBlock.METRICS];
  }

  private static String shown(String label) {
    return label.isEmpty() ? "of the run itself" : label;
  }

  private static boolean isAmbiguous(Map<String, double[]> folders) {
    if (folders.size() < 2) {
      return false;
    }
    if (folders.keySet().stream().map(name -> name.replaceAll("[0-9]+", "#")).distinct().count()
        > 1) {
      return true;
    }
    double end = Double.NEGATIVE_INFINITY;
    for (double[] range :
        folders.values().stream()
            .filter(range -> range[0] >= EARLIEST_DATE)
            .sorted((a, b) -> Double.compare(a[0], b[0]))
            .toList()) {
      if (range[0] < end) {
        return true;
      }
      end = Math.max(end, range[1]);
    }
    return false;
  }

  /** Adds when the names of a block were logged, by name and folder. */
  private static void addTimes(RunBlock block, Map<String, Map<String, double[]>> times) {
    String folder = folder(block.file());
    double[][] ranges = new double[RunBlock.METRICS + block.metrics().length][];
    int offset = 0;
    for (int row = 0; row < block.length(); row++) {
      int[] fields = block.shapes()[block.shape()[row]];
      double time = Double.NaN;
      for (int k = 0; k < fields.length; k++) {
        time = fields[k] == Fields.TIME ? block.values()[offset + k] : time;
      }
      for (int field : fields) {
        if (ranges[field] == null) {
          ranges[field] = new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        }
        if (!Double.isNaN(time)) {
          ranges[field][0] = Math.min(ranges[field][0], time);
          ranges[field][1] = Math.max(ranges[field][1], time);
        }
      }
      offset += fields.length;
    }
    for (int field = 0; field < ranges.length; field++) {
      boolean counts = field >= RunBlock.METRICS || Fields.isOutcome(field);
      if (ranges[field] != null && counts) {
        double[] range = ranges[field];
        times
            .computeIfAbsent(name(block, field), of -> new TreeMap<>())
            .merge(
                folder, range, (a, b) -> new double[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
      }
    }
  }

  /** What tells each folder from the others: its path below the folder that they share. */
  private static Map<String, String> labels(List<RunBlock> delivered) {
    Set<String> folders = new TreeSet<>();
    delivered.forEach(block -> folders.add(folder(block.file())));
    String shared = null;
    for (String folder : folders) {
      shared = shared == null ? folder : sharedFolder(shared, folder);
    }
    Map<String, String> labels = new TreeMap<>();
    for (String folder : folders) {
      labels.put(
          folder,
          folder.equals(shared)
              ? ""
              : folder.substring(shared.isEmpty() ? 0 : shared.length() + 1));
    }
    return labels;
  }

  private static String sharedFolder(String one, String other) {
    String shared = one;
    while (!shared.isEmpty() && !other.equals(shared) && !other.startsWith(shared + "/")) {
      shared = folder(shared);
    }
    return shared;
  }

  private static String folder(String file) {
    int end = file.lastIndexOf('/');
    return end < 0 ? "" : file.substring(0, end);
  }
}
