package io.lode.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The documented commands of one program, held against its command line.
 *
 * @param count how many commands the pages show, synopses left out
 * @param wrong page, command and complaint of each that the command line refuses
 */
public record DocumentedCommands(int count, List<String> wrong) {

  /**
   * Parses every command of a program that the pages show.
   *
   * @param program its name in the pages
   * @param line makes its command line, anew for each command
   */
  public static DocumentedCommands of(String program, Supplier<CommandLine> line) {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (Path page : Documentation.pages()) {
      for (String command : Documentation.commands(Documentation.text(page), program)) {
        // Synopses such as "replan [--watch]", and values that stand for others: "--variant V".
        if (command.matches(".*[\\[\\]|{}…].*|.*\\.\\.\\..*|.* [A-Z]( .*)?")) {
          continue;
        }
        count++;
        String complaint = complaint(line.get(), Documentation.words(command));
        if (complaint != null) {
          wrong.add(page.getFileName() + ": " + program + " " + command + ": " + complaint);
        }
      }
    }
    return new DocumentedCommands(count, wrong);
  }

  /** Why a command cannot be parsed, or null; required options may be left out in prose. */
  private static String complaint(CommandLine line, List<String> words) {
    try {
      line.parseArgs(words.toArray(String[]::new));
      return null;
    } catch (CommandLine.MissingParameterException e) {
      return words.stream().anyMatch(word -> word.startsWith("--")) ? e.getMessage() : null;
    } catch (ParameterException e) {
      return e.getMessage();
    }
  }
}
