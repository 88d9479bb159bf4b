package io.lode.lab.fault;

import io.lode.jobs.store.Relocation;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Interrupts work in every gap between the steps of a commit, and does it again: the store is then
 * as one that nothing hit.
 *
 * <p>A first process counts the gaps and says what they are. One gap follows every write, rename
 * and deletion of LODE's own, and every one that Iceberg makes through Hadoop's file system.
 */
public final class GapBench {

  /** How work is interrupted. */
  public enum How {
    /** A process is ended in the gap, one process a gap. */
    KILLED,
    /**
     * One process is paused in every gap while the store is copied; the copy is what a process that
     * is killed there leaves. Many times faster.
     */
    COPIED
  }

  /** What is interrupted. */
  public enum Work {
    /** An ensemble, a schedule and a state are published, and a file is replaced. */
    PUBLISH,
    /** A second delivery of logs is ingested. */
    INGEST,
    /** A copy of a store is made a store of its own. */
    RELOCATE
  }

  /**
   * One gap.
   *
   * @param gap its number, from 1
   * @param after the step before it
   * @param failure what should not have been, or null
   */
  public record Row(Work work, int gap, String after, String failure) {

    /** Whether the store took no harm. */
    public boolean sound() {
      return failure == null;
    }

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%s, gap %d, after %s: %s",
          work.name().toLowerCase(Locale.ROOT),
          gap,
          after,
          sound() ? "as if nothing had happened" : "WRONG: " + failure);
    }
  }

  /** What a kind of work does with one store. */
  private interface Attempt {

    /** Makes the store as it is before the work, and gives its root. */
    String prepare();

    /** The arguments of {@link GapProgram} that do the work. */
    List<String> work(String root);

    /** Does the work again, in this process, and gives what is wrong then, or null. */
    String again(String root);
  }

  private final GapStores stores;
  private final Path folder;
  private final ChildProcess child;
  private final Consumer<String> progress;

  /**
   * Prepares the campaign.
   *
   * @param spark the session
   * @param stores URI or path of the folder in which stores are made
   * @param hadoop Hadoop's properties by which the stores are reached
   * @param folder new, for logs and output
   * @param progress takes a line at a time
   */
  public GapBench(
      SparkSession spark,
      String stores,
      Map<String, String> hadoop,
      Path folder,
      Consumer<String> progress) {
    this.stores = new GapStores(spark, stores, folder.resolve("logs"));
    this.folder = folder;
    this.progress = progress;
    child = new ChildProcess(folder.resolve("output.txt"), folder.resolve("classes.jsa"));
    Properties properties = new Properties();
    hadoop.forEach((key, value) -> properties.setProperty("spark.hadoop." + key, value));
    GapFileSystem.properties(this.stores.scheme()).forEach(properties::setProperty);
    properties.setProperty("spark.sql.shuffle.partitions", "1");
    try (Writer writer = Files.newBufferedWriter(properties())) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path properties() {
    return folder.resolve("child.properties");
  }

  /**
   * Runs the campaign, or a part of it.
   *
   * @param first the number of the first gap that is tried
   * @param every 1 for every gap, n for every n-th one
   * @throws IllegalArgumentException if one of these is below 1
   */
  public List<Row> run(Work work, How how, int first, int every) {
    if (first < 1 || every < 1) {
      throw new IllegalArgumentException(
          "the first gap and the step between gaps must be at least 1, found "
              + first
              + " and "
              + every);
    }
    Attempt attempt =
        switch (work) {
          case PUBLISH -> new Publishing();
          case INGEST -> new Ingesting();
          case RELOCATE -> new Relocating();
        };
    String root = attempt.prepare();
    String watch = how == How.KILLED ? "list" : "copy," + first + "," + every;
    List<String> gaps = gaps(work, watch, attempt, root);
    progress.accept("bench: " + name(work) + " passes " + gaps.size() + " gaps");
    List<Row> rows = new ArrayList<>();
    for (int gap = 1; gap <= gaps.size(); gap++) {
      if (GapWatch.Copying.isTried(gap, first, every)) {
        String wrong = how == How.KILLED ? killed(attempt, gap) : copied(attempt, root, gap);
        Row row = new Row(work, gap, gaps.get(gap - 1), wrong);
        rows.add(row);
        progress.accept("bench: " + row.line());
        stores.delete(GapWatch.Copying.of(root, gap));
      }
    }
    return rows;
  }

  private static String name(Work work) {
    return work.name().toLowerCase(Locale.ROOT);
  }

  /** What the work does before each of its gaps; the store is gone afterwards. */
  private List<String> gaps(Work work, String watch, Attempt attempt, String root) {
    Path list = folder.resolve(name(work) + "-gaps.txt");
    int status = child(watch, list.toString(), root, attempt);
    if (status != 0) {
      throw new IllegalStateException(
          name(work) + " that nothing hit ended with status " + status + ": " + child.text());
    }
    stores.delete(root);
    try {
      return Files.readAllLines(list);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int child(String watch, String which, String root, Attempt attempt) {
    List<String> arguments = new ArrayList<>(List.of(watch, which, root));
    arguments.add(properties().toString());
    arguments.addAll(attempt.work(root));
    return child.run(GapProgram.class.getName(), arguments);
  }

  /** Ends a process in a gap, does the work again, and gives what is wrong then, or null. */
  private String killed(Attempt attempt, int gap) {
    String root = attempt.prepare();
    int status = child("halt", String.valueOf(gap), root, attempt);
    if (status != GapWatch.HALTED) {
      return "the process was to end in the gap, and ended with status "
          + status
          + ": "
          + child.text();
    }
    return again(attempt, root);
  }

  /** Puts the store back as it was in a gap, does the work again, and gives what is wrong. */
  private String copied(Attempt attempt, String root, int gap) {
    stores.move(GapWatch.Copying.of(root, gap), root);
    return again(attempt, root);
  }

  private String again(Attempt attempt, String root) {
    try {
      String wrong = attempt.again(root);
      stores.delete(root);
      return wrong;
    } catch (RuntimeException e) {
      return "store " + root + ": " + e;
    }
  }

  private List<String> lode(String command, String root, String... more) {
    // One task after the other, so that gaps have the same numbers in every process.
    List<String> arguments = new ArrayList<>(List.of(command, "--store", root));
    arguments.addAll(List.of("--master", "local[1]", "--quiet"));
    arguments.addAll(List.of("--properties-file", properties().toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private String damage(Store store) {
    List<String> found = stores.damage(store);
    return found.isEmpty() ? null : "lode check finds " + found;
  }

  private final class Publishing implements Attempt {

    private Map<String, String> expected;

    @Override
    public String prepare() {
      if (expected == null) {
        StoreFiles undisturbed = stores.files(stores.fresh());
        GapProgram.first(undisturbed);
        GapProgram.publish(undisturbed);
        expected = GapStores.published(undisturbed);
      }
      String root = stores.fresh();
      GapProgram.first(stores.files(root));
      return root;
    }

    @Override
    public List<String> work(String root) {
      return List.of(GapProgram.PUBLISH);
    }

    @Override
    public String again(String root) {
      StoreFiles files = stores.files(root);
      GapProgram.publish(files);
      Map<String, String> found = GapStores.published(files);
      return found.equals(expected)
          ? null
          : StoreContents.difference(new TreeMap<>(expected), new TreeMap<>(found));
    }
  }

  private final class Ingesting implements Attempt {

    private final Path first = stores.delivery("first", 20);
    private final Path second = stores.delivery("second", 30);
    private String before;
    private String runs;
    private String rows;

    @Override
    public String prepare() {
      if (rows == null) {
        Store undisturbed = stores.open(stores.fresh());
        stores.ingest(undisturbed, first);
        before = GapStores.runs(undisturbed);
        stores.ingest(undisturbed, second);
        runs = GapStores.runs(undisturbed);
        rows = GapStores.rows(undisturbed);
      }
      Store store = stores.open(stores.fresh());
      stores.ingest(store, first);
      return store.root();
    }

    @Override
    public List<String> work(String root) {
      return lode("ingest", root, "--source", "csv", "--input", second.toString());
    }

    @Override
    public String again(String root) {
      Store store = stores.open(root);
      String left = GapStores.runs(store);
      if (!left.equals(before) && !left.equals(runs)) {
        return "the runs are neither those before nor those after the delivery: " + left;
      }
      stores.forgetLock(store);
      stores.ingest(store, second);
      if (!GapStores.rows(store).equals(rows)) {
        return "store " + root + " holds other rows: " + GapStores.rows(store);
      }
      return damage(store);
    }
  }

  private final class Relocating implements Attempt {

    private Store original;
    private String rows;
    private Map<String, Long> files;

    @Override
    public String prepare() {
      if (original == null) {
        original = stores.open(stores.fresh());
        stores.ingest(original, stores.delivery("first", 20));
        stores.ingest(original, stores.delivery("second", 30));
        rows = GapStores.rows(original);
        files = lengths();
      }
      String root = stores.fresh();
      stores.copy(original.root(), root);
      return root;
    }

    private Map<String, Long> lengths() {
      Map<String, Long> lengths = new TreeMap<>();
      original.tables().forEach(one -> lengths.putAll(original.files().tree(one.name())));
      return lengths;
    }

    @Override
    public List<String> work(String root) {
      return lode("relocate", root);
    }

    @Override
    public String again(String root) {
      Store copy = stores.open(root);
      stores.forgetLock(copy);
      new Relocation(copy, stores.hadoop()).run();
      copy.claim();
      if (!GapStores.rows(copy).equals(rows)) {
        return "store " + root + " holds other rows: " + GapStores.rows(copy);
      }
      if (!lengths().equals(files)) {
        return "the store that was copied holds other files than before";
      }
      return damage(copy);
    }
  }
}
