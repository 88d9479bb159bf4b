package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectralProjectedGradientTest {

  /** The valley of Rosenbrock, cut by an upper bound. */
  private record Rosenbrock(double bound) implements SpectralProjectedGradient.Problem {
    @Override
    public double value(double[] x) {
      double bend = x[1] - x[0] * x[0];
      return (1 - x[0]) * (1 - x[0]) + 100 * bend * bend;
    }

    @Override
    public double[] gradient(double[] x) {
      double bend = x[1] - x[0] * x[0];
      return new double[] {-2 * (1 - x[0]) - 400 * x[0] * bend, 200 * bend};
    }

    @Override
    public void project(double[] x) {
      x[0] = Math.min(bound, x[0]);
      x[1] = Math.min(bound, x[1]);
    }
  }

  @Test
  void findsAnInnerMinimum() {
    double[] found =
        new SpectralProjectedGradient(new Rosenbrock(10)).minimize(new double[] {-1.2, 1}, 2000);

    assertThat(found).containsExactly(new double[] {1, 1}, within(1e-6));
  }

  @Test
  void findsAMinimumOnTheBoundary() {
    double[] found =
        new SpectralProjectedGradient(new Rosenbrock(0.5)).minimize(new double[] {-1.2, 0.2}, 2000);

    // With y = x^2 free, the minimum on x <= 1/2 is at the bound.
    assertThat(found).containsExactly(new double[] {0.5, 0.25}, within(1e-6));
  }

  @Test
  void staysAtAStartThatIsNotAllowed() {
    SpectralProjectedGradient.Problem nowhere =
        new SpectralProjectedGradient.Problem() {
          @Override
          public double value(double[] x) {
            return Double.POSITIVE_INFINITY;
          }

          @Override
          public double[] gradient(double[] x) {
            throw new AssertionError("no gradient is asked for where the value is infinite");
          }

          @Override
          public void project(double[] x) {}
        };

    double[] found = new SpectralProjectedGradient(nowhere).minimize(new double[] {3}, 10);

    assertThat(found).containsExactly(3);
  }
}
