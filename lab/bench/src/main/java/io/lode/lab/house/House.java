package io.lode.lab.house;

import io.lode.jobs.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules and rooms of the repository, read from its sources.
 *
 * @param rooms module by module, in the order of their names
 */
public record House(List<Room> rooms) {

  /** Folders of the modules, the one that needs no other first. */
  public static final List<String> MODULES =
      List.of("lode-model", "jobs", "lab/worlds", "lab/bench");

  private static final String SOURCES = "src/main/java";
  private static final String PREFIX = "io.lode.";
  private static final Pattern RULE =
      Pattern.compile("May import: ([^;]*?)\\.\\s*\\*/", Pattern.DOTALL);
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("/\\*\\*(.*?[.?])(\\s|$)", Pattern.DOTALL);
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?io\\.lode\\.([a-z][\\w.]*?)\\.[A-Z]", Pattern.MULTILINE);

  /** Copies the list. */
  public House {
    rooms = List.copyOf(rooms);
  }

  /**
   * Reads the sources below a clone of the repository.
   *
   * @throws UsageException if the folder is no clone, a package has no package-info, or a
   *     package-info does not end with a line such as {@code May import: trajectory, schedule.}
   */
  public static House read(Path repository) {
    List<Room> rooms = new ArrayList<>();
    for (String module : MODULES) {
      Path sources = repository.resolve(module).resolve(SOURCES);
      if (!Files.isDirectory(sources)) {
        throw new UsageException("no sources at " + sources + ", expected a clone of LODE");
      }
      try (Stream<Path> folders = Files.walk(sources)) {
        for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
          List<Path> files = javaFiles(folder);
          if (!files.isEmpty()) {
            rooms.add(room(module, sources, folder, files));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new House(rooms);
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static Room room(String module, Path sources, Path folder, List<Path> files)
      throws IOException {
    String name =
        sources.relativize(folder).toString().replace('/', '.').substring(PREFIX.length());
    Path info = folder.resolve("package-info.java");
    if (!files.contains(info)) {
      throw new UsageException("package io.lode." + name + " has no package-info.java");
    }
    String description = Files.readString(info);
    Set<String> imports = new TreeSet<>();
    int lines = 0;
    for (Path file : files) {
      String text = Files.readString(file);
      lines += (int) text.lines().count();
      Matcher found = IMPORT.matcher(text);
      while (found.find()) {
        imports.add(found.group(1));
      }
    }
    imports.remove(name);
    return new Room(
        module,
        name,
        purpose(description),
        rule(name, description),
        imports,
        files.size() - 1,
        lines);
  }

  private static String purpose(String description) {
    Matcher sentence = FIRST_SENTENCE.matcher(description);
    return sentence.find()
        ? sentence
            .group(1)
            .replaceAll("\\s*\\n \\*\\s*", " ")
            .replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
            .strip()
        : "";
  }

  /** What a package-info lets its room import. */
  private static List<String> rule(String name, String description) {
    Matcher line = RULE.matcher(description);
    if (!line.find()) {
      throw new UsageException(
          "the package-info of io.lode."
              + name
              + " says nothing of imports, expected a last line such as"
              + " 'May import: trajectory, schedule.'");
    }
    String rooms = line.group(1).replaceAll("\\s*\\n \\*\\s*", " ").strip();
    return switch (rooms) {
      case "nothing of LODE" -> List.of();
      case "every room" -> List.of("*");
      default -> Arrays.stream(rooms.split(",")).map(String::strip).toList();
    };
  }

  /** The room of a name. */
  public Room room(String name) {
    return rooms.stream().filter(room -> room.name().equals(name)).findFirst().orElseThrow();
  }
}
