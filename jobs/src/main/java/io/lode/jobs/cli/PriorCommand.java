package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.EstimatePrior;
import io.lode.jobs.pipeline.EstimatePrior.Base;
import io.lode.jobs.pipeline.EstimatePrior.Estimated;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.PriorCard;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.prior.GroupEvidence;
import io.lode.prior.PriorArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns across groups: estimates what the groups of stores have in common. */
@Command(
    name = "prior",
    description =
        "Estimate from the groups of the store what a new group may expect, and publish it as a"
            + " version; fits of groups with few runs and forecasts of long runs are shrunk to it.")
final class PriorCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--from",
      paramLabel = "URI",
      description = "a further store whose groups count; may be given several times")
  private List<String> from = List.of();

  @Option(names = "--alone", description = "leave out the groups of the prior that comes with LODE")
  private boolean alone;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "estimate nothing; make this earlier version the latest one")
  private Integer version;

  @Override
  public Integer call() {
    return shared.run(this::estimate);
  }

  private Result estimate(JobContext context) {
    EstimatePrior estimate = new EstimatePrior(context);
    Estimated done =
        version == null
            ? estimate.run(
                from.stream()
                    .map(uri -> Store.open(context.session(), context.hadoop(), uri))
                    .toList(),
                alone ? Base.NOTHING : Base.BUNDLED)
            : estimate.rollBack(version);
    PriorArtifact artifact = done.artifact();
    List<String> lines = new ArrayList<>(PriorCard.lines(artifact));
    List<Map<String, Object>> failures = new ArrayList<>();
    for (Done<GroupEvidence> one : done.failed()) {
      Map<String, Object> failure = GroupJson.of(one.group());
      failure.put("failure", one.failure());
      failures.add(failure);
      lines.add(one.group() + " teaches nothing: " + one.failure());
    }
    lines.add(done.path() + " is the latest prior now");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", artifact.id());
    json.put("version", artifact.version());
    json.put("path", done.path());
    json.put("sources", artifact.sources());
    json.put("groups", artifact.prior().groups().size());
    json.put("unknowns", PriorCard.unknowns(artifact));
    json.put("taughtNothing", failures);
    return Result.of(json, lines);
  }
}
