package io.lode.jobs.cli;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.tables.TrajectorySnapshot;
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
public final class IngestCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "FILE",
      description =
          "how the logs are laid out: a file such as those in conf/sources, or its bare name")
  private String source;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "the folder that holds the logs")
  private String input;

  @Override
  public Integer call() {
    return shared.run(context -> ingest(context, source, input));
  }

  public static Result ingest(JobContext context, String source, String input) {
    SourceDefinition definition = SourceFile.read(source);
    IngestReport report =
        new Ingest(
                context.spark(),
                context.store(),
                IngestSettings.of(context.settings()),
                context.progress())
            .run(definition, input);
    Long snapshot = context.store().findTrajectories().map(TrajectorySnapshot::id).orElse(null);
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
    json.put("delivery", report.delivery());
    return new Result(
        json,
        lines(report),
        report.observations() > 0
            ? null
            : new NothingUsableException(
                "none of the "
                    + report.rows()
                    + " rows below "
                    + input
                    + " is an observation: "
                    + report.rejectedByReason()
                    + "; "
                    + advice(report, source)));
  }

  /** What to change so that rows of these logs are used. */
  private static String advice(IngestReport report, String source) {
    boolean rate =
        report.rejectedByReason().keySet().stream()
            .anyMatch(reason -> reason.startsWith("no column") && reason.contains("rate"));
    return (rate
            ? "where the learning rate was not logged, say its shape with learning-rate { derive ="
                + " ... } in source "
            : "make columns and objective name what the logs have, in source ")
        + source
        + " (conf/sources/csv.conf explains every key); lode show rejected lists rows";
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
    if (report.withoutObjective() > 0) {
      lines.add("  " + report.withoutObjective() + " runs have no value of their objective yet");
    }
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
