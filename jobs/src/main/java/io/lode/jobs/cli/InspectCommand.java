package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Console;
import io.lode.jobs.cli.options.Program;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SparkOptions;
import io.lode.jobs.ingest.inspect.Inspected;
import io.lode.jobs.ingest.inspect.Inspection;
import io.lode.jobs.ingest.inspect.Question;
import io.lode.jobs.pipeline.Inspect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Looks at logs and writes a source file for them. It needs no store and starts no Spark, of whose
 * properties those of file systems count.
 */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Look at logs, show how they would be read, and write a source file that ingest takes.")
final class InspectCommand implements Callable<Integer> {

  /** Columns that are listed of each kind of logs. */
  private static final int LISTED = 30;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "URI", description = "the folder that holds the logs, or one file")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "lode-source.conf",
      description = "the source file to write (default: ${DEFAULT-VALUE})")
  private Path output;

  @Mixin private SparkOptions spark;

  @Option(names = "--json", description = "print one JSON document on stdout, all else on stderr")
  private boolean json;

  @Option(names = "--verbose", description = "print where an error came from")
  private boolean verbose;

  @Override
  public Integer call() {
    Console console = ((Program) command.root().userObject()).console();
    Console.Form form = json ? Console.Form.JSON : Console.Form.LINES;
    try {
      Inspect inspect = new Inspect(spark.source().hadoop());
      Inspection inspection = inspect.run(input);
      List<Path> files = inspect.write(inspection, output);
      console.result(result(inspection, files), form);
      return 0;
    } catch (RuntimeException | Error e) {
      console.error(e, form);
      if (verbose) {
        console.trace(e);
      }
      return Console.exitStatus(e);
    }
  }

  private Result result(Inspection inspection, List<Path> files) {
    List<Map<String, Object>> documents = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      documents.add(document(inspection.logs().get(i), files.get(i)));
      lines.addAll(lines(inspection.logs().get(i), files.get(i)));
    }
    inspection.leftOut().forEach(other -> lines.add("left out: " + other));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("sure", inspection.isSure());
    document.put("logs", documents);
    document.put("leftOut", inspection.leftOut());
    return Result.of(document, lines);
  }

  private static Map<String, Object> document(Inspected logs, Path file) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("source", file.toString());
    document.put("sure", logs.isSure());
    document.put("format", logs.format());
    document.put("files", logs.files());
    document.put("example", logs.example());
    document.put("columns", logs.columns());
    document.put("varyingHyperparameters", logs.varying());
    document.put("filesRead", logs.sampled());
    document.put("runs", logs.runs());
    document.put("groups", logs.groups());
    document.put("observations", logs.observations());
    document.put("rejectedByReason", logs.rejected());
    document.put("rows", logs.preview());
    document.put("questions", logs.questions());
    return document;
  }

  private List<String> lines(Inspected logs, Path file) {
    List<String> lines = new ArrayList<>();
    lines.add(logs.format() + ": " + logs.files() + " files, such as " + logs.example());
    List<String> columns = logs.columns();
    lines.add(
        "  columns: "
            + String.join(", ", columns.subList(0, Math.min(LISTED, columns.size())))
            + (columns.size() > LISTED ? " and " + (columns.size() - LISTED) + " more" : ""));
    if (!logs.varying().isEmpty()) {
      lines.add("  hyperparameters that vary: " + String.join(", ", logs.varying()));
    }
    lines.add(
        "  "
            + logs.sampled()
            + " files read: "
            + logs.observations()
            + " observations of "
            + logs.runs()
            + " runs, rejected "
            + logs.rejected());
    logs.groups().forEach(group -> lines.add("    " + group));
    logs.preview().forEach(row -> lines.add("  row: " + row));
    for (Question question : logs.questions()) {
      lines.add((question.open() ? "  question: " : "  note: ") + question.text());
    }
    lines.add(
        (logs.isSure() ? "  read them with: " : "  answer the questions in the source file, then: ")
            + "lode ingest --source "
            + file
            + " --input "
            + input);
    return lines;
  }
}
