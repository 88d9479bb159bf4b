package io.lode.jobs.cli;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifact.Predicted;
import io.lode.artifact.ScheduleCsv;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Replan;
import io.lode.jobs.pipeline.WhatIf;
import io.lode.model.modal.ModalForecaster;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.nightly.NightlySearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts what a given schedule would lead to. */
@Command(name = "whatif", description = "Predict the trajectory under a given schedule.")
final class WhatifCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--schedule",
      required = true,
      paramLabel = "FILE",
      description = "CSV of step,learning_rate; the rate is log-linear between its rows")
  private Path file;

  @Option(
      names = "--forecaster",
      paramLabel = "NAME",
      defaultValue = SearchMethod.CHOSEN,
      description =
          "chosen by held-out error when the ensemble was trained, modal, modal+curves,"
              + " modal+neural,"
              + " multi-power-law, latent, or the name of a kind that a jar provides"
              + " (default: ${DEFAULT-VALUE})")
  private String forecaster;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description =
          "a run in flight: what would happen to it under the schedule from its last logged step"
              + " on")
  private String run;

  @Option(
      names = "--like",
      paramLabel = "model=M,dataset=D",
      description =
          "a group whose runs say what to expect of the group of --group while that has no run")
  private String like;

  @Override
  public Integer call() {
    return shared.read(this::whatif);
  }

  private Result whatif(JobContext context) {
    WhatIf.Answer answer =
        run == null
            ? whatIf(context).run(schedule())
            : new WhatIf.Answer(new Replan(context).whatIf(inFlight(), schedule()), List.of());
    Predicted predicted = answer.predicted();
    for (String warning : answer.warnings()) {
      context.progress().accept(warning);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("times", predicted.step());
    json.put("objective", predicted.mean());
    json.put("standardDeviation", predicted.standardDeviation());
    json.put("warnings", answer.warnings());
    List<String> lines = new ArrayList<>();
    lines.add("step,objective,standard_deviation");
    for (int i = 0; i < predicted.step().length; i++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%.1f,%.6g,%.3g",
              predicted.step()[i],
              predicted.mean()[i],
              predicted.standardDeviation()[i]));
    }
    return Result.of(json, lines);
  }

  private WhatIf whatIf(JobContext context) {
    WhatIf whatIf = new WhatIf(context, context.method(forecaster, NightlySearch.NAME));
    return like == null ? whatIf : whatIf.like(GroupFilter.parse(like));
  }

  /** The run's name; only the model that the ensembles hold can be conditioned on a run's past. */
  private String inFlight() {
    if (!forecaster.equals(SearchMethod.CHOSEN) && !forecaster.equals(ModalForecaster.NAME)) {
      throw new UsageException(
          "--run takes the forecaster " + ModalForecaster.NAME + ", found '" + forecaster + "'");
    }
    return run;
  }

  private PiecewiseLogLinear schedule() {
    try {
      return ScheduleCsv.read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UsageException("schedule file " + file + " cannot be read", e);
    } catch (ArtifactException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
