package io.lode.lab.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocalFileSystem;

/** What happens in the gaps of a process. */
sealed interface GapWatch extends Consumer<String> {

  /** The exit status of a process that ended in a gap: that of a killed one. */
  int HALTED = 137;

  /** Ends the process in a gap, as if it was killed there. */
  final class Halt implements GapWatch {

    private final int gap;
    private int passed;

    /**
     * Chooses the gap.
     *
     * @param gap its number, from 1 and in the order in which the process passes them
     */
    Halt(int gap) {
      this.gap = gap;
    }

    @Override
    public synchronized void accept(String after) {
      passed++;
      if (passed == gap) {
        Runtime.getRuntime().halt(HALTED);
      }
    }
  }

  /** Adds a line to a file for every gap, the step before it. */
  record Listing(Path file) implements GapWatch {

    @Override
    public synchronized void accept(String after) {
      try {
        Files.writeString(
            file,
            after.replaceAll("\\R", " ") + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Keeps a copy of the store as it is in some gaps: what a process that is killed there leaves.
   * Nothing else goes on meanwhile.
   */
  final class Copying implements GapWatch {

    private final Listing list;
    private final org.apache.hadoop.fs.Path store;
    private final Configuration configuration;
    private final int first;
    private final int every;
    private int passed;

    /**
     * Prepares to copy.
     *
     * @param list of the gaps
     * @param store its root
     * @param configuration by which the store is reached, without gaps
     * @param first number of the first gap that is copied
     * @param every 1 for every gap from there on, n for every n-th one
     */
    Copying(Listing list, String store, Configuration configuration, int first, int every) {
      this.list = list;
      this.store = new org.apache.hadoop.fs.Path(store);
      this.configuration = configuration;
      this.first = first;
      this.every = every;
    }

    @Override
    public synchronized void accept(String after) {
      passed++;
      list.accept(after);
      if (!isTried(passed, first, every)) {
        return;
      }
      org.apache.hadoop.fs.Path copy = new org.apache.hadoop.fs.Path(of(store.toString(), passed));
      try (FileSystem files = FileSystem.newInstance(store.toUri(), configuration)) {
        if (files instanceof LocalFileSystem) {
          // Hadoop would copy no checksums, and write ones that fit.
          FileUtils.copyDirectory(
              new File(store.toUri().getPath()), new File(copy.toUri().getPath()));
        } else {
          FileUtil.copy(files, store, files, copy, false, configuration);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether a gap is among the first and every n-th one after it. */
    static boolean isTried(int gap, int first, int every) {
      return gap >= first && (gap - first) % every == 0;
    }

    /** Where the copy of a gap lies. */
    static String of(String store, int gap) {
      return store + "-gap-" + gap;
    }
  }
}
