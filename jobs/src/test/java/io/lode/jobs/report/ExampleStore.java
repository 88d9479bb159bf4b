package io.lode.jobs.report;

import io.lode.artifact.EnsembleCard;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutError;
import io.lode.evaluation.NamedSchedule;
import io.lode.evaluation.ParametricBaselines;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecast;
import io.lode.forecast.Horizon;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.jobs.conf.settings.ReportSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.pipeline.Report;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.DiagnosisConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A store as nights leave it, of simulated runs, and reports on it without Spark. */
final class ExampleStore {

  private static final Instant FIRST_NIGHT = Instant.parse("2026-01-05T03:00:00Z");

  private final Artifacts artifacts;
  private final StoreFiles output;

  ExampleStore(Path store, Path output) {
    artifacts = new Artifacts(StoreFiles.at(store.toString(), new Configuration()));
    this.output = StoreFiles.at(output.toString(), new Configuration());
  }

  StoreFiles output() {
    return output;
  }

  /** A sweep of a simulated world, one run diverged, all names as given. */
  static Sweep sweep(GroupKey group, int size, String runPrefix) {
    World world = Worlds.overFitting(Worlds.STANDARD);
    SweepDraw draw = SweepDraw.of(world, size, 2);
    List<String> names = draw.names().stream().map(name -> runPrefix + name).toList();
    List<Run> runs = new ArrayList<>(world.train(draw.schedules(), names, world.totalSteps(), 2));
    Run last =
        runs.stream().max(Comparator.comparingInt(run -> run.trajectory().length())).orElseThrow();
    runs.remove(last);
    Trajectory whole = last.trajectory();
    int half = whole.length() / 2;
    double[] objective = Arrays.copyOf(whole.objective(), half);
    for (int i = half - 5; i < half; i++) {
      objective[i] *= 1 + 0.5 * (i - half + 6);
    }
    runs.add(
        new Run(
            last.sweep(),
            last.run(),
            last.seed(),
            last.hyperparameters(),
            RunStatus.DIVERGED,
            last.totalSteps(),
            new Trajectory(
                Arrays.copyOf(whole.step(), half),
                Arrays.copyOf(whole.learningRate(), half),
                Arrays.copyOf(whole.trainLoss(), half),
                objective)));
    return new Sweep(group, world.objective(), runs);
  }

  /** Fits an ensemble and publishes it. */
  ModalForecaster fit(Sweep sweep) {
    ModalTrainer trainer =
        new ModalTrainer(TrainSettings.of(Settings.defaults()).config(1).fromOneStart());
    ModalForecaster modal = trainer.fit(sweep);
    HeldOutError error = new HeldOut(sweep).measure(trainer.method()).orElseThrow();
    EnsembleCard card =
        new EnsembleCard(
            EnsembleCard.FORMAT,
            "0123456789abcdef",
            sweep.group().model(),
            sweep.group().dataset(),
            sweep.group().optimizer(),
            "fingerprint",
            "42",
            sweep.runs().stream().map(Run::run).toList(),
            modal.members().size(),
            modal.name(),
            Map.of(modal.name(), 1.0),
            List.of(
                new EnsembleCard.HeldOut(
                    error.forecaster(), error.mae(), error.r2(), error.sigmaCv(), error.runs())),
            null,
            null,
            null,
            Map.of(),
            Map.of("settings", "defaults"),
            1,
            "test",
            FIRST_NIGHT.toString(),
            0.5);
    new Ensembles(artifacts)
        .publish(
            sweep.group(), new Ensembles.Stored(card, modal, Optional.empty(), Optional.empty()));
    return modal;
  }

  /** Publishes one version a night: a schedule that bends further down each night. */
  void publish(Sweep sweep, ModalForecaster modal, Horizon horizon, int nights, String reason) {
    VersionedFolder folder = artifacts.schedules(sweep.group(), horizon);
    for (int night = 0; night < nights; night++) {
      ScheduleArtifact artifact = artifact(sweep, modal, horizon, night, nights, reason);
      folder.publish(version -> ScheduleArtifactJson.write(artifact.withVersion(version)));
    }
  }

