package io.lode.lab.world;

/** How the dynamics of one run differ from those of the sweep that its schedule was learnt from. */
public sealed interface Difference {

  /** What it is called in reports, such as {@code pace 1.25}. */
  String label();

  /**
   * All modes of a closed form run at another pace: the curvatures of a quadratic, or the steps of
   * a power law, times a factor, with the loss before the first step left as it is.
   *
   * @param factor positive; over 1 the run is stiffer than its sweep
   */
  record Pace(double factor) implements Difference {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if the factor is not positive and finite
     */
    public Pace {
      requirePositive("pace", factor);
    }

    @Override
    public String label() {
      return "pace " + factor;
    }
  }

  /**
   * A network is trained on mini-batches of another size.
   *
   * @param examples a positive multiple of 4
   */
  record BatchSize(int examples) implements Difference {

    @Override
    public String label() {
      return "batch " + examples;
    }
  }

  /**
   * A network's first weights are larger or smaller.
   *
   * @param factor of their standard deviation, positive
   */
  record InitialScale(double factor) implements Difference {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if the factor is not positive and finite
     */
    public InitialScale {
      requirePositive("initial scale", factor);
    }

    @Override
    public String label() {
      return "initial scale " + factor;
    }
  }

  private static void requirePositive(String what, double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(what + " must be positive and finite, found " + factor);
    }
  }
}
