package io.lode.jobs.group;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Why no forecaster can be fitted to a group, in words that say what to change. */
final class WhyUnfit {

  private WhyUnfit() {}

  /** The reason; empty where the group's runs do not show one. */
  static Optional<String> of(Sweep sweep) {
    String metric = sweep.objective().metric();
    int runs = sweep.runs().size();
    if (values(sweep, Trajectory::objective).allMatch(Double::isNaN)) {
      return Optional.of(
          "none of its "
              + runs
              + " runs logged a number as "
              + metric
              + "; name another metric as objective in the source file, or leave the group out");
    }
    if (values(sweep, Trajectory::objective)
        .map(sweep.objective().transform()::apply)
        .noneMatch(Double::isFinite)) {
      double found =
          values(sweep, Trajectory::objective).filter(v -> !Double.isNaN(v)).max().orElse(0);
      return Optional.of(
          String.format(
              Locale.ROOT,
              "no value of %s can be used, the largest of its %d runs is %.4g; a loss must be over 0"
                  + " and finite, since its logarithm is fitted: name another metric as objective",
              metric,
              runs,
              found));
    }
    if (values(sweep, Trajectory::learningRate).noneMatch(rate -> rate > 0)) {
      return Optional.of(
          "none of its "
              + runs
              + " runs logged a learning rate over 0; see learning-rate in the"
              + " source file");
    }
    return Optional.empty();
  }

  private static DoubleStream values(Sweep sweep, Function<Trajectory, double[]> column) {
    return sweep.runs().stream()
        .map(Run::trajectory)
        .flatMapToDouble(trajectory -> Arrays.stream(column.apply(trajectory)));
  }
}
