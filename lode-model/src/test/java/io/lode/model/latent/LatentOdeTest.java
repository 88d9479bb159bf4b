package io.lode.model.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.GradientCheck;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.ButcherTableau;
import io.lode.ode.GradientTape;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentOdeTest {

  private static final int MEMBERS = 2;
  private static final int BATCH = 3;
  private static final int SEEN = 4;
  private static final double[] TIMES = {0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2};

  private final LatentLayout layout = new LatentLayout(new LatentSizes(2, 3, 2, 4, 2));
  private final SplittableRandom random = new SplittableRandom(5);

  private double[] parameters() {
    double[] flat = new double[MEMBERS * layout.count()];
    for (int member = 0; member < MEMBERS; member++) {
      double[] one = layout.initial(random);
      System.arraycopy(one, 0, flat, member * one.length, one.length);
    }
    return flat;
  }

  private double[] noise(int count) {
    return random.doubles(count, -1.5, 1.5).toArray();
  }

  private NDArray array(NDManager manager, double[] values, long... shape) {
    return Tensors.array(manager, values, new Shape(shape), DataType.FLOAT64);
  }

  /**
   * Against central differences in double precision, garbage collected before the backward pass.
   */
  @ParameterizedTest
  @CsvSource({"rk4, 2, 0.3", "tsit5, 6, 0.3", "heun, 3, 0"})
  void gradientOfTheLossAgreesWithFiniteDifferences(String method, int steps, double pathWeight) {
    ButcherTableau tableau =
        switch (method) {
          case "rk4" -> ButcherTableau.RK4;
          case "tsit5" -> ButcherTableau.TSITOURAS;
          default -> ButcherTableau.HEUN;
        };
    LatentLoss loss =
        new LatentLoss(new OdeSolver(tableau), StepPlan.fixed(0, 1.2, steps), TIMES, pathWeight);
    double[] flat = parameters();
    double[] windows = noise(SEEN * MEMBERS * BATCH * 3);
    double[] observed = noise(TIMES.length * MEMBERS * BATCH * 2);
    double[] mask = random.ints(observed.length, 0, 2).mapToDouble(i -> 0.5 * i / BATCH).toArray();
    try (NDManager manager = Tensors.manager()) {
      NDArray windowArray = array(manager, windows, SEEN, MEMBERS, BATCH, 3);
      NDArray observedArray = array(manager, observed, TIMES.length, MEMBERS, BATCH, 2);
      NDArray maskArray = array(manager, mask, TIMES.length, MEMBERS, BATCH, 2);
      NDArray alpha = array(manager, new double[] {pathWeight});
      java.util.function.Function<NDArray, NDArray> value =
          leaf -> {
            LatentOde model = new LatentOde(layout, leaf);
            return loss.of(model, model.encode(windowArray), observedArray, maskArray, alpha).sum();
          };
      double[] gradient;
      try (GradientTape.Evaluation evaluation =
          GradientTape.evaluate(
              new NDList(array(manager, flat, MEMBERS, layout.count())),
              leaves -> {
                NDArray result = value.apply(leaves.head());
                GradientCheck.collectGarbage();
                return result;
              })) {
        gradient = evaluation.gradients().head().toDoubleArray();
      }
      double error =
          GradientCheck.error(
              gradient,
              flat,
              moved -> {
                try (NDManager scope = manager.newSubManager()) {
                  return value.apply(array(scope, moved, MEMBERS, layout.count())).getDouble();
                }
              });
      assertThat(error).isLessThan(1e-6);
    }
  }

  @Test
  void membersDoNotInfluenceEachOther() {
    double[] flat = parameters();
    double[] windows = noise(SEEN * MEMBERS * BATCH * 3);
    try (NDManager manager = Tensors.manager()) {
      NDArray both = array(manager, windows, SEEN, MEMBERS, BATCH, 3);
      double[] together = features(array(manager, flat, MEMBERS, layout.count()), both);
      for (int member = 0; member < MEMBERS; member++) {
        int from = member * layout.count();
        NDArray alone =
            array(
                manager, Arrays.copyOfRange(flat, from, from + layout.count()), 1, layout.count());
        double[] one = features(alone, both.get(":, " + member + ":" + (member + 1)));
        int width = BATCH * 2;
        for (int t = 0; t < TIMES.length; t++) {
          int at = (t * MEMBERS + member) * width;
          assertThat(Arrays.copyOfRange(together, at, at + width))
              .containsExactly(Arrays.copyOfRange(one, t * width, (t + 1) * width), within(1e-12));
        }
      }
    }
  }

  private double[] features(NDArray parameters, NDArray windows) {
    LatentOde model = new LatentOde(layout, parameters);
    return model
        .read(
            model.states(
                model.encode(windows),
                new OdeSolver(ButcherTableau.RK4),
                StepPlan.fixed(0, 1.2, 3),
                TIMES))
        .toDoubleArray();
  }

  /** The recurrence written out for one row; the published code padded short windows with zeros. */
  @Test
  void encoderReadsBackwardsInTimeAndNothingButTheWindow() {
    double[] flat = layout.initial(random);
    double[] window = noise(SEEN * 3);
    try (NDManager manager = Tensors.manager()) {
      NDArray parameters = array(manager, flat, 1, layout.count());
      double[] code =
          new LatentOde(layout, parameters)
              .encode(array(manager, window, SEEN, 1, 1, 3))
              .toDoubleArray();
      double[] state = new double[3];
      for (int t = SEEN - 1; t >= 0; t--) {
        double[] input = Arrays.copyOfRange(window, 3 * t, 3 * t + 3);
        double[] gates =
            sum(times(flat, "encoder.gates.input", input), part(flat, "encoder.gates.bias"));
        gates = sum(gates, times(flat, "encoder.gates.hidden", state));
        double[] recurrent =
            sum(
                times(flat, "encoder.candidate.hidden", state),
                part(flat, "encoder.candidate.hidden.bias"));
        double[] candidate =
            sum(
                times(flat, "encoder.candidate.input", input),
                part(flat, "encoder.candidate.bias"));
        for (int i = 0; i < 3; i++) {
          double reset = 1 / (1 + Math.exp(-gates[i]));
          double update = 1 / (1 + Math.exp(-gates[3 + i]));
          double next = Math.tanh(candidate[i] + reset * recurrent[i]);
          state[i] = (1 - update) * next + update * state[i];
        }
      }
      double[] expected =
          sum(times(flat, "encoder.latent.weight", state), part(flat, "encoder.latent.bias"));
      assertThat(code).containsExactly(expected, within(1e-12));
    }
  }

  private double[] part(double[] flat, String name) {
    ParameterLayout.Part part =
        layout.parts().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    return Arrays.copyOfRange(flat, part.offset(), part.offset() + part.rows() * part.columns());
  }

  private double[] times(double[] flat, String name, double[] input) {
    double[] matrix = part(flat, name);
    double[] product = new double[matrix.length / input.length];
    for (int i = 0; i < input.length; i++) {
      for (int j = 0; j < product.length; j++) {
        product[j] += input[i] * matrix[i * product.length + j];
      }
    }
    return product;
  }

  private static double[] sum(double[] first, double[] second) {
    double[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }

  /** The published code summed over all pairs of times, with a spread that could be negative. */
  @Test
  void pathLengthSumsConsecutiveMovesInUnitsOfTheSpread() {
    try (NDManager manager = Tensors.manager()) {
      // One channel, one member, two rows: 0, 1, 3 and 0, -1, -3. The spread is root of 20/6.
      double[] states = {0, 0, 1, -1, 3, -3};
      double spread = Math.sqrt(20.0 / 6);
      double[] length = LatentOde.pathLength(array(manager, states, 3, 1, 2, 1)).toDoubleArray();
      assertThat(length).containsExactly(new double[] {3 / spread / spread}, within(1e-5));

      double[] backAndForth = {0, 0, 1, 1, 0, 0};
      assertThat(LatentOde.pathLength(array(manager, backAndForth, 3, 1, 2, 1)).toDoubleArray()[0])
          .isGreaterThan(0);
    }
  }
}
