package io.lode.jobs.ingest.inspect;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.Listing;
import io.lode.jobs.conf.source.PathTemplate;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks at logs and guesses how they are read.
 *
 * @param configuration what files are opened with
 */
public record Inspector(Configuration configuration) {

  /** Files of one kind whose first rows are looked at, evenly over all. */
  private static final int SAMPLED = 100;

  /** Files that are read as ingest reads them, evenly over all. */
  private static final int TRIED = 40;

  private static final PathTemplate ANY = PathTemplate.of("**");

  /**
   * Looks at all files below an input.
   *
   * @param input a folder, or one file
   * @throws io.lode.jobs.UsageException if it does not exist
   * @throws NothingUsableException if no file is a log
   * @throws UncheckedIOException if a file system fails
   */
  public Inspection inspect(String input) {
    try {
      List<LogFile> all = LogFiles.find(input, ANY, configuration).logs();
      List<String> others = new ArrayList<>();
      List<String> leftOut = new ArrayList<>();
      List<Family> families = families(all, others, leftOut);
      List<Inspected> logs = new ArrayList<>();
      for (Family family : families) {
        logs.add(inspect(input, family));
      }
      tellOthers(logs, others, leftOut);
      if (logs.isEmpty()) {
        throw new NothingUsableException(
            "no file below "
                + input
                + " is a log that can be told by itself; found "
                + Listing.of(all.stream().map(LogFile::relativePath).toList())
                + "; say in a source file how logs are laid out (conf/sources/csv.conf explains"
                + " every key)");
      }
      return new Inspection(logs, leftOut);
    } catch (IOException e) {
      throw new UncheckedIOException("logs below " + input + " cannot be read", e);
    }
  }

  /** Tells of files that are no logs and that no log needs. */
  private static void tellOthers(List<Inspected> logs, List<String> others, List<String> leftOut) {
    List<String> unneeded = new ArrayList<>(others);
    for (Inspected log : logs) {
      String beside = log.source().hyperparametersFile();
      if (beside != null) {
        String name =
            "/"
                + beside.substring(
                    beside.lastIndexOf("../") < 0 ? 0 : beside.lastIndexOf("../") + 3);
        unneeded.removeIf(other -> ("/" + other).endsWith(name));
      }
    }
    if (!unneeded.isEmpty()) {
      leftOut.add(unneeded.size() + " other files, such as " + unneeded.get(0));
    }
  }

  private List<Family> families(List<LogFile> all, List<String> others, List<String> leftOut)
      throws IOException {
    Sniffer sniffer = new Sniffer(configuration);
    Map<String, List<LogFile>> byKind = new LinkedHashMap<>();
    Map<LogFile, Kind> kinds = new LinkedHashMap<>();
    for (LogFile file : all) {
      // A link to the newest run, which is there by its own name, too.
      if (file.relativePath().contains("latest-run/")) {
        continue;
      }
      Optional<Kind> kind = sniffer.kind(file);
      if (kind.isPresent()) {
        kinds.put(file, kind.get());
        byKind
            .computeIfAbsent(Family.signature(file, kind.get(), null), key -> new ArrayList<>())
            .add(file);
      } else {
        others.add(file.relativePath());
      }
    }
    Map<String, Family> families = new TreeMap<>();
    for (List<LogFile> alike : byKind.values()) {
      split(alike, kinds, families);
    }
    return chosen(new ArrayList<>(families.values()), leftOut);
  }

  /** Tells files of one format apart by their columns; files that are not looked at follow most. */
  private void split(List<LogFile> alike, Map<LogFile, Kind> kinds, Map<String, Family> families)
      throws IOException {
    Sampler sampler = new Sampler(configuration);
    Map<LogFile, Sample> samples = new LinkedHashMap<>();
    for (LogFile file : evenly(alike, SAMPLED)) {
      samples.put(file, sampler.sample(file, kinds.get(file)));
    }
    boolean byFolder = Family.isSplitByFolder(samples);
    Map<String, Family> found = new LinkedHashMap<>();
    samples.forEach(
        (file, sample) -> {
          Kind kind = kinds.get(file);
          String key =
              Family.signature(file, kind, sample) + (byFolder ? Family.topFolder(file) : "");
          Family family =
              found.computeIfAbsent(
                  key, absent -> new Family(kind, new ArrayList<>(), new ArrayList<>()));
          family.files().add(file);
          family.samples().add(sample);
        });
    for (LogFile file : alike) {
      if (!samples.containsKey(file)) {
        found.values().stream()
            .filter(family -> !byFolder || family.topFolder().equals(Family.topFolder(file)))
            .max(Comparator.comparingInt(family -> family.samples().size()))
            .ifPresent(family -> family.files().add(file));
      }
    }
    found.forEach(
        (key, family) -> {
          family.files().sort(Comparator.comparing(LogFile::relativePath));
          families.put(key, family);
        });
  }

