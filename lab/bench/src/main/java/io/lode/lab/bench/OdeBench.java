package io.lode.lab.bench;

import ai.djl.ndarray.types.DataType;
import io.lode.model.latent.LatentConfig;
import io.lode.model.latent.LatentFit;
import io.lode.model.latent.LatentFit.Encoder;
import io.lode.model.latent.SolverSteps;
import io.lode.model.latent.TimeSeries;
import io.lode.model.latent.WindowChoice;
import io.lode.ode.ButcherTableau;
import io.lode.ode.StepSizeController;
import io.lode.statistics.Median;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Times an optimiser step of the papers' latent ODE: batch 64, 60 observations, 3 features, the
 * published sizes, one thread.
 */
public final class OdeBench {

  private static final int WARM = 20;
  private static final int INTERVALS = 60;

  /** Random series, as many as the papers' batch. Count. */
  private static final int SERIES = 64;

  /** Features of a series, as in the papers. Count. */
  private static final int FEATURES = 3;

  /** Standard deviation of the noise on a decay that starts at 1. */
  private static final double NOISE = 0.05;

  private static final double[] RELATIVE_TOLERANCES = {1e-3, 1e-5};
  private static final int MOST_ADAPTIVE_STEPS = 1_000;

  private OdeBench() {}

  /**
   * One measurement.
   *
   * @param work what a step was: the solver's steps and the encoder
   * @param members fitted together
   * @param milliseconds median wall clock of a step
   * @param cpuMilliseconds processor time of a step, which other programs disturb less
   * @param repeats steps that were measured
   */
  public record Row(
      String work, int members, double milliseconds, double cpuMilliseconds, int repeats) {

    /** Wall clock of a member's share of a step. */
    public double perMember() {
      return milliseconds / members;
    }

    /** Processor time of a member's share of a step. */
    public double cpuPerMember() {
      return cpuMilliseconds / members;
    }
  }

  /**
   * Measures one member as other libraries solve it, then ensembles.
   *
   * @param members sizes of ensemble
   * @param device {@code cpu}, or {@code gpu} and an address
   */
  public static List<Row> run(List<Integer> members, String device, int repeats) {
    List<Row> rows = new ArrayList<>();
    Encoder best = device.equals("cpu") ? Encoder.FUSED : Encoder.TAPED;
    rows.add(row(1, ButcherTableau.RK4, 1, Encoder.TAPED, device, repeats));
    for (int count : members) {
      rows.add(row(count, ButcherTableau.RK4, 5, Encoder.TAPED, device, repeats));
      if (best == Encoder.FUSED) {
        rows.add(row(count, ButcherTableau.RK4, 5, best, device, repeats));
      }
      rows.add(row(count, ButcherTableau.RK4, 1, best, device, repeats));
      rows.add(row(count, ButcherTableau.RK4, 10, best, device, repeats));
      rows.add(row(count, ButcherTableau.DORMAND_PRINCE, 10, best, device, repeats));
      rows.add(row(count, ButcherTableau.TSITOURAS, 10, best, device, repeats));
      for (double tolerance : RELATIVE_TOLERANCES) {
        rows.add(adaptive(count, tolerance, best, device, repeats));
      }
    }
    return rows;
  }

  private static Row row(
      int members,
      ButcherTableau method,
      int intervalsPerStep,
      Encoder encoder,
      String device,
      int repeats) {
    LatentFit fit =
        fit(config(members, device, repeats), SolverSteps.fixed(method, intervalsPerStep), encoder);
    int steps = (INTERVALS - 2 + intervalsPerStep) / intervalsPerStep;
    return row(fit, "%s, %d steps".formatted(method, steps), members, encoder, repeats);
  }

  private static Row adaptive(
      int members, double tolerance, Encoder encoder, String device, int repeats) {
    ButcherTableau method = ButcherTableau.DORMAND_PRINCE;
    LatentFit fit =
        fit(
            config(members, device, repeats),
            SolverSteps.adaptive(
                method, new StepSizeController(tolerance, tolerance / 10, MOST_ADAPTIVE_STEPS)),
            encoder);
    return row(fit, method + ", adaptive steps to " + tolerance, members, encoder, repeats);
  }

  /** A fit of random series of the papers' shape: whole windows of noisy exponential decays. */
  private static LatentFit fit(LatentConfig config, SolverSteps solverSteps, Encoder encoder) {
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][][] values = new double[SERIES][INTERVALS][FEATURES];
    for (double[][] one : values) {
      for (int f = 0; f < FEATURES; f++) {
        double rate = 1 + 3 * random.nextDouble();
        for (int t = 0; t < one.length; t++) {
          one[t][f] = Math.exp(-rate * t / INTERVALS) + NOISE * random.nextGaussian();
        }
      }
    }
    return new LatentFit(
        config,
        new TimeSeries(values, 1.0 / INTERVALS),
        WindowChoice.WHOLE,
        DataType.FLOAT32,
        solverSteps,
        encoder);
  }

  private static LatentConfig config(int members, String device, int repeats) {
    return LatentConfig.published(1).sized(members, WARM + repeats).on(device);
  }

  private static Row row(LatentFit fit, String solver, int members, Encoder encoder, int repeats) {
    fit.runTo(WARM);
    double[] wall = new double[repeats];
    double cpu = processor();
    for (int i = 0; i < repeats; i++) {
      long start = System.nanoTime();
      fit.runTo(fit.step() + 1);
      wall[i] = (System.nanoTime() - start) * 1e-6;
    }
    return new Row(
        "%s for %d observations, encoder %s"
            .formatted(solver, INTERVALS, encoder == Encoder.FUSED ? "fused" : "taped"),
        members,
        Median.of(wall),
        (processor() - cpu) / repeats,
        repeats);
  }

  private static double processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-6;
  }
}
