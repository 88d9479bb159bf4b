package io.lode.jobs.report;

import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.artifact.ScheduleSettings;
import io.lode.evaluation.NamedSchedule;
import io.lode.evaluation.ParametricBaselines;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Direction;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is published for one horizon, why, and what it is expected to do.
 *
 * @param id names the section in the page
 * @param horizon part of training
 * @param artifact what is published
 * @param gain how much better than the best run it is expected to be, in words
 * @param path where the version lies, below the store
 * @param compared other schedules under the same forecast
 * @param versions over time
 * @param plots of the schedules and of the predicted trajectory
 */
record HorizonSection(
    String id,
    double horizon,
    ScheduleArtifact artifact,
    String gain,
    String path,
    List<Other> compared,
    VersionsSection versions,
    List<Plot> plots) {

  private static final int POINTS = 160;
  private static final int MOST_RUNS = 30;

  /** Another schedule and how it compares with what is published, in words. */
  record Other(String schedule, String predicted, String difference) {}

  /** What is published; empty where nothing is. */
  static Optional<HorizonSection> of(
      Artifacts artifacts, Sweep sweep, Horizon horizon, int points, int mostVersions) {
    VersionedFolder folder = artifacts.schedules(sweep.group(), horizon);
    Optional<ScheduleArtifact> latest = new ScheduleVersions(folder).latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    ScheduleArtifact artifact = latest.get();
    String id = "horizon-" + Double.toString(horizon.fraction()).replace('.', '-');
    Direction direction = artifact.objective().direction();
    double published = artifact.outcome().objective();
    return Optional.of(
        new HorizonSection(
            id,
            horizon.fraction(),
            artifact,
            Figures.better(published, artifact.bestRun().objective(), direction),
            folder.path(artifact.version()),
            artifact.compared().stream().map(other -> other(other, published, direction)).toList(),
            VersionsSection.of(id + "-versions", folder, mostVersions, artifact.version()),
            List.of(rates(id, artifact, sweep), objective(id, artifact, sweep, points))));
  }

  private static Other other(Compared other, double published, Direction direction) {
    String better = Figures.better(published, other.objective(), direction);
    return new Other(
        other.schedule(),
        Figures.spread(other.objective(), other.standardDeviation()),
        "published is " + better);
  }

  /** Whether it differs from what was run. */
  boolean revised() {
    return artifact.decision().equals("revised");
  }

  String predicted() {
    return Figures.spread(artifact.outcome().objective(), artifact.outcome().standardDeviation());
  }

  String bestObjective() {
    return Figures.number(artifact.bestRun().objective());
  }

  String bounds() {
    return Figures.number(artifact.bounds().minimum())
        + " to "
        + Figures.number(artifact.bounds().maximum());
  }

  String steps() {
    return Figures.number(horizon * artifact.totalSteps())
        + " of "
        + Figures.number(artifact.totalSteps());
  }

  /** Whether anything varies beside the rate. */
  boolean varies() {
    return !artifact.settings().values().isEmpty();
  }

  /** The settings that the schedule is for, in words. */
  String atSettings() {
    return artifact.settings().inWords();
  }

  /** What other settings would bring, one sentence each. */
  List<String> changes() {
    List<String> words = new ArrayList<>();
    for (ScheduleSettings.Change change : artifact.settings().changes()) {
      words.add(
          "With "
              + change.name()
              + "="
              + change.value()
              + ": "
              + Figures.spread(change.objective(), change.standardDeviation()));
    }
    words.addAll(artifact.settings().undecided());
    return words;
  }

  Provenance provenance() {
    return artifact.provenance();
  }

  String created() {
    return Figures.time(artifact.provenance().created());
  }

  static Plot rates(String id, ScheduleArtifact artifact, Sweep sweep) {
    double last = artifact.horizon() * artifact.totalSteps();
    TreeSet<Double> steps = new TreeSet<>();
    for (int i = 0; i <= POINTS; i++) {
      steps.add(last * i / POINTS);
    }
    Arrays.stream(artifact.schedule().step()).filter(step -> step <= last).forEach(steps::add);
    double[] x = steps.stream().mapToDouble(Double::doubleValue).toArray();
    List<Curve> curves = new ArrayList<>();
    for (NamedSchedule named : parametric(sweep, last)) {
      curves.add(sampled(named.name(), named.name(), x, named.schedule()));
    }
    best(artifact, sweep)
        .ifPresent(
            run ->
                curves.add(
                    sampled(
                        "best run " + run.run(),
                        "best",
                        Arrays.stream(x).filter(at -> at <= run.totalSteps()).toArray(),
                        run.schedule())));
    double[] ends = {0, last};
    double minimum = artifact.bounds().minimum();
    double maximum = artifact.bounds().maximum();
    curves.add(new Curve("smallest allowed", "bound", ends, new double[] {minimum, minimum}));
    curves.add(new Curve("largest allowed", "bound", ends, new double[] {maximum, maximum}));
    curves.add(sampled("published", "published", x, artifact.schedule()));
    // One-cycle ends at a rate so small that nothing else would be told apart.
    return new Plot(
        id + "-rates",
        "step",
        "learning rate",
        Plot.Scale.LOG,
        curves,
        List.of(),
        new double[] {minimum / 1.5, 1.5 * maximum});
  }

  /** None where the sweep as it is now has no best run to take a peak from. */
  private static List<NamedSchedule> parametric(Sweep sweep, double last) {
    try {
      List<NamedSchedule> all = ParametricBaselines.of(sweep, last);
      return all.subList(1, all.size());
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static Curve sampled(String label, String style, double[] x, Schedule schedule) {
    return new Curve(label, style, x, Arrays.stream(x).map(schedule::learningRate).toArray());
  }

  private static Optional<Run> best(ScheduleArtifact artifact, Sweep sweep) {
    return sweep.runs().stream()
        .filter(run -> run.run().equals(artifact.bestRun().run()))
        .filter(run -> run.trajectory().length() > 0)
        .findFirst();
  }

  static Plot objective(String id, ScheduleArtifact artifact, Sweep sweep, int points) {
    double last = artifact.horizon() * artifact.totalSteps();
    ScheduleArtifact.Predicted predicted = artifact.predicted();
    List<Curve> curves = new ArrayList<>();
    curves.add(edge(predicted, 2, "two standard deviations above"));
    curves.add(edge(predicted, -2, "two standard deviations below"));
    curves.add(edge(predicted, 1, "one standard deviation above"));
    curves.add(edge(predicted, -1, "one standard deviation below"));
    Optional<Run> best = best(artifact, sweep);
    List<Run> others =
        sweep.runs().stream()
            .filter(run -> !run.diverged() && !best.filter(run::equals).isPresent())
            .limit(MOST_RUNS)
            .toList();
    others.forEach(run -> curves.add(observed(run, "run", last, points)));
    best.ifPresent(run -> curves.add(observed(run, "best", last, points)));
    curves.add(new Curve("published, predicted", "published", predicted.step(), predicted.mean()));
    List<Run> seen = new ArrayList<>(others);
    best.ifPresent(seen::add);
    return new Plot(
        id + "-objective",
        "step",
        artifact.objective().metric(),
        Plot.Scale.LINEAR,
        curves,
        List.of(new Plot.Band(0, 1), new Plot.Band(2, 3)),
        SweepSection.view(sweep, seen));
  }

  private static Curve edge(ScheduleArtifact.Predicted predicted, double deviations, String label) {
    double[] values = new double[predicted.mean().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = predicted.mean()[i] + deviations * predicted.standardDeviation()[i];
    }
    return new Curve(label, "edge", predicted.step(), values);
  }

  private static Curve observed(Run run, String style, double last, int points) {
    Trajectory trajectory = run.trajectory();
    int length = 0;
    while (length < trajectory.length() && trajectory.step()[length] <= last) {
      length++;
    }
    return Thinning.curve(
        (style.equals("best") ? "best run " : "") + run.run(),
        style,
        Arrays.copyOf(trajectory.step(), length),
        Arrays.copyOf(trajectory.objective(), length),
        points);
  }
}
