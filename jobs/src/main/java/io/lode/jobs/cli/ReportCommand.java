package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Report;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.report.ReportedGroup;
import io.lode.jobs.spark.GroupTasks.Done;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what LODE did as pages for a browser. */
@Command(
    name = "report",
    description = "Write a page with plots for every group, and an index of them.")
final class ReportCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description =
          "folder of the pages, which executors must reach (default: report below the store)")
  private String output;

  @Override
  public Integer call() {
    return shared.run(this::report);
  }

  private Result report(JobContext context) {
    Report report = new Report(context);
    return result(output == null ? report.write() : report.write(output));
  }

  /** What is printed of a report. */
  static Result result(Report.Written written) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    String index = written.folder() + "/" + Report.INDEX;
    lines.add("report: open " + index);
    for (Done<ReportedGroup> done : written.groups()) {
      Map<String, Object> json = GroupJson.of(done.group());
      if (done.failure() == null) {
        String page = written.folder() + "/" + done.value().page();
        json.put("page", page);
        json.put("bytes", done.value().bytes());
        lines.add("  " + done.group() + ": " + page);
      } else {
        json.put("failure", done.failure());
        lines.add("  " + done.group() + ": failed: " + done.failure());
      }
      groups.add(json);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("bytes", written.index());
    json.put("groups", groups);
    return new Result(json, lines, written.failure());
  }
}
