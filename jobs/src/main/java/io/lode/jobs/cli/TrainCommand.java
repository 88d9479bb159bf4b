package io.lode.jobs.cli;

import static java.util.stream.Collectors.joining;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.TrainedGroup;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.Train;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.R2;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.trajectory.LearningStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Fits the ensembles of groups whose runs changed. */
@Command(name = "train", description = "Fit or refresh the ensemble of every group that changed.")
final class TrainCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.run(context -> result(new Train(context).run()));
  }

  /** What is printed of fits. */
  static Result result(GroupsReport<TrainedGroup> report) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<TrainedGroup> done : report.groups()) {
      Map<String, Object> json = GroupJson.of(done.group());
      if (done.failure() == null) {
        TrainedGroup trained = done.value();
        json.put("ensemble", trained.ensemble());
        json.put("runs", trained.runs());
        json.put("members", trained.members());
        json.put("seconds", trained.seconds());
        json.put("fitted", trained.fitted());
        json.put("forecaster", trained.forecaster());
        Map<String, Object> heldOut = new LinkedHashMap<>();
        heldOut.put("mae", trained.mae());
        R2.put(heldOut, trained.mae(), trained.r2());
        heldOut.put("sigmaCv", trained.sigmaCv());
        json.put("heldOut", heldOut);
        if (trained.bands() != null) {
          Map<String, Object> bands = new LinkedHashMap<>();
          bands.put("within68", trained.bands().withinOne());
          bands.put("within95", trained.bands().withinTail());
          bands.put("runs", trained.bands().runs());
          json.put("bands", bands);
        }
        json.put("lengths", trained.lengths());
        json.put("learning", trained.learning());
        json.put("hyperparameters", trained.hyperparameters());
        json.put("verdict", trained.verdict().words());
        json.put("verdictKind", trained.verdict().kind());
        lines.add(line(done));
        lines.add("  verdict: " + trained.verdict().words());
        bands(trained).ifPresent(lines::add);
        if (!trained.hyperparameters().isEmpty()) {
          lines.add("  beside the rate: " + trained.hyperparameters());
        }
        notLearned(trained).ifPresent(lines::add);
        if (trained.lengths() != null) {
          lines.add("  lengths: " + trained.lengths());
        }
      } else {
        json.put("failure", done.failure());
        lines.add(done.group() + ": failed: " + done.failure());
      }
      groups.add(json);
    }
    return new Result(Map.of("groups", groups), lines, report.failure());
  }

  /** How often the bands of forecasts held what held-out runs observed. */
  private static Optional<String> bands(TrainedGroup trained) {
    return Optional.ofNullable(trained.bands())
        .map(
            bands ->
                String.format(
                    Locale.ROOT,
                    "  bands: those of 68%% held %.0f%% of what %d held-out runs observed, those of"
                        + " 95%% held %.0f%%",
                    100 * bands.withinOne(),
                    bands.runs(),
                    100 * bands.withinTail()));
  }

  /** The runs that the fit leaves out, by the reason. */
  private static Optional<String> notLearned(TrainedGroup trained) {
    String counts =
        trained.learning().entrySet().stream()
            .filter(count -> !count.getKey().equals(LearningStatus.LEARNS.words()))
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(joining(", "));
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of("  of " + trained.runs() + " runs: " + counts);
  }

  private static String line(Done<TrainedGroup> done) {
    TrainedGroup trained = done.value();
    String error =
        Double.isNaN(trained.mae())
            ? "held-out error not measured"
            : String.format(
                Locale.ROOT,
                "held-out error of %s: mae %.4g, r2 %.3f, final %.2g in log",
                trained.forecaster(),
                trained.mae(),
                trained.r2(),
                trained.sigmaCv());
    return String.format(
        Locale.ROOT,
        "%s: %s, %d runs, ensemble %s of %d; %s",
        done.group(),
        trained.fitted()
            ? String.format(Locale.ROOT, "fitted in %.1f s", trained.seconds())
            : "unchanged",
        trained.runs(),
        trained.ensemble(),
        trained.members(),
        error);
  }
}
