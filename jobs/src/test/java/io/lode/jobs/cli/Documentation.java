package io.lode.jobs.cli;

import io.lode.jobs.Checkout;
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
public final class Documentation {

  private static final Path ROOT = Checkout.folder();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private Documentation() {}

  /** A fenced block: its language, or nothing, and its text. */
  public record Block(String language, String text) {}

  /** The pages for users, and those that say how results were obtained. */
  public static List<Path> pages() {
    List<Path> pages = new ArrayList<>(pages("docs"));
    pages.addAll(pages("research"));
    pages.add(ROOT.resolve("README.md"));
    pages.add(ROOT.resolve("clients/python/README.md"));
    return pages;
  }

  private static List<Path> pages(String folder) {
    Path root = ROOT.resolve(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(page -> page.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path page) {
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
    return commands(page, "lode");
  }

  /** As {@link #commands(String)}, of another program, such as {@code lode-lab}. */
  public static List<String> commands(String page, String program) {
    List<String> commands = new ArrayList<>();
    for (Pattern pattern :
        List.of(
            Pattern.compile("submit-scripts/" + program + " ([^`\\n#>]+)"),
            Pattern.compile("`" + program + " ([^`\\n]+)`"))) {
      Matcher matcher = pattern.matcher(page);
      while (matcher.find()) {
        commands.add(matcher.group(1).strip());
      }
    }
    return commands;
  }

  /** Splits a command as a shell does, as far as the documentation needs it. */
  public static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      words.add(quoted != null ? quoted : matcher.group(3));
    }
    return words;
  }
}
