package io.lode.jobs.store.artifacts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What watches of runs in flight remember between two starts: the checkpoints of Spark's streams,
 * one folder a filter of groups. Nothing is lost with one: a new watch reads every log again.
 *
 * @param files the store's files
 */
public record WatchCheckpoints(StoreFiles files) {

  /** The folder of all, relative to the store. */
  public static final String FOLDER = "state/replan-watch";

  /** What becomes of a watch whose checkpoint is set aside. */
  private static final String ANEW = "; the next replan --watch reads every log again";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Spark's logs of batches: a line with a version, then JSON, or a dash for nothing. */
  private static final Pattern LOG =
      Pattern.compile(
          "(offsets|commits|sources/\\d+)/\\d+(\\.compact)?|state/\\d+/_metadata/metadata");

  private static final String COMMITS = "commits/";

  private static final Pattern VERSION = Pattern.compile("v\\d+");

  /** Says the length and the CRC-32C of the file that has its name without the ending. */
  private static final String SUM = ".crc";

  /** Where the checkpoint of a filter lies, relative to the store. */
  public static String path(String name) {
    return FOLDER + "/" + name;
  }

  /**
   * Sets a checkpoint aside that a watch cannot go on from.
   *
   * @param why in words
   */
  public Finding setAside(String name, String why) {
    return new Finding(
        path(name),
        why,
        "it is set aside as " + SetAside.folder(files, path(name)) + ANEW,
        State.MENDED);
  }

  /** Looks at every file of every checkpoint. */
  public List<Finding> check(Repair repair) {
    List<Finding> findings = new ArrayList<>();
    for (String name : files.list(FOLDER)) {
      if (!SetAside.isAside(name)) {
        damaged(name)
            .map(file -> file + " is damaged")
            .ifPresent(
                why ->
                    findings.add(
                        repair == Repair.MEND
                            ? setAside(name, why)
                            : new Finding(
                                path(name),
                                why,
                                "lode check --repair sets it aside" + ANEW,
                                State.DAMAGED)));
      }
    }
    return findings;
  }

  /** The first file that is damaged. */
  private Optional<String> damaged(String name) {
    Set<String> present = files.tree(path(name)).keySet();
    return present.stream()
        .filter(file -> !file.startsWith(".") && !file.contains("/."))
        .filter(file -> !isSound(path(name) + "/" + file, file) || !isPlanned(file, present))
        .findFirst();
  }

  /** Whether a batch that was done was planned: Spark writes the plan first. */
  private static boolean isPlanned(String file, Set<String> present) {
    return !file.startsWith(COMMITS)
        || present.contains("offsets/" + file.substring(COMMITS.length()));
  }

  private boolean isSound(String path, String file) {
    if (file.equals("metadata")) {
      return isJson(text(path));
    }
    if (LOG.matcher(file).matches()) {
      List<String> lines = text(path).lines().toList();
      return lines.size() > 1
          && VERSION.matcher(lines.get(0)).matches()
          && lines.stream().skip(1).allMatch(line -> line.equals("-") || isJson(line));
    }
    return !file.endsWith(SUM) || fits(path);
  }

  private boolean fits(String sum) {
    try {
      JsonNode json = JSON.readTree(text(sum));
      byte[] content =
          files.read(sum.substring(0, sum.length() - SUM.length())).orElse(new byte[0]);
      CRC32C crc = new CRC32C();
      crc.update(content);
      // Spark writes the 32 bits as an integer with a sign.
      return json.path("mainFileSize").asLong(-1) == content.length
          && (int) json.path("value").asLong() == (int) crc.getValue();
    } catch (IOException e) {
      return false;
    }
  }

  private String text(String path) {
    return new String(files.read(path).orElse(new byte[0]), StandardCharsets.UTF_8);
  }

  private static boolean isJson(String text) {
    try {
      return JSON.readTree(text).isObject();
    } catch (IOException e) {
      return false;
    }
  }
}
