package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.TrainingException;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModalTrainerTest {

  private static final double TOTAL = 600;
  private static final GroupKey GROUP = new GroupKey("toy", "quadratic", "sgd");

  /** A noisy quadratic in 12 directions, stepped one optimiser step at a time. */
  private static double[] quadratic(Schedule schedule, int points) {
    double[] curvature = new double[12];
    double[] squared = new double[12];
    for (int i = 0; i < 12; i++) {
      curvature[i] = Math.pow(10, -3.0 * i / 11);
      squared[i] = 1 / (12 * curvature[i]);
    }
    double[] losses = new double[points];
    for (int step = 0; step < TOTAL; step++) {
      double rate = schedule.learningRate(step + 0.5);
      for (int i = 0; i < 12; i++) {
        double keep = 1 - rate * curvature[i];
        squared[i] = keep * keep * squared[i] + rate * rate * 0.02 * curvature[i];
      }
      if ((step + 1) % (TOTAL / points) == 0) {
        double loss = 0.05;
        for (int i = 0; i < 12; i++) {
          loss += 0.5 * curvature[i] * squared[i];
        }
        losses[(int) ((step + 1) * points / TOTAL) - 1] = loss;
      }
    }
    return losses;
  }

  private static Run run(String name, Schedule schedule, double noise, long seed) {
    int points = 60;
    double[] losses = quadratic(schedule, points);
    double[] steps = new double[points];
    double[] rates = new double[points];
    double[] unknown = new double[points];
    Arrays.fill(unknown, Double.NaN);
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < points; t++) {
      steps[t] = (t + 1) * TOTAL / points;
      rates[t] = schedule.learningRate(steps[t]);
      losses[t] *= Math.exp(noise * random.nextGaussian());
    }
    return new Run(
        "sweep",
        name,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        TOTAL,
        new Trajectory(steps, rates, unknown, losses));
  }

  private static Sweep sweep(double noise) {
    List<Run> runs = new ArrayList<>();
    int seed = 0;
    for (double peak : new double[] {0.1, 0.3, 0.9}) {
      runs.add(run("cosine-" + peak, ParametricSchedules.cosine(peak, 0, TOTAL), noise, seed++));
      runs.add(run("constant-" + peak, ParametricSchedules.constant(peak), noise, seed++));
      runs.add(
          run(
              "exponential-" + peak,
              ParametricSchedules.exponential(peak, peak / 20, TOTAL),
              noise,
              seed++));
      runs.add(
          run(
              "stable-" + peak,
              ParametricSchedules.stableDecay(peak, 0, 0.2, TOTAL),
              noise,
              seed++));
    }
    return new Sweep(GROUP, Objective.minimize("validation_loss"), runs);
  }

  @Test
  void predictsAnUnseenScheduleOfANoisyQuadratic() {
    ModalForecaster forecaster = new ModalTrainer(ModalConfig.standard(1)).fit(sweep(0.01));
    Schedule unseen = ParametricSchedules.linear(0.6, 0.01, TOTAL);
    double[] truth = quadratic(unseen, 60);
    double[] steps = {150, 300, 450, 600};
    double[] predicted = forecaster.forecast(unseen, steps).mean();
    for (int t = 0; t < steps.length; t++) {
      assertThat(predicted[t])
          .as("log loss at step %s", steps[t])
          .isCloseTo(Math.log(truth[(int) steps[t] / 10 - 1]), within(0.03));
    }
  }

  @Test
  void sameSeedGivesTheSameMembers() {
    ModalTrainer trainer = new ModalTrainer(ModalConfig.standard(7));
    assertThat(trainer.fit(sweep(0.02)).members()).isEqualTo(trainer.fit(sweep(0.02)).members());
  }

  @Test
  void membersDifferByTheirBootstrapWeights() {
    ModalForecaster forecaster = new ModalTrainer(ModalConfig.standard(7)).fit(sweep(0.02));
    assertThat(forecaster.members()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void learnsFromRunsThatWereCutShort() {
    List<Run> runs = new ArrayList<>();
    for (Run run : sweep(0.01).runs()) {
      int kept = run.run().startsWith("constant") ? 20 : 60;
      Trajectory whole = run.trajectory();
      runs.add(
          new Run(
              run.sweep(),
              run.run(),
              null,
              Map.of(),
              kept == 60 ? RunStatus.COMPLETED : RunStatus.STOPPED,
              TOTAL,
              new Trajectory(
                  Arrays.copyOf(whole.step(), kept),
                  Arrays.copyOf(whole.learningRate(), kept),
                  Arrays.copyOf(whole.trainLoss(), kept),
                  Arrays.copyOf(whole.objective(), kept))));
    }
    ModalForecaster forecaster =
        new ModalTrainer(ModalConfig.standard(1))
            .fit(new Sweep(GROUP, Objective.minimize("validation_loss"), runs));
    Schedule unseen = ParametricSchedules.linear(0.6, 0.01, TOTAL);
    double predicted = forecaster.forecast(unseen, new double[] {TOTAL}).mean()[0];
    assertThat(predicted).isCloseTo(Math.log(quadratic(unseen, 60)[59]), within(0.05));
  }

  /** A run at a rate far over the others that stays where one step took it. */
  private static Run stuck() {
    Run run = run("stuck", ParametricSchedules.constant(100), 0, 1);
    double[] losses = new double[run.trajectory().length()];
    Arrays.fill(losses, 0.4);
    Trajectory known = run.trajectory();
    return new Run(
        "sweep",
        "stuck",
        null,
        Map.of(),
        RunStatus.COMPLETED,
        TOTAL,
        new Trajectory(known.step(), known.learningRate(), known.trainLoss(), losses));
  }

  @Test
  void runsThatAreStuckChangeNothing() {
    List<Run> runs = new ArrayList<>(sweep(0.01).runs());
    runs.add(stuck());
    ModalTrainer trainer = new ModalTrainer(ModalConfig.standard(1).brief());
    Sweep spoilt = new Sweep(GROUP, Objective.minimize("validation_loss"), runs);
    assertThat(trainer.fit(spoilt).members()).isEqualTo(trainer.fit(sweep(0.01)).members());
    assertThat(trainer.fit(spoilt).basis().referenceLearningRate()).isEqualTo(0.9);
  }

  @Test
  void forecastsStayFiniteAndBoundedFarOutsideTheRatesThatWereRun() {
    ModalForecaster forecaster = new ModalTrainer(ModalConfig.standard(1).brief()).fit(sweep(0.01));
    double first = Math.log(quadratic(ParametricSchedules.constant(0.1), 60)[0]);
    for (double rate : new double[] {0, 1e-12, 1e-6, 10, 1e3, 1e9}) {
      double[] mean = forecaster.forecast(step -> rate, new double[] {1, 60, 300, TOTAL}).mean();
      for (double value : mean) {
        assertThat(value).as("rate %s", rate).isBetween(Math.log(0.02), first + 4);
      }
    }
  }

  @Test
  void namesTheGroupThatHasNothingToLearnFrom() {
    Trajectory empty =
        new Trajectory(
            new double[] {1},
            new double[] {0.1},
            new double[] {Double.NaN},
            new double[] {Double.NaN});
    Run run = new Run("s", "r", null, Map.of(), RunStatus.STOPPED, 10, empty);
    Sweep sweep = new Sweep(GROUP, Objective.minimize("validation_loss"), List.of(run));
    assertThatThrownBy(() -> new ModalTrainer(ModalConfig.standard(1)).fit(sweep))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "group model=toy,dataset=quadratic,optimizer=sgd: no run has a finite validation_loss"
                + " and a positive learning rate");
  }
}