  /** Families of trainings, without those that say again what a larger one says. */
  private static List<Family> chosen(List<Family> families, List<String> leftOut) {
    families.sort(
        Comparator.comparing(Family::isOfTraining)
            .thenComparing(family -> family.files().size())
            .thenComparing(family -> -family.depth())
            .reversed());
    boolean anyOfTraining = families.stream().anyMatch(Family::isOfTraining);
    List<Family> chosen = new ArrayList<>();
    for (Family family : families) {
      String name =
          family.files().size()
              + " "
              + family.kind().format()
              + " files, such as "
              + family.files().get(0).relativePath();
      if (anyOfTraining && !family.isOfTraining()) {
        leftOut.add(name + ": no column is a step, or none is a loss or an accuracy");
        continue;
      }
      Optional<Family> same =
          chosen.stream().filter(other -> other.saysAlready(family)).findFirst();
      if (same.isPresent()) {
        leftOut.add(
            name + ": they lie beside " + same.get().kind().format() + " files, which are read");
        continue;
      }
      chosen.add(family);
    }
    return chosen;
  }

  private Inspected inspect(String input, Family family) throws IOException {
    Kind kind = family.common();
    List<Sample> samples = FolderParts.told(family.samples());
    ColumnGuess columns = ColumnGuess.of(samples, kind);
    List<LogFile> some = evenly(family.files(), SAMPLED);
    // In folders of different depths no one name leads to the same file.
    HyperparameterGuess beside =
        kind.isDatabase() || family.hasSeveralDepths()
            ? new HyperparameterGuess(null, List.of())
            : HyperparameterGuess.of(some, configuration);
    SourceGuess guess =
        SourceGuess.of(
            new SourceGuess.Known(
                input,
                family.paths(),
                kind,
                samples,
                columns,
                beside,
                segments(kind, samples, columns)));
    SourceDefinition source = SourceFile.parse("lode inspect", guess.text());
    List<LogFile> found = LogFiles.find(input, source.path(), configuration).logs();
    DryRun tried =
        DryRun.of(
            source,
            source.path().hasWildcard()
                ? found.subList(0, Math.min(TRIED, found.size()))
                : evenly(found, TRIED),
            configuration);
    List<Question> questions = new ArrayList<>(guess.questions());
    String text = guess.text();
    if (2 * tried.observations() < tried.rows() && !tried.rejected().isEmpty() && isMost(tried)) {
      Question rejected =
          Question.open(
              "most rows would be rejected: "
                  + tried.rejected()
                  + "; the first: "
                  + tried.detail());
      questions.add(rejected);
      text = "# QUESTION: " + rejected.text() + ".\n" + text;
    }
    return new Inspected(
        kind.format(),
        found.size(),
        found.get(0).relativePath(),
        List.copyOf(columns.numeric()),
        HyperparameterGuess.varying(tried.hyperparameters()),
        text,
        source,
        questions,
        tried.files(),
        tried.runs().size(),
        tried.groups(),
        tried.observations(),
        tried.rejected(),
        tried.preview());
  }

  private static boolean isMost(DryRun tried) {
    long rejected = tried.rejected().values().stream().mapToLong(Long::longValue).sum();
    return 2 * rejected >= tried.rows();
  }

  private Segments segments(Kind kind, List<Sample> samples, ColumnGuess columns)
      throws IOException {
    String step = columns.fields().get(Role.STEP);
    if (kind.isLong() || step == null || columns.identity().containsKey("run")) {
      return null;
    }
    for (Sample sample : samples) {
      Sample.Column column = sample.columns().get(step);
      if (column != null && column.decreases() > 0) {
        return Segments.of(sample, step, configuration);
      }
    }
    return null;
  }

  private static <T> List<T> evenly(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<T> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return some;
  }
}
