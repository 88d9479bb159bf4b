package io.lode.lab.varied;

import io.lode.lab.world.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A further setting of a simulated sweep that changes its losses, whatever the learning rate.
 *
 * <p>The change is a factor of the loss. It grows from nothing over the first quarter of training,
 * and it is least at one value of the setting.
 */
public sealed interface HiddenEffect {

  /** Name of the setting as a hyperparameter. */
  String name();

  /** Draws a value at random, as a log would hold it. */
  String draw(SplittableRandom random);

  /** The value at which the loss is smallest. */
  String best();

  /** What a value adds to the logarithm of the final loss, at least 0. */
  double effect(String value);

  /** How the training itself differs under a value; empty where the effect is a factor. */
  default Optional<Difference> difference(String value) {
    return Optional.empty();
  }

  /** Steps that a training takes under a value, as a part of the world's. */
  default double length(String value) {
    return 1;
  }

  /** How many times the training's length it takes until most of an effect shows. */
  double GROWTH = 0.25;

  /** The part of an effect that shows after a part of training. */
  static double shown(double part) {
    return (1 - Math.exp(-part / GROWTH)) / (1 - Math.exp(-1 / GROWTH));
  }

  /** What some settings add to the logarithm of the final loss. */
  static double sum(List<HiddenEffect> effects, Map<String, String> values) {
    return effects.stream().mapToDouble(one -> one.effect(values.get(one.name()))).sum();
  }

  /**
   * Settings by what they do.
   *
   * @param kinds {@code strong}: a weight decay that changes the loss by some 10%; {@code weak}: a
   *     dropout that changes it by some 2%; {@code useless}: a label smoothing that does nothing;
   *     {@code category}: an activation, one of three, that changes it by some 5%
   * @param variant seed of where the best values lie
   *     <p>Worlds of networks also take {@code batch}, the size of mini-batches, and {@code scale},
   *     that of the first weights: they are really trained with them. Under {@code examples} the
   *     size of mini-batches varies, too, and every run sees the same number of examples.
   * @throws IllegalArgumentException if a kind has another name
   */
  static List<HiddenEffect> of(List<String> kinds, long variant) {
    List<HiddenEffect> effects = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(31 * variant + 5);
    for (String kind : kinds) {
      double best = random.nextDouble(0.2, 0.8);
      effects.add(
          switch (kind) {
            case "strong" -> new Bowl("weight_decay", true, 1e-4, 1, best, 0.1);
            case "weak" -> new Bowl("dropout", false, 0, 0.3, best, 0.02);
            case "useless" -> new Bowl("label_smoothing", false, 0, 0.2, best, 0);
            case "category" ->
                new Levels("activation", List.of("relu", "gelu", "swish"), List.of(0.1, 0.0, 0.05));
            case "batch" -> new Trained("batch_size", List.of("16", "32", "64"), "64");
            case "examples" -> new SameExamples("batch_size", List.of("32", "64", "128"));
            case "scale" ->
                new Trained("init_scale", List.of("0.5", "0.7", "1.0", "1.4", "2.0"), "1.0");
            default ->
                throw new IllegalArgumentException(
                    "a setting must be strong, weak, useless, category, batch, examples or"
                        + " scale, found '"
                        + kind
                        + "'");
          });
    }
    return List.copyOf(effects);
  }

  /**
   * A number whose effect is a parabola of its place in its range.
   *
   * @param log whether values are drawn evenly in their logarithm
   * @param low smallest value
   * @param high largest value
   * @param bestPlace place of the best value, 0 to 1
   * @param strength standard deviation of the effect over the range
   */
  record Bowl(String name, boolean log, double low, double high, double bestPlace, double strength)
      implements HiddenEffect {

    @Override
    public String draw(SplittableRandom random) {
      return value(random.nextDouble());
    }

    @Override
    public String best() {
      return value(bestPlace);
    }

    private String value(double place) {
      double value = log ? low * Math.pow(high / low, place) : low + (high - low) * place;
      return String.format(Locale.ROOT, "%.6g", value);
    }

    private double place(String value) {
      double number = Double.parseDouble(value);
      return log ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
    }

    @Override
    public double effect(String value) {
      double distance = place(value) - bestPlace;
      return strength * distance * distance / deviation();
    }

    /** Standard deviation of the squared distance to the best place, over the range. */
    private double deviation() {
      double a = -bestPlace;
      double b = 1 - bestPlace;
      double mean = (b * b * b - a * a * a) / 3;
      double square = (Math.pow(b, 5) - Math.pow(a, 5)) / 5;
      return Math.sqrt(square - mean * mean);
    }
  }

  /**
   * A category with an effect for each level.
   *
   * @param levels names
   * @param effects of the levels, one of them 0
   */
  record Levels(String name, List<String> levels, List<Double> effects) implements HiddenEffect {

    @Override
    public String draw(SplittableRandom random) {
      return levels.get(random.nextInt(levels.size()));
    }

    @Override
    public String best() {
      return levels.get(effects.indexOf(0.0));
    }

    @Override
    public double effect(String value) {
      return effects.get(levels.indexOf(value));
    }
  }

  /**
   * The size of mini-batches, where every run sees the same number of examples.
   *
   * @param levels sizes that are drawn; the first is the world's own
   */
  record SameExamples(String name, List<String> levels) implements HiddenEffect {

    @Override
    public String draw(SplittableRandom random) {
      return levels.get(random.nextInt(levels.size()));
    }

    @Override
    public String best() {
      return levels.get(0);
    }

    @Override
    public double effect(String value) {
      return 0;
    }

    @Override
    public Optional<Difference> difference(String value) {
      return Optional.of(new Difference.BatchSize(Integer.parseInt(value)));
    }

    @Override
    public double length(String value) {
      return Double.parseDouble(levels.get(0)) / Double.parseDouble(value);
    }
  }

  /**
   * A setting that networks are really trained with.
   *
   * @param levels values that are drawn
   * @param best value that the runs without the nuisance have
   */
  record Trained(String name, List<String> levels, String best) implements HiddenEffect {

    @Override
    public String draw(SplittableRandom random) {
      return levels.get(random.nextInt(levels.size()));
    }

    @Override
    public double effect(String value) {
      return 0;
    }

    @Override
    public Optional<Difference> difference(String value) {
      return Optional.of(
          name.equals("batch_size")
              ? new Difference.BatchSize(Integer.parseInt(value))
              : new Difference.InitialScale(Double.parseDouble(value)));
    }
  }
}
