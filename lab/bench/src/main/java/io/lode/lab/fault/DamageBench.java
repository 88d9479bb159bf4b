package io.lode.lab.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.lab.fault.LocalStore.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Damages one file of a store at a time, of each kind in each way, and looks at what becomes of it:
 * first by the next run alone that reads it, then by {@code check --repair} and that run.
 */
public final class DamageBench {

  /** What is done to a file. */
  public enum Harm {
    /** The second half is gone. */
    CUT,
    /** Nothing is left in it. */
    EMPTIED,
    /** It is deleted. */
    GONE,
    /** It holds what another file of its kind held, or one of another kind. */
    SWAPPED,
    /** One bit is another, at a random place. */
    FLIPPED
  }

  /**
   * One harm to one file.
   *
   * @param kind of the file: its path without names and numbers
   * @param file that was harmed, and the bit where one was flipped
   * @param night exit status of the next run that reads it, mostly a night, without a check
   * @param check exit status of the check: 1 where it found something
   * @param repair exit status of the repair
   * @param nightAfter exit status of the same run after the repair
   * @param checkAfter exit status of the check after that
   * @param lost published files that are neither there nor named
   * @param failure what should not have been, or null
   */
  public record Row(
      String kind,
      Harm harm,
      String file,
      int night,
      int check,
      int repair,
      int nightAfter,
      int checkAfter,
      List<String> lost,
      String failure) {

    /** Whether the store works afterwards, and nothing was lost that is not named. */
    public boolean sound() {
      return failure == null && lost.isEmpty() && nightAfter == 0 && checkAfter == 0;
    }

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%s, %s%s: next run %d; check %d, repair %d, next run %d, check %d%s%s",
          kind,
          harm.name().toLowerCase(Locale.ROOT),
          harm == Harm.FLIPPED ? file.substring(file.indexOf(',')) : "",
          night,
          check,
          repair,
          nightAfter,
          checkAfter,
          lost.isEmpty() ? "" : "; LOST " + lost,
          failure == null ? "" : "; WRONG: " + failure);
    }
  }

  /** Kinds of file on which it depends what tables hold. */
  private static final Pattern OF_TABLES =
      Pattern.compile("^(observations|trajectories|rejected_rows|deliveries|store)");

  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("(?<=model=|dataset=|optimizer=|horizon=|run=)[^/]+"),
          Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          Pattern.compile("[0-9a-f]{12,64}"),
          Pattern.compile("\\d+"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalStore store;
  private final WholeStore whole;
  private final Consumer<String> progress;
  private String expectedRows;

  /**
   * Prepares the campaign.
   *
   * @param folder new, for logs and stores
   * @param progress takes a line at a time
   */
  public DamageBench(Path folder, Consumer<String> progress) {
    store = new LocalStore(folder);
    whole = new WholeStore(store);
    this.progress = progress;
  }

  /**
   * Runs the campaign.
   *
   * @param kinds which kinds of file, those in whose name it is found
   * @param harms what is done to each
   * @param flips how many bits are flipped in a file of each kind, one at a time
   */
  public List<Row> run(Pattern kinds, List<Harm> harms, int flips, long seed) {
    store.fill(2);
    whole.complete();
    expectedRows = store.rows();
    progress.accept("bench: filled " + store.store());
    Map<String, List<String>> byKind = byKind();
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    byKind.forEach(
        (kind, files) -> {
          // What was written last is what readers need most.
          String file = store.lastWritten(files);
          if (kinds.matcher(kind).find()) {
            for (Harm harm : harms) {
              for (int time = 0; time < (harm == Harm.FLIPPED ? flips : 1); time++) {
                Row row = run(kind, new Hit(file, harm, random.nextLong()), files);
                rows.add(row);
                progress.accept("bench: " + row.line());
              }
            }
          }
        });
    return rows;
  }

  /** The files of the store by their kinds; pages are made anew each time and are left out. */
  private Map<String, List<String>> byKind() {
    Map<String, List<String>> byKind = new TreeMap<>();
    for (String path : LocalStore.published(store.pristine())) {
      if (!path.startsWith("report/")) {
        byKind.computeIfAbsent(kind(path), kind -> new ArrayList<>()).add(path);
      }
    }
    return byKind;
  }

  static String kind(String path) {
    String kind = path;
    for (Pattern name : NAMES) {
      kind = name.matcher(kind).replaceAll("*");
    }
    return kind;
  }

  /**
   * A harm to come.
   *
   * @param seed of the place of a bit
   */
  private record Hit(String file, Harm harm, long seed) {}

  private Row run(String kind, Hit hit, List<String> sameKind) {
    List<String> wrong = new ArrayList<>();
    store.restore();
    String place = harm(hit, sameKind);
    Answer night = looked(whole.next(kind), "the next run", wrong);
    if (night.status() != 0
        && !night.err().contains("lode check")
        && !night.err().contains(hit.file())) {
      wrong.add("the next run gives no advice: " + night.lastLine());
    }
    StoreLosses losses = new StoreLosses(store.pristine(), store.store());
    losses.changed(hit.file()).forEach(path -> wrong.add("the next run changed " + path));
    store.restore();
    harm(hit, sameKind);
    Answer check = looked(LocalStore.run(store.store(), "check"), "check", wrong);
    Answer repair = looked(LocalStore.run(store.store(), "check", "--repair"), "repair", wrong);
    mendAsTold(repair);
    Answer after = looked(whole.next(kind), "the run after", wrong);
    Answer checkAfter = looked(LocalStore.run(store.store(), "check"), "the check after", wrong);
    if (after.status() != 0) {
      wrong.add(after.lastLine());
    }
    losses.changed("").forEach(path -> wrong.add(path + " holds something else than before"));
    if (after.status() == 0
        && OF_TABLES.matcher(kind).find()
        && !store.rows().equals(expectedRows)) {
      // The logs are all there, so the night has read again whatever was lost.
      wrong.add("the tables hold other rows than before");
    }
    return new Row(
        kind,
        hit.harm(),
        hit.file() + place,
        night.status(),
        check.status(),
        repair.status(),
        after.status(),
        checkAfter.status(),
        losses.unnamed(check.out() + repair.out() + repair.err() + after.err()),
        wrong.isEmpty() ? null : String.join("; ", wrong));
  }

  private static Answer looked(Answer answer, String what, List<String> wrong) {
    if (answer.unexpected()) {
      wrong.add(what + ": " + answer.lastLine());
    }
    return answer;
  }

  /**
   * What only the user can mend is mended as the finding says: files that the training job would
   * write are deleted.
   */
  private void mendAsTold(Answer repair) {
    try {
      for (JsonNode finding : JSON.readTree(repair.out()).path("findings")) {
        if (finding.path("state").asText().equals("LEFT")) {
          Files.deleteIfExists(store.store().resolve(finding.path("path").asText()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Harms a file, and says where. */
  private String harm(Hit hit, List<String> sameKind) {
    Path file = store.store().resolve(hit.file());
    try {
      byte[] content = Files.readAllBytes(file);
      // Hadoop's local file system would tell by its checksums, which other stores do not have.
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      switch (hit.harm()) {
        case CUT -> Files.write(file, Arrays.copyOf(content, content.length / 2));
        case EMPTIED -> Files.write(file, new byte[0]);
        case GONE -> Files.delete(file);
        case SWAPPED -> Files.write(file, another(hit.file(), content, sameKind));
        case FLIPPED -> {
          SplittableRandom random = new SplittableRandom(hit.seed());
          int place = random.nextInt(content.length);
          int bit = random.nextInt(8);
          content[place] ^= (byte) (1 << bit);
          Files.write(file, content);
          return ", bit " + bit + " of byte " + place + " of " + content.length;
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] another(String path, byte[] content, List<String> sameKind) throws IOException {
    for (String other : sameKind) {
      byte[] others = Files.readAllBytes(store.pristine().resolve(other));
      if (!other.equals(path) && !Arrays.equals(others, content)) {
        return others;
      }
    }
    // Nothing else is of its kind.
    return Files.readAllBytes(
        store
            .pristine()
            .resolve(path.equals("store.json") ? "deliveries/latest.json" : "store.json"));
  }
}
