package io.lode.artifact;

import java.util.List;

/**
 * What an artifact says further where it is about a run that is longer than any. Readers that do
 * not know these keys follow the knots, and are right.
 *
 * @param extension the training that goes on; null where the artifact is for no such training
 * @param cooldowns how to stop at any step; null where the end is known
 * @param lengths what the same shape would reach in runs of other lengths, the shortest first
 * @param shapes how training would go under known shapes, the best first
 */
public record LongRunKeys(
    Extension extension, Cooldowns cooldowns, List<Length> lengths, List<Shape> shapes) {

  /** Of an artifact that is about no such run. */
  public static final LongRunKeys NONE = new LongRunKeys(null, null, List.of(), List.of());

  /** Copies the lists. */
  public LongRunKeys {
    lengths = List.copyOf(lengths);
    shapes = List.copyOf(shapes);
  }

  /** Of a training that goes on. */
  public static LongRunKeys of(Extension extension) {
    return new LongRunKeys(extension, null, List.of(), List.of());
  }

  /** Of a training whose end is not known. */
  public static LongRunKeys of(Cooldowns cooldowns) {
    return new LongRunKeys(null, cooldowns, List.of(), List.of());
  }

  /** Of a run whose length is known. */
  public static LongRunKeys of(List<Length> lengths) {
    return of(lengths, List.of());
  }

  /** Of a run whose length is known, with what known shapes would do. */
  public static LongRunKeys of(List<Length> lengths, List<Shape> shapes) {
    return new LongRunKeys(null, null, lengths, shapes);
  }

  /** Whether the knots are at the job's own steps, whatever its length: they are not stretched. */
  public boolean ownSteps() {
    return extension != null || cooldowns != null;
  }

  /**
   * A training that goes on.
   *
   * @param fromStep step of the checkpoint; the knots before it repeat what the run applied
   * @param formerSteps steps that the run was planned for
   */
  public record Extension(double fromStep, double formerSteps) {}

  /**
   * What the same shape would reach in a run of another length.
   *
   * @param steps of the run
   * @param objective expected at its end
   * @param standardDeviation of that
   */
  public record Length(double steps, double objective, double standardDeviation) {}

  /**
   * How training would go under a known shape.
   *
   * @param schedule its name
   * @param mean expected objective at the steps of the artifact's own prediction, (time)
   */
  public record Shape(String schedule, List<Double> mean) {

    /** Copies the list. */
    public Shape {
      mean = List.copyOf(mean);
    }
  }
}
