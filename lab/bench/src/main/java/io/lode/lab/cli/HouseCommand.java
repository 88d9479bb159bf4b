package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.Result;
import io.lode.lab.house.House;
import io.lode.lab.house.HousePage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the modules and rooms of the code. */
@Command(
    name = "house",
    description = "Draw the modules and rooms of the code into docs/packages.md of a clone.")
final class HouseCommand implements Callable<Integer> {

  /** What comes before it in the page is written by people. */
  static final String MARK = "<!-- From here on written by submit-scripts/lode-lab house -->";

  @Mixin private BenchOptions options;

  @Option(
      names = "--clone",
      paramLabel = "DIR",
      description = "the clone whose sources are read (default: the one of the launcher)")
  private Path clone = Path.of(System.getProperty("lode.home", "."));

  @Override
  public Integer call() {
    return options.run(progress -> write(clone));
  }

  private static Result write(Path clone) {
    Path page = clone.resolve("docs/packages.md");
    try {
      Files.writeString(page, page(clone, Files.readString(page)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Result.of(Map.of("page", page.toString()), List.of("house: drawn into " + page));
  }

  /**
   * The page with the house as the sources of a clone have it.
   *
   * @param page as it is
   * @throws UsageException if the page lacks the mark
   */
  static String page(Path clone, String page) {
    int end = page.indexOf(MARK);
    if (end < 0) {
      throw new UsageException("docs/packages.md lacks the line '" + MARK + "'");
    }
    String written = String.join("\n", new HousePage(House.read(clone)).markdown());
    return page.substring(0, end) + MARK + "\n\n" + written.strip() + "\n";
  }
}
