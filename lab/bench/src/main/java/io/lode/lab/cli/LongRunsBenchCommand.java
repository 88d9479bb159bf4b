package io.lode.lab.cli;

import io.lode.evaluation.BacktestSplit;
import io.lode.evaluation.BandCount;
import io.lode.forecast.FittingMethod;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.bench.CurveFolder;
import io.lode.lab.longruns.ExtensionsBench;
import io.lode.lab.longruns.LongRunPicture;
import io.lode.lab.longruns.LongRunsBench;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** How well long runs are forecast and chosen from short ones. */
@Command(
    name = "long-runs",
    description =
        "Fit real loss curves up to a length, forecast the longer ones, and choose among them.")
final class LongRunsBenchCommand implements Callable<Integer> {

  /** Part of the longest run that is fitted where the command line does not say. */
  private static final double FITTED_PART = 0.5;

  @Mixin private BenchOptions options;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "DIR",
      description = "folder of GROUP/RUN.csv with step, lr, validation_loss")
  private Path input;

  @Option(
      names = "--train-steps",
      paramLabel = "N",
      description = "fit runs that are no longer than this (default: half of the longest run)")
  private double trainSteps = Double.NaN;

  @Option(
      names = "--extensions",
      paramLabel = "DIR",
      description =
          "instead, forecast how a run of DIR/RUN.csv, the shortest, went on: its continuations lie"
              + " beside it, and the runs of --input are fitted")
  private Path extensions;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "instead, draw the runs of --picture-runs to this PNG file: forecasts with their 68%%"
              + " bands, and what was observed")
  private Path picture;

  @Option(
      names = "--picture-runs",
      split = ",",
      paramLabel = "RUN",
      description = "runs that --picture draws, longer than --train-steps")
  private List<String> pictureRuns = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "seed of the fits (default: ${DEFAULT-VALUE})")
  private long seed;

  @Override
  public Integer call() {
    if (picture != null) {
      return options.run(this::draw);
    }
    return options.run(extensions == null ? this::measure : this::extended);
  }

  private Result draw(ConsoleProgress progress) {
    if (pictureRuns.isEmpty()) {
      throw new UsageException("--picture needs --picture-runs, found none");
    }
    BacktestSplit split = split(one(input));
    progress.accept(split.fitted().runs().size() + " runs fitted");
    FittingMethod method = LongRunsBench.methods(seed).get(0);
    byte[] png =
        LongRunPicture.png(split, method.fit().apply(split.fitted()), List.copyOf(pictureRuns));
    try {
      Files.write(picture, png);
    } catch (IOException e) {
      throw new UncheckedIOException(picture + " cannot be written", e);
    }
    return Result.of(
        Map.of("picture", picture.toString(), "runs", pictureRuns), List.of("drew " + picture));
  }

  private BacktestSplit split(Sweep sweep) {
    double longest =
        sweep.runs().stream().mapToDouble(run -> run.trajectory().lastStep()).max().orElseThrow();
    return BacktestSplit.bySteps(
        sweep, Double.isNaN(trainSteps) ? FITTED_PART * longest : trainSteps, List.of());
  }

  private Result extended(ConsoleProgress progress) {
    Sweep group = one(input);
    Sweep runs = one(extensions);
    progress.accept(
        group.group().model() + ": " + group.runs().size() + " runs fitted, and the run extended");
    ExtensionsBench.Result result =
        ExtensionsBench.measure(group, runs, LongRunsBench.methods(seed));
    List<String> lines = new ArrayList<>();
    for (ExtensionsBench.Row row : result.rows()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, known %s: %s from step %.0f to %.0f: last value %.4f, forecast %.4f, off by %.4f;"
                  + " error beyond %.4f%s",
              row.predictor(),
              row.known().label(),
              row.run(),
              row.from(),
              row.steps(),
              row.observed(),
              row.forecast(),
              row.error(),
              row.beyond(),
              end(row.band())));
    }
    for (ExtensionsBench.Order order : result.orders()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, known %s: %d of %d pairs in the right order",
              order.predictor(),
              order.known().label(),
              order.right(),
              order.pairs()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", result.rows());
    json.put("orders", result.orders());
    return Result.of(json, lines);
  }

  private static Sweep one(Path folder) {
    List<Sweep> sweeps = CurveFolder.read(folder);
    if (sweeps.size() != 1) {
      throw new UsageException(
          folder + " must hold the runs of one group, found " + sweeps.size() + " groups");
    }
    return sweeps.get(0);
  }

  private Result measure(ConsoleProgress progress) {
    List<LongRunsBench.Row> rows = new ArrayList<>();
    List<LongRunsBench.Choice> choices = new ArrayList<>();
    for (Sweep sweep : CurveFolder.read(input)) {
      String name = sweep.group().model();
      BacktestSplit split = split(sweep);
      progress.accept(
          name
              + ": "
              + split.fitted().runs().size()
              + " runs fitted, "
              + split.heldOut().size()
              + " forecast");
      LongRunsBench.Result result = LongRunsBench.measure(name, split, LongRunsBench.methods(seed));
      rows.addAll(result.rows());
      choices.addAll(result.choices());
    }
    List<String> lines = new ArrayList<>();
    for (LongRunsBench.Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, %s: %d runs fitted, %d forecast; error of the curve %.4f (worst run %.4f),"
                  + " beyond the fitted steps %.4f, of the last value %.4f%s",
              row.group(),
              row.predictor(),
              row.fitted(),
              row.tested(),
              row.curve(),
              row.worstCurve(),
              row.beyond(),
              row.last(),
              end(row.band())));
    }
    for (LongRunsBench.Choice choice : choices) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s, %s for %d steps: %s, regret %.4f",
              choice.group(),
              choice.predictor(),
              choice.steps(),
              choice.run(),
              choice.regret()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows);
    json.put("choices", choices);
    return Result.of(json, lines);
  }

  private static String end(BandCount band) {
    return band.values() == 0 ? "" : "; " + band.words();
  }
}
