package io.lode.jobs.group;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The schedule that a run follows: what it applied up to now, then the newest version that it will
 * find.
 *
 * @param schedule over all steps
 * @param now last step that the run logged
 */
record FollowedPlan(PiecewiseLogLinear schedule, double now) {

  /** A logged rate that differs by more, as a part, was not the schedule's. */
  private static final double SAME_RATE = 0.01;

  /** Totals that differ by more, as a part, are another length. */
  static final double SAME_LENGTH = 0.02;

  /**
   * Puts the schedule of a run together.
   *
   * @throws UnplannableException if it is not known what the run follows, or it logged other rates
   */
  static FollowedPlan of(RunInFlight run, Artifacts artifacts) {
    double now = run.trajectory().lastStep();
    List<RunDescription.Version> followed = run.description().followed();
    VersionedFolder own = artifacts.plans(run.group(), run.run(), run.description().horizon());
    Optional<ScheduleArtifact> ownLatest = new ScheduleVersions(own).latest();
    if (ownLatest.isPresent() && ownLatest.get().longRun().extension() != null) {
      throw new UnplannableException(
          String.format(
              Locale.ROOT,
              "it was extended to %.0f steps; lode extend plans its rest anew",
              ownLatest.get().totalSteps()));
    }
    VersionedFolder group = artifacts.schedules(run.group(), run.description().horizon());
    List<Segment> segments = new ArrayList<>();
    for (RunDescription.Version version : followed) {
      segments.add(new Segment(version.fromStep(), read(version.path(), artifacts, run)));
    }
    if (segments.isEmpty()) {
      ScheduleArtifact latest =
          ownLatest
              .or(() -> new ScheduleVersions(group).latest())
              .orElseThrow(
                  () -> new UnplannableException("it does not say which schedule it follows"));
      segments.add(new Segment(0, stretched(latest, run)));
    } else if (ownLatest.isPresent()) {
      // What is published already and not yet picked up will be, before anything newer is.
      PiecewiseLogLinear pending = stretched(ownLatest.get(), run);
      if (!pending.equals(segments.get(segments.size() - 1).schedule())) {
        segments.add(new Segment(now + 1, pending));
      }
    }
    PiecewiseLogLinear schedule = joined(segments);
    requireApplied(schedule, run.trajectory());
    return new FollowedPlan(schedule, now);
  }

  /** A schedule and the first step that it is in force at. */
  private record Segment(double from, PiecewiseLogLinear schedule) {}

  private static PiecewiseLogLinear read(String path, Artifacts artifacts, RunInFlight run) {
    Optional<byte[]> bytes;
    try {
      bytes = artifacts.files().read(path);
    } catch (IllegalArgumentException e) {
      throw new UnplannableException("it follows " + path + ", which is not in this store");
    }
    return stretched(
        bytes.orElseThrow(
            () -> new UnplannableException("it follows " + path + ", which is missing")),
        path,
        run);
  }

  private static PiecewiseLogLinear stretched(byte[] bytes, String path, RunInFlight run) {
    ScheduleArtifact artifact;
    try {
      artifact = ScheduleArtifactJson.read(bytes, path);
    } catch (ArtifactException e) {
      throw new UnplannableException(e.getMessage());
    }
    return stretched(artifact, run);
  }

  private static PiecewiseLogLinear stretched(ScheduleArtifact artifact, RunInFlight run) {
    double factor = run.description().totalSteps() / artifact.totalSteps();
    PiecewiseLogLinear schedule = artifact.schedule();
    double[] steps = schedule.step().clone();
    for (int i = 0; i < steps.length; i++) {
      steps[i] *= factor;
    }
    return factor == 1 ? schedule : new PiecewiseLogLinear(steps, schedule.learningRate());
  }

  /** One after the other: a jump between two is a line of one step. */
  private static PiecewiseLogLinear joined(List<Segment> segments) {
    if (segments.size() == 1) {
      return segments.get(0).schedule();
    }
    List<double[]> knots = new ArrayList<>();
    for (int s = 0; s < segments.size(); s++) {
      PiecewiseLogLinear schedule = segments.get(s).schedule();
      double from = s == 0 ? 0 : segments.get(s).from();
      double until =
          s + 1 < segments.size() ? segments.get(s + 1).from() - 1 : Double.POSITIVE_INFINITY;
      if (until < from) {
        continue;
      }
      add(knots, from, schedule.learningRate(from));
      for (int k = 0; k < schedule.step().length; k++) {
        if (schedule.step()[k] > from && schedule.step()[k] < until) {
          add(knots, schedule.step()[k], schedule.learningRate()[k]);
        }
      }
      if (!Double.isInfinite(until)) {
        add(knots, until, schedule.learningRate(until));
      }
    }
    return new PiecewiseLogLinear(
        knots.stream().mapToDouble(knot -> knot[0]).toArray(),
        knots.stream().mapToDouble(knot -> knot[1]).toArray());
  }

  private static void add(List<double[]> knots, double step, double rate) {
    if (knots.isEmpty() || step > knots.get(knots.size() - 1)[0]) {
      knots.add(new double[] {step, rate});
    }
  }

  /** A row may say the rate of the step before it or after it, so that both are right. */
  private static void requireApplied(PiecewiseLogLinear schedule, Trajectory logged) {
    for (int i = 0; i < logged.length(); i++) {
      double step = logged.step()[i];
      double at = schedule.learningRate(step);
      double before = schedule.learningRate(Math.max(0, step - 1));
      double after = schedule.learningRate(step + 1);
      double low = Math.min(at, Math.min(before, after)) * (1 - SAME_RATE);
      double high = Math.max(at, Math.max(before, after)) * (1 + SAME_RATE);
      double rate = logged.learningRate()[i];
      if (!(rate >= low && rate <= high)) {
        throw new UnplannableException(
            String.format(
                Locale.ROOT,
                "it logged the learning rate %.4g at step %.0f, where its schedule has %.4g",
                rate,
                step,
                at));
      }
    }
  }
}
