package io.lode.jobs.ingest;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.rows.FilePieces;
import io.lode.jobs.ingest.rows.RunBlock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Does what a task does that reads logs, file after file, in a process of its own: with a small
 * heap it shows what reading needs. Prints the number of files, of rows, and the largest heap in
 * use.
 */
final class DamagedLogsReader {

  private static final String SOURCE = "source-";

  private DamagedLogsReader() {}

  /**
   * Reads.
   *
   * @param arguments a folder with {@code source-NAME.conf} beside {@code logs-NAME/}
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Configuration configuration = LogFiles.readable(new Configuration());
    List<Path> sources;
    try (Stream<Path> entries = Files.list(folder)) {
      sources =
          entries
              .filter(path -> path.getFileName().toString().startsWith(SOURCE))
              .sorted()
              .toList();
    }
    long files = 0;
    long rows = 0;
    for (Path file : sources) {
      String name = file.getFileName().toString().replaceAll("^source-|\\.conf$", "");
      SourceDefinition source = SourceFile.parse(name, Files.readString(file));
      String logs = folder.resolve("logs-" + name).toString();
      for (LogFile log : LogFiles.find(logs, source.path(), configuration).logs()) {
        FilePieces pieces = new FilePieces(source, log, configuration);
        while (pieces.hasNext()) {
          rows += pieces.next()._2() instanceof RunBlock block ? block.length() : 1;
        }
        files++;
      }
    }
    long bytes =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.println(files + " files, " + rows + " rows, " + (bytes >> 20) + " MB at most");
  }
}
