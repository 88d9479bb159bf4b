package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.GuessedIngest;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.Ingested;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads sweep logs into the store. */
@Command(name = "ingest", description = "Read sweep logs into the store.")
final class IngestCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description =
          "how the logs are laid out: a file such as those in conf/sources, or its bare name"
              + " (default: guess it as inspect does, if the guess is sure)")
  private String source;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "the folder that holds the logs")
  private String input;

  @Override
  public Integer call() {
    return shared.run(
        context ->
            source == null
                ? result(new GuessedIngest(context).run(input))
                : result(new Ingest(context).run(source, input)));
  }

  /** What is printed of logs that no source file describes. */
  static Result result(GuessedIngest.Deliveries guessed) {
    List<Map<String, Object>> documents = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Ingested delivery : guessed.deliveries()) {
      Result result = result(delivery);
      documents.add(result.json());
      lines.addAll(result.lines());
    }
    return new Result(Map.of("deliveries", documents), lines, guessed.failure());
  }

  /** What is printed of a delivery. */
  static Result result(Ingested ingested) {
    IngestReport report = ingested.report();
    Long snapshot = ingested.snapshot();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runs", report.runs());
    json.put("observations", report.observations());
    json.put("rejected", report.rejected());
    json.put("rejectedByReason", report.rejectedByReason());
    json.put("groups", report.groups());
    json.put("snapshot", snapshot == null ? null : snapshot.toString());
    json.put("files", report.files());
    json.put("rows", report.rows());
    json.put("joined", report.joined());
    json.put("withoutObjective", report.withoutObjective());
    json.put("notices", report.notices());
    json.put("delivery", report.delivery());
    return new Result(json, lines(report), ingested.failure());
  }

  private static List<String> lines(IngestReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        report.rows()
            + " rows read from "
            + report.files()
            + " files: "
            + report.observations()
            + " observations of "
            + report.runs()
            + " runs, "
            + (report.joined() > 0 ? report.joined() + " joined to others, " : "")
            + report.rejected()
            + " rejected");
    report.notices().forEach(notice -> lines.add("  " + notice));
    report.rejectedByReason().forEach((reason, count) -> lines.add("  " + count + " " + reason));
    report
        .groups()
        .forEach(
            group ->
                lines.add(
                    "  model="
                        + group.model()
                        + ",dataset="
                        + group.dataset()
                        + ",optimizer="
                        + group.optimizer()
                        + ": "
                        + group.runs()
                        + " runs"));
    return lines;
  }
}
