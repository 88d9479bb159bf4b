package io.lode.model.crossgroup;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Forecasts a group by the latent ODE across groups: the mean of the members, each at the code that
 * it inferred.
 *
 * <p>The variance is that of the members, plus that of draws of the code, plus the deviation of the
 * runs that are known around the model. As a correction it is added to another forecaster's, whose
 * band stays as it is.
 */
public final class CrossForecaster implements Forecaster {

  /** Name in benchmarks. */
  public static final String NAME = "cross-group";

  /** Draws of a code by a member. Count. */
  private static final int DRAWS = 8;

  private final CrossModel model;
  private final GroupView group;
  private final List<CodeFit.Inferred> inferred;
  private final Optional<Forecaster> base;
  private final double[][][] codes;

  CrossForecaster(
      CrossModel model,
      GroupView group,
      List<CodeFit.Inferred> inferred,
      Optional<Forecaster> base) {
    this.model = model;
    this.group = group;
    this.inferred = inferred;
    this.base = base;
    codes = new double[inferred.size()][][];
    SplittableRandom random = new SplittableRandom(model.config().seed());
    for (int m = 0; m < codes.length; m++) {
      codes[m] = base.isPresent() ? new double[][] {inferred.get(m).code()} : drawn(m, random);
    }
  }

  /** The most probable code, then draws of a run's code. */
  private double[][] drawn(int member, SplittableRandom random) {
    double[] code = inferred.get(member).code();
    double[][] root = Precision.root(inferred.get(member).covariance());
    double[][] drawn = new double[1 + DRAWS][];
    drawn[0] = code;
    for (int draw = 1; draw < drawn.length; draw++) {
      double[] normal = new double[code.length];
      for (int d = 0; d < code.length; d++) {
        normal[d] = random.nextGaussian();
      }
      drawn[draw] = code.clone();
      for (int i = 0; i < code.length; i++) {
        drawn[draw][i] += model.config().runWidth() * random.nextGaussian();
        for (int j = 0; j <= i; j++) {
          drawn[draw][i] += root[i][j] * normal[j];
        }
      }
    }
    return drawn;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The code of the group by a member. */
  public double[] code(int member) {
    return inferred.get(member).code().clone();
  }

  /** Mean deviation of the members, in the group's unit of errors. */
  double deviations() {
    return inferred.stream().mapToDouble(CodeFit.Inferred::deviation).average().orElseThrow();
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[][][] curves = curves(List.of(schedule), steps).get(0);
    double[] mean = new double[steps.length];
    double[] deviation = new double[steps.length];
    double noise = 0;
    for (CodeFit.Inferred one : inferred) {
      noise += one.deviation() * group.units().spread() / inferred.size();
    }
    for (int t = 0; t < steps.length; t++) {
      double squares = 0;
      double between = 0;
      for (double[][] member : curves) {
        mean[t] += member[0][t] / curves.length;
        between += member[0][t] * member[0][t] / curves.length;
        for (int draw = 1; draw < member.length; draw++) {
          double off = member[draw][t] - member[0][t];
          squares += off * off / ((member.length - 1) * curves.length);
        }
      }
      squares += Math.max(0, between - mean[t] * mean[t]);
      deviation[t] = Math.sqrt(squares + noise * noise);
      mean[t] += group.units().level();
    }
    if (base.isEmpty()) {
      return new Forecast(steps, mean, deviation);
    }
    Forecast corrected = base.get().forecast(schedule, steps);
    double[] sum = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      sum[t] = corrected.mean()[t] + mean[t] * GroupView.deviation(corrected, t);
    }
    return new Forecast(steps, sum, corrected.standardDeviation());
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    return Outcomes.of(schedules.stream().map(schedule -> forecast(schedule, steps)).toList());
  }

  /** What the members say, one of (member, draw, time) a schedule. */
  private List<double[][][]> curves(List<? extends Schedule> schedules, double[] steps) {
    int draws = codes[0].length;
    double last = steps[steps.length - 1];
    List<UnitRun> rows = new ArrayList<>();
    double[][][] ofRows = new double[codes.length][draws * schedules.size()][];
    for (int s = 0; s < schedules.size(); s++) {
      UnitRun path = UnitRun.path(schedules.get(s), last, group.units());
      for (int draw = 0; draw < draws; draw++) {
        rows.add(path);
        for (int m = 0; m < codes.length; m++) {
          ofRows[m][s * draws + draw] = codes[m][draw];
        }
      }
    }
    double[][][] borders = CodeFit.borders(model, rows, group.context(), ofRows);
    List<double[][][]> curves = new ArrayList<>();
    for (int s = 0; s < schedules.size(); s++) {
      double[][][] one = new double[codes.length][draws][steps.length];
      for (int m = 0; m < codes.length; m++) {
        for (int draw = 0; draw < draws; draw++) {
          int row = s * draws + draw;
          for (int t = 0; t < steps.length; t++) {
            one[m][draw][t] = rows.get(row).at(borders[m][row], steps[t]);
          }
        }
      }
      curves.add(one);
    }
    return curves;
  }
}
