package io.lode.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What was published in a store before it was harmed, held against what is there now.
 *
 * @param before the store as it was
 * @param now the store as it is
 */
record StoreLosses(Path before, Path now) {

  /** Versions of everything that is published in versions, and what was proposed. */
  private static final Pattern PUBLISHED =
      Pattern.compile("(schedules|state|priors)(/.*)?/v\\d+\\.json|proposals/.*");

  /** Written once more with other times where it is fitted again. */
  private static final Pattern ENSEMBLE = Pattern.compile("ensembles/.*/card\\.json");

  /** What is not there any more, and whose name, or whose folder's, nobody was told. */
  List<String> unnamed(String told) {
    List<String> unnamed = new ArrayList<>();
    for (String path : LocalStore.published(before)) {
      boolean counts = PUBLISHED.matcher(path).matches() || ENSEMBLE.matcher(path).matches();
      if (counts && !Files.isRegularFile(now.resolve(path)) && !isNamed(path, told)) {
        unnamed.add(path);
      }
    }
    return unnamed;
  }

  /** A finding names the file, or the folder of which nothing can be read without it. */
  private static boolean isNamed(String path, String told) {
    String folder = path.substring(0, path.lastIndexOf('/'));
    return told.contains(path)
        || told.contains("\"" + folder + "\"")
        || told.contains(folder + ": ");
  }

  /**
   * What holds something else than before: nothing that was published ever may.
   *
   * @param harmed a file that may, since it was harmed and nobody has mended it; empty for none
   */
  List<String> changed(String harmed) {
    List<String> changed = new ArrayList<>();
    for (String path : LocalStore.published(before)) {
      Path file = now.resolve(path);
      if (PUBLISHED.matcher(path).matches() && Files.isRegularFile(file) && !path.equals(harmed)) {
        try {
          if (Files.mismatch(before.resolve(path), file) >= 0) {
            changed.add(path);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return changed;
  }
}
