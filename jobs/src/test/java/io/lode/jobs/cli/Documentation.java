package io.lode.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands that the documentation shows. */
final class Documentation {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern INLINE = Pattern.compile("`lode ([^`\\n]+)`");
  private static final Pattern LAUNCHED = Pattern.compile("submit-scripts/lode ([^\\n#>]+)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private Documentation() {}

  /** A fenced block: its language, or nothing, and its text. */
  record Block(String language, String text) {}

  static List<Path> pages() {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> pages =
          new ArrayList<>(docs.filter(page -> page.toString().endsWith(".md")).toList());
      pages.add(ROOT.resolve("README.md"));
      pages.add(ROOT.resolve("clients/python/README.md"));
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Block> blocks(String page) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page.replace("\r", ""));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  /** Every command of a page, in blocks and in text, without its first word. */
  static List<String> commands(String page) {
    List<String> commands = new ArrayList<>();
    for (Pattern pattern : List.of(LAUNCHED, INLINE)) {
      Matcher matcher = pattern.matcher(page);
      while (matcher.find()) {
        commands.add(matcher.group(1).strip());
      }
    }
    return commands;
  }

  /** Splits a command as a shell does, as far as the documentation needs it. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      words.add(quoted != null ? quoted : matcher.group(3));
    }
    return words;
  }
}
