package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.forecast.Continuation;
import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.ode.ButcherTableau;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.Tensors;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An ensemble of path-minimised latent ODEs as a forecaster, and as a source of continuations.
 *
 * <p>The model is autonomous: it cannot be told a schedule. Asked about one, it looks for the codes
 * whose decoded learning rate follows the schedule ({@link CodeSearch}) and reads the objective off
 * their trajectories. The papers only continue windows of runs; that is {@link #continuations}.
 */
public final class LatentForecaster implements Forecaster, ContinuationSampler {

  /** Name in commands and reports. */
  public static final String NAME = "latent";

  private static final OdeSolver SOLVER = new OdeSolver(ButcherTableau.RK4);

  /** Solver steps in a full length of training. Count. As many as the default fit takes. */
  private static final int STEPS = 12;

  private final LatentEnsemble ensemble;

  /** Forecasts with a fitted ensemble. */
  public LatentForecaster(LatentEnsemble ensemble) {
    this.ensemble = ensemble;
  }

  /** What was fitted. */
  public LatentEnsemble ensemble() {
    return ensemble;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[][][] curves = objectives(List.of(schedule), steps);
    return Forecast.ofMembers(
        steps, Arrays.stream(curves).map(member -> member[0]).toArray(double[][]::new));
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    double[][][] curves = objectives(schedules, steps);
    double[][] outcomes = new double[curves.length][schedules.size()];
    for (int member = 0; member < curves.length; member++) {
      for (int s = 0; s < schedules.size(); s++) {
        for (double value : curves[member][s]) {
          outcomes[member][s] += value / steps.length;
        }
      }
    }
    return new Outcomes(outcomes, new double[schedules.size()]);
  }

  /** Transformed objectives under schedules, (member, schedule, time). */
  private double[][][] objectives(List<? extends Schedule> schedules, double[] steps) {
    double[][][] curves = new double[ensemble.members()][schedules.size()][steps.length];
    if (schedules.isEmpty()) {
      return curves;
    }
    double[] times = times(steps, 0);
    try (NDManager manager = Tensors.manager()) {
      NDArray parameters = parameters(manager);
      NDArray codes =
          new CodeSearch(ensemble, SOLVER, STEPS)
              .codes(manager, parameters, schedules, steps[steps.length - 1]);
      double[] features = decoded(new LatentOde(ensemble.layout(), parameters), codes, times);
      for (int t = 0; t < steps.length; t++) {
        for (int member = 0; member < curves.length; member++) {
          for (int s = 0; s < schedules.size(); s++) {
            int row = (t * curves.length + member) * schedules.size() + s;
            curves[member][s][t] = value(features, row, RunGrid.OBJECTIVE);
          }
        }
      }
    }
    return curves;
  }

  @Override
  public List<Continuation> continuations(
      Run run,
      double fromStep,
      double toStep,
      double[] steps,
      int samples,
      double relativeDeviation,
      SplittableRandom random) {
    RunGrid grid = ensemble.grid();
    double[][] window = grid.window(grid.features(run), fromStep, toStep);
    if (window.length == 0) {
      throw new IllegalArgumentException(
          "run " + run.run() + " logged nothing from step " + fromStep + " to step " + toStep);
    }
    int members = ensemble.members();
    int rows = (samples + members - 1) / members;
    double[] times = times(steps, fromStep);
    List<Continuation> drawn = new ArrayList<>();
    try (NDManager manager = Tensors.manager()) {
      LatentOde model = new LatentOde(ensemble.layout(), parameters(manager));
      NDArray code = model.encode(inputs(manager, window));
      double[] codes = Tensors.values(code);
      int channels = ensemble.layout().sizes().latent();
      double[] perturbed = new double[members * rows * channels];
      for (int i = 0; i < perturbed.length; i++) {
        double value = codes[i / (rows * channels) * channels + i % channels];
        perturbed[i] = value + relativeDeviation * Math.abs(value) * random.nextGaussian();
      }
      NDArray array =
          Tensors.array(manager, perturbed, new Shape(members, rows, channels), DataType.FLOAT32);
      double[] features = decoded(model, array, times);
      for (int sample = 0; sample < samples; sample++) {
        double[][] curves = new double[RunGrid.FEATURES][times.length];
        for (int t = 0; t < times.length; t++) {
          int row = (t * members + sample % members) * rows + sample / members;
          for (int f = 0; f < RunGrid.FEATURES; f++) {
            curves[f][t] = value(features, row, f);
          }
        }
        drawn.add(
            new Continuation(
                curves[RunGrid.LOSS],
                curves[RunGrid.LOG_LEARNING_RATE],
                curves[RunGrid.OBJECTIVE]));
      }
    }
    return drawn;
  }

  /** A window for every member, (time, member, 1, 1 + feature). */
  private NDArray inputs(NDManager manager, double[][] window) {
    double[][] filled = Gaps.filled(ensemble.scale().apply(window), 0, window.length);
    int members = ensemble.members();
    int width = RunGrid.FEATURES + 1;
    double[] inputs = new double[window.length * members * width];
    for (int t = 0; t < window.length; t++) {
      for (int member = 0; member < members; member++) {
        int at = (t * members + member) * width;
        inputs[at] = t / (double) Outcomes.INTERVALS;
        System.arraycopy(filled[t], 0, inputs, at + 1, RunGrid.FEATURES);
      }
    }
    return Tensors.array(
        manager, inputs, new Shape(window.length, members, 1, width), DataType.FLOAT32);
  }

  private NDArray parameters(NDManager manager) {
    return CodeSearch.array(manager, ensemble.parameters());
  }

  private double[] times(double[] steps, double fromStep) {
    double[] times = new double[steps.length];
    for (int t = 0; t < times.length; t++) {
      times[t] = ensemble.grid().time(steps[t], fromStep);
    }
    return times;
  }

  private double value(double[] features, int row, int feature) {
    return ensemble.scale().invert(feature, features[row * RunGrid.FEATURES + feature]);
  }

  /** Decoded features, (time, member, batch, feature), row-major. */
  private static double[] decoded(LatentOde model, NDArray codes, double[] times) {
    StepPlan plan = plan(times[times.length - 1], STEPS);
    return Tensors.values(model.read(model.states(codes, SOLVER, plan, times)));
  }

  /** Equal steps of about a known length. */
  static StepPlan plan(double last, int stepsOfFullLength) {
    double until = Math.max(last, 1.0 / Outcomes.INTERVALS);
    return StepPlan.fixed(0, until, Math.max(1, (int) Math.ceil(until * stepsOfFullLength)));
  }
}
