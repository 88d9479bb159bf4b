package io.lode.jobs.report;

import io.lode.artifact.Cooldowns;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A run that is longer than any: planned for a number of steps, without a known end, or going on
 * from a checkpoint. All that it says is of the artifact.
 *
 * @param id names the section in the page
 * @param title what the run is
 * @param artifact what is published
 * @param path where the version lies, below the store
 * @param cost in steps, beside those that the runs took
 * @param compared what other shapes would reach, by the same forecast
 * @param stops how to stop, where the end is not known
 * @param lengths what the same shape would reach in shorter and longer runs
 * @param plots of the schedules and of the forecast
 */
record LongRunSection(
    String id,
    String title,
    ScheduleArtifact artifact,
    String path,
    String cost,
    List<Shape> compared,
    List<Stop> stops,
    List<Length> lengths,
    List<Plot> plots) {

  /**
   * Trainings that go on which a page shows, in the order of their names. Count: a page is read.
   */
  private static final int MOST_EXTENDED = 10;

  /** Names of styles in {@code report.js} for the curves of known shapes. */
  private static final List<String> SHAPE_STYLES =
      List.of("warm-up-stable-decay", "cosine", "one-cycle", "constant");

  /** Another shape and how the published one compares with it, in words. */
  record Shape(String schedule, String predicted, String difference) {}

  /** A step at which a training may be stopped. */
  record Stop(String from, String steps, String end, String predicted) {}

  /** Another length of the run. */
  record Length(String steps, String predicted, String difference) {}

  /** Every such run that a group has a schedule for. */
  static List<LongRunSection> of(Artifacts artifacts, Sweep sweep, int points) {
    List<LongRunSection> sections = new ArrayList<>();
    for (long steps : artifacts.longRuns(sweep.group())) {
      add(
          sections,
          "steps-" + steps,
          "A run of " + steps + " steps",
          artifacts.longRuns(sweep.group(), steps),
          sweep,
          points);
    }
    add(
        sections,
        "anytime",
        "A training without a known end",
        artifacts.anytime(sweep.group()),
        sweep,
        points);
    int extended = 0;
    for (String run : artifacts.runsWithPlans(sweep.group())) {
      VersionedFolder folder = artifacts.plans(sweep.group(), run, new Horizon(1));
      boolean goesOn =
          new ScheduleVersions(folder)
              .latest()
              .filter(latest -> latest.longRun().extension() != null)
              .isPresent();
      if (goesOn && extended < MOST_EXTENDED) {
        add(sections, "extended-" + extended, "Run " + run + " goes on", folder, sweep, points);
        extended++;
      }
    }
    return sections;
  }

  private static void add(
      List<LongRunSection> sections,
      String id,
      String title,
      VersionedFolder folder,
      Sweep sweep,
      int points) {
    new ScheduleVersions(folder)
        .latest()
        .map(artifact -> section(id, title, folder, artifact, sweep, points))
        .ifPresent(sections::add);
  }

  private static LongRunSection section(
      String id,
      String title,
      VersionedFolder folder,
      ScheduleArtifact artifact,
      Sweep sweep,
      int points) {
    return new LongRunSection(
        id,
        title,
        artifact,
        folder.path(artifact.version()),
        cost(artifact, sweep),
        artifact.compared().stream().map(other -> shape(other, artifact)).toList(),
        stops(artifact.longRun()),
        artifact.longRun().lengths().stream().map(length -> length(length, artifact)).toList(),
        plots(id, artifact, sweep, points));
  }

  private static List<Plot> plots(String id, ScheduleArtifact artifact, Sweep sweep, int points) {
    List<Plot> plots = new ArrayList<>();
    plots.add(HorizonSection.rates(id, artifact, sweep));
    plots.add(HorizonSection.objective(id, artifact, sweep, points));
    if (!artifact.longRun().shapes().isEmpty()) {
      plots.add(shapes(id, artifact));
    }
    return plots;
  }

  /** The curves of known shapes, and of the plan; the start of training is out of view. */
  private static Plot shapes(String id, ScheduleArtifact artifact) {
    double[] step = artifact.predicted().step();
    List<Curve> curves = new ArrayList<>();
    for (LongRunKeys.Shape shape : artifact.longRun().shapes()) {
      double[] mean = shape.mean().stream().mapToDouble(value -> value).toArray();
      if (mean.length == step.length && curves.size() < SHAPE_STYLES.size()) {
        curves.add(new Curve(shape.schedule(), SHAPE_STYLES.get(curves.size()), step, mean));
      }
    }
    curves.add(new Curve("published", "published", step, artifact.predicted().mean()));
    double[] late =
        curves.stream()
            .flatMapToDouble(curve -> Arrays.stream(curve.y(), step.length / 3, step.length))
            .sorted()
            .toArray();
    double room = 0.05 * (late[late.length - 1] - late[0]);
    return new Plot(
        id + "-shapes",
        "step",
        artifact.objective().metric(),
        Plot.Scale.LINEAR,
        curves,
        List.of(),
        new double[] {late[0] - room, late[late.length - 1] + room});
  }

  private static String cost(ScheduleArtifact artifact, Sweep sweep) {
    LongRunKeys.Extension extension = artifact.longRun().extension();
    double steps = artifact.totalSteps() - (extension == null ? 0 : extension.fromStep());
    double spent =
        sweep.runs().stream().map(Run::trajectory).mapToDouble(one -> one.lastStep()).sum();
    return Figures.number(steps)
        + " steps, "
        + Figures.percent(steps / spent)
        + " of the "
        + Figures.number(spent)
        + " that the group's "
        + sweep.runs().size()
        + " runs took";
  }

  private static Shape shape(Compared other, ScheduleArtifact artifact) {
    return new Shape(
        other.schedule(),
        Figures.spread(other.objective(), other.standardDeviation()),
        "published is "
            + Figures.better(
                artifact.outcome().objective(),
                other.objective(),
                artifact.objective().direction()));
  }

  private static List<Stop> stops(LongRunKeys keys) {
    if (keys.cooldowns() == null) {
      return List.of();
    }
    return keys.cooldowns().stops().stream().map(LongRunSection::stop).toList();
  }

  private static Stop stop(Cooldowns.Stop stop) {
    return new Stop(
        Figures.number(stop.fromStep()),
        Figures.number(stop.steps()),
        Figures.number(stop.fromStep() + stop.steps()),
        Figures.spread(stop.objective(), stop.standardDeviation()));
  }

  private static Length length(LongRunKeys.Length length, ScheduleArtifact artifact) {
    return new Length(
        Figures.number(length.steps()),
        Figures.spread(length.objective(), length.standardDeviation()),
        Figures.better(
            length.objective(), artifact.outcome().objective(), artifact.objective().direction()));
  }

  /** Whether the schedule was searched, and is surely better than the usual ones. */
  boolean revised() {
    return artifact.decision().equals("revised");
  }

  /** Whether the end is not known. */
  boolean anytime() {
    return !stops.isEmpty();
  }

  /** Whether it says what other lengths would reach. */
  boolean measuredLengths() {
    return !lengths.isEmpty();
  }

  /** Whether it holds the curves of known shapes. */
  boolean drawnShapes() {
    return !artifact.longRun().shapes().isEmpty();
  }

  /** Whether it compares other shapes. */
  boolean comparing() {
    return !compared.isEmpty();
  }

  String shape() {
    return anytime() ? artifact.longRun().cooldowns().shape().label() : "";
  }

  String predicted() {
    return Figures.spread(artifact.outcome().objective(), artifact.outcome().standardDeviation());
  }

  String bestObjective() {
    return Figures.number(artifact.bestRun().objective());
  }

  String created() {
    return Figures.time(artifact.provenance().created());
  }

  Provenance provenance() {
    return artifact.provenance();
  }

  /** What the forecast leaves open; nothing within the runs. */
  boolean warned() {
    return !artifact.risk().isBlank();
  }
}