  private static ScheduleArtifact artifact(
      Sweep sweep, ModalForecaster modal, Horizon horizon, int night, int nights, String reason) {
    double last = horizon.step(sweep.totalSteps());
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, last);
    EvaluatedRun best = outcomes.best().orElseThrow();
    double bend = 0.5 * night / nights;
    double[] step = new double[9];
    double[] rate = new double[9];
    for (int i = 0; i < step.length; i++) {
      step[i] = last * i / 8;
      double own = Math.max(outcomes.bounds().minimum(), best.schedule().learningRate(step[i]));
      rate[i] = outcomes.bounds().clamp(own * Math.exp(bend * (1 - 2.0 * i / 8)));
    }
    PiecewiseLogLinear schedule = new PiecewiseLogLinear(step, rate);
    MetricTransform transform = sweep.objective().transform();
    double[] steps = new double[Outcomes.INTERVALS];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = last * (i + 1) / steps.length;
    }
    List<ScheduleArtifact.Compared> compared = new ArrayList<>();
    for (NamedSchedule named : ParametricBaselines.of(sweep, last)) {
      ScheduleArtifact.Predicted one = predicted(modal, named.schedule(), steps, transform);
      compared.add(
          new ScheduleArtifact.Compared(named.name(), one.mean()[59], one.standardDeviation()[59]));
    }
    ScheduleArtifact.Predicted predicted = predicted(modal, schedule, steps, transform);
    return new ScheduleArtifact(
        0,
        sweep.group(),
        null,
        horizon.fraction(),
        sweep.totalSteps(),
        sweep.objective(),
        schedule,
        night < 2 ? "kept" : "revised",
        reason,
        "proven",
        "the noise of two runs",
        predicted,
        new ScheduleArtifact.Outcome(predicted.mean()[59], predicted.standardDeviation()[59]),
        new ScheduleArtifact.BestRun(best.run().run(), transform.invert(best.outcome())),
        compared,
        outcomes.bounds(),
        new Provenance(
            "0123456789abcdef",
            "42",
            "test",
            1,
            FIRST_NIGHT.plusSeconds(86400L * night).toString()));
  }

  private static ScheduleArtifact.Predicted predicted(
      ModalForecaster modal, Schedule schedule, double[] steps, MetricTransform transform) {
    Forecast forecast = modal.forecast(schedule, steps);
    double[] mean = new double[steps.length];
    double[] deviation = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      mean[i] = transform.invert(forecast.mean()[i]);
      deviation[i] = mean[i] * forecast.standardDeviation()[i];
    }
    return new ScheduleArtifact.Predicted(steps, mean, deviation);
  }

  /** Writes the page of a group. */
  ReportedGroup page(Sweep sweep, boolean heldOut) {
    ReportSettings defaults = ReportSettings.of(Settings.defaults());
    return new GroupReport(
            artifacts,
            output,
            new ReportSettings(defaults.runs(), defaults.points(), defaults.versions(), heldOut),
            TrainSettings.of(Settings.defaults()),
            DiagnosisConfig.standard(),
            1,
            "2026-11-24T22:00:00Z")
        .write(sweep);
  }

  /** Lists a group under as many names in all; only the first one has a page. */
  void repeat(String page, int groups) {
    byte[] bytes = output.read(page.replace(".html", ".json")).orElseThrow();
    GroupEntry entry = GroupEntry.read(bytes).orElseThrow();
    for (int g = 1; g < groups; g++) {
      GroupEntry other =
          new GroupEntry(
              entry.format(),
              entry.page(),
              "model-%03d".formatted(g),
              "dataset-" + g % 7,
              entry.optimizer(),
              entry.metric(),
              entry.direction(),
              entry.runs(),
              entry.diverged(),
              entry.schedules());
      output.replace(
          GroupReport.FOLDER + "/" + PageName.of(other.group()) + ".json", other.write());
    }
  }

  /** Writes the index. */
  int index() {
    byte[] index = Report.index(output, artifacts.files().root(), "2026-11-24T22:00:00Z");
    output.replace(Report.INDEX, index);
    return index.length;
  }
}
