package io.lode.jobs.cli;

import io.lode.jobs.conf.settings.ReportSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Report;
import io.lode.jobs.report.ReportedGroup;
import io.lode.jobs.spark.GroupTasks;
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
    return shared.run(context -> report(context, output));
  }

  static Result report(JobContext context, String output) {
    Report.Written written =
        new Report(
                context.spark(),
                context.store(),
                ReportSettings.of(context.settings()),
                TrainSettings.of(context.settings()),
                context.progress())
            .write(context.groups(), output, context.seed());
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
    return new Result(json, lines, GroupTasks.failure("report", written.groups()));
  }
}
