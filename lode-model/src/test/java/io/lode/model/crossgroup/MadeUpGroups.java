package io.lode.model.crossgroup;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Groups that follow one law, which a single run does not show: the loss falls with the sum of the
 * rates, and a high rate holds it up.
 */
final class MadeUpGroups {

  static final int STEPS = 1000;

  private static final int POINTS = 50;

  private MadeUpGroups() {}

  /** A group with its own size of the loss, speed and usual rate: constant rates and cooldowns. */
  static Sweep group(int number) {
    double scale = 1 + 0.7 * number;
    double speed = 4 + number % 3;
    double usual = 1e-3 * (1 + number % 4);
    List<Run> runs = new ArrayList<>();
    for (double peak : new double[] {0.3, 1, 2}) {
      runs.add(run("constant" + peak, scale, speed, usual, step -> peak * usual));
      runs.add(
          run(
              "cooldown" + peak,
              scale,
              speed,
              usual,
              step -> peak * usual * Math.min(1, 2 * (1 - step / STEPS))));
    }
    return new Sweep(
        new GroupKey("model" + number, "made-up", "sgd"),
        Objective.minimize("validation_loss"),
        runs);
  }

  static List<Sweep> groups(int count) {
    List<Sweep> groups = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      groups.add(group(number));
    }
    return groups;
  }

  /** Some runs of a group. */
  static Sweep only(Sweep group, String... names) {
    return new Sweep(
        group.group(),
        group.objective(),
        group.runs().stream().filter(run -> List.of(names).contains(run.run())).toList());
  }

  private static Run run(
      String name, double scale, double speed, double usual, DoubleUnaryOperator rate) {
    double[] step = new double[POINTS];
    double[] rates = new double[POINTS];
    double[] loss = new double[POINTS];
    double sum = 0;
    double driven = 0;
    int at = 0;
    for (int i = 1; i <= STEPS; i++) {
      double x = rate.applyAsDouble(i) / usual;
      sum += x / STEPS;
      double pull = 30 * x / STEPS;
      driven = driven * (1 - pull) + pull * x;
      if (i % (STEPS / POINTS) == 0) {
        step[at] = i;
        rates[at] = rate.applyAsDouble(i);
        loss[at] = scale * (1 + 0.5 * Math.exp(-speed * sum) + 0.15 * driven);
        at++;
      }
    }
    return new Run(
        "sweep",
        name,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        STEPS,
        new Trajectory(step, rates, loss, loss));
  }
}
