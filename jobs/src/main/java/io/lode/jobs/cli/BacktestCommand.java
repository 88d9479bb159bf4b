package io.lode.jobs.cli;

import io.lode.evaluation.BacktestRow;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.StepCount;
import io.lode.jobs.conf.settings.LatentSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupBacktest;
import io.lode.jobs.pipeline.Backtesting;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.R2;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.search.nightly.NightlySearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Forecasts runs that were held out. */
@Command(
    name = "backtest",
    description = "Fit to some runs of a group and forecast the others, against the baselines.")
final class BacktestCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--train-runs",
      split = ",",
      paramLabel = "RUN",
      description = "names of the runs to fit to; all others of the group are forecast")
  private List<String> trainRuns;

  @Option(
      names = "--train-steps",
      paramLabel = "N",
      description =
          "instead of --train-runs: fit to what had happened by step N, and forecast longer runs")
  private String trainSteps;

  @Option(
      names = "--test-runs",
      split = ",",
      paramLabel = "RUN",
      description = "with --train-steps: the runs to forecast (default: all longer ones)")
  private List<String> testRuns = new ArrayList<>();

  @Option(
      names = "--forecaster",
      split = ",",
      paramLabel = "NAME",
      description =
          "kinds to test beside the usual ones: modal+neural, latent (the papers' model, which"
              + " takes a minute or two to fit), or the names of kinds that jars provide")
  private List<String> forecasters = new ArrayList<>();

  @Override
  public Integer call() {
    return shared.run(this::backtest);
  }

  private Result backtest(JobContext context) {
    Backtesting.Parts parts = parts();
    for (String forecaster : forecasters) {
      context.method(forecaster, NightlySearch.NAME);
    }
    List<Done<GroupBacktest>> results =
        new Backtesting(
                context.spark(),
                context.store(),
                TrainSettings.of(context.settings()),
                LatentSettings.of(context.settings()),
                context.prior(),
                context.progress())
            .run(context.groups(), parts, forecasters, context.seed());
    List<Map<String, Object>> runs = new ArrayList<>();
    List<Map<String, Object>> predictors = new ArrayList<>();
    List<Map<String, Object>> groups = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<GroupBacktest> done : results) {
      if (done.failure() != null) {
        lines.add(done.group() + ": failed: " + done.failure());
        continue;
      }
      lines.add(done.group() + ": chosen is " + done.value().forecaster());
      for (BacktestRow row : done.value().report().runs()) {
        runs.add(json(done, row));
      }
      for (BacktestRow row : done.value().report().predictors()) {
        predictors.add(json(done, row));
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-18s mae %.5f, r2 %.4f, worst relative error %.4f%s",
                row.predictor(),
                row.mae(),
                row.r2(),
                row.worstRelativeError(),
                row.band().values() == 0 ? "" : ", " + row.band().words()));
      }
      HeldOutVerdict verdict = HeldOutVerdict.of(done.value().report(), done.value().chosen());
      lines.add("  verdict: " + verdict.words());
      Map<String, Object> judged = GroupJson.of(done.group());
      judged.put("forecaster", done.value().forecaster());
      judged.put("verdict", verdict.words());
      judged.put("verdictKind", verdict.kind().label());
      groups.add(judged);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("runs", runs);
    json.put("predictors", predictors);
    json.put("groups", groups);
    return new Result(json, lines, new GroupsReport<>("backtest", results).failure());
  }

  private Backtesting.Parts parts() {
    if ((trainRuns == null) == (trainSteps == null)) {
      throw new UsageException(
          "backtest takes either --train-runs or --train-steps, found "
              + (trainRuns == null ? "neither" : "both"));
    }
    if (trainSteps != null) {
      return new Backtesting.Parts.Steps(
          StepCount.of("--train-steps", trainSteps), new ArrayList<>(testRuns));
    }
    if (!testRuns.isEmpty()) {
      throw new UsageException(
          "--test-runs needs --train-steps; with --train-runs all other runs are forecast");
    }
    return new Backtesting.Parts.Runs(new ArrayList<>(trainRuns));
  }

  private static Map<String, Object> json(Done<GroupBacktest> done, BacktestRow row) {
    Map<String, Object> json = GroupJson.of(done.group());
    json.put("run", row.run());
    json.put("predictor", row.predictor());
    json.put("chosen", row.predictor().equals(done.value().chosen()));
    json.put("mae", row.mae());
    R2.put(json, row.mae(), row.r2());
    json.put("worstRelativeError", row.worstRelativeError());
    json.put("within68", row.band().share68());
    json.put("within95", row.band().share95());
    return json;
  }
}
