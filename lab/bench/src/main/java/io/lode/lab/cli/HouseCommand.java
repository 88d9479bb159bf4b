package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.lab.house.House;
import io.lode.lab.house.HousePage;
import io.lode.lab.house.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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
    House house = House.read(clone);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("page", page.toString());
    List<String> lines = new ArrayList<>();
    for (String module : House.MODULES) {
      List<Room> rooms = house.rooms().stream().filter(in(module)).toList();
      int files = rooms.stream().mapToInt(Room::files).sum();
      int lineCount = rooms.stream().mapToInt(Room::lines).sum();
      json.put(module, Map.of("rooms", rooms.size(), "files", files, "lines", lineCount));
      lines.add(
          "%s: %d rooms, %d files, %d lines".formatted(module, rooms.size(), files, lineCount));
    }
    lines.add("house: drawn into " + page);
    return Result.of(json, lines);
  }

  private static Predicate<Room> in(String module) {
    return room -> room.module().equals(module);
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
