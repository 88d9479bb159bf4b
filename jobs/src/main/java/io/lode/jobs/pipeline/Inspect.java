package io.lode.jobs.pipeline;

import io.lode.jobs.UsageException;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.inspect.Inspected;
import io.lode.jobs.ingest.inspect.Inspection;
import io.lode.jobs.ingest.inspect.Inspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Looks at logs that nobody has described, and writes source files for them.
 *
 * @param configuration what files are opened with
 */
public record Inspect(Configuration configuration) {

  /**
   * Looks at what lies below an input.
   *
   * @param input a folder, or one file
   * @throws UsageException if it does not exist
   * @throws io.lode.jobs.NothingUsableException if no file is a log
   */
  public Inspection run(String input) {
    return new Inspector(LogFiles.readable(configuration)).inspect(input);
  }

  /**
   * Writes a source file for each kind of logs.
   *
   * @param output the first file; the others have numbers behind their names
   * @return the files, one for each kind
   * @throws UsageException if a file exists that says something else
   */
  public List<Path> write(Inspection inspection, Path output) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < inspection.logs().size(); i++) {
      files.add(i == 0 ? output : numbered(output, i + 1));
    }
    for (int i = 0; i < files.size(); i++) {
      requireFree(files.get(i), inspection.logs().get(i));
    }
    try {
      for (int i = 0; i < files.size(); i++) {
        Files.writeString(files.get(i), inspection.logs().get(i).text());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("source file " + output + " cannot be written", e);
    }
    return files;
  }

  private static void requireFree(Path file, Inspected logs) {
    try {
      if (Files.exists(file) && !Files.readString(file).equals(logs.text())) {
        throw new UsageException(
            file + " exists and says something else; name another file with --output");
      }
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read; name another file with --output", e);
    }
  }

  private static Path numbered(Path file, int number) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(
        dot <= 0
            ? name + "-" + number
            : name.substring(0, dot) + "-" + number + name.substring(dot));
  }
}
