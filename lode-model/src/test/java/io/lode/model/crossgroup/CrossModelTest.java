package io.lode.model.crossgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.evaluation.NearestRun;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.FitCheckpoints;
import io.lode.prior.SeenGroupException;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CrossModelTest {

  private static final int GROUPS = 8;

  private static final Sweep UNSEEN = MadeUpGroups.group(GROUPS);

  private static final CrossModel TRAINED = trained(800);

  private static CrossConfig config(int steps) {
    return new CrossConfig(3, steps, 8, 6, new CrossSizes(3, 3, 6), 0.01, 0.1, 8, "cpu", 1);
  }

  private static CrossModel trained(int steps) {
    return new CrossTrainer(config(steps))
        .ofLosses(MadeUpGroups.groups(GROUPS), FitCheckpoints.none());
  }

  /** Two runs that say nothing of cooldowns. */
  private static Sweep constants(Sweep group) {
    return MadeUpGroups.only(group, "constant0.3", "constant1.0");
  }

  /** Mean absolute error of the cooldowns of three groups that were not seen. */
  private static double errorOfCooldowns(Function<Sweep, Forecaster> fit) {
    double sum = 0;
    int count = 0;
    for (int number = GROUPS; number < GROUPS + 3; number++) {
      Sweep group = MadeUpGroups.group(number);
      Forecaster forecaster = fit.apply(constants(group));
      for (Run run : group.runs()) {
        if (run.run().startsWith("cooldown")) {
          ObservedCurve seen = ObservedCurve.of(run.trajectory(), group.objective().transform());
          Forecast forecast = forecaster.forecast(run.schedule(), seen.step());
          for (int t = 0; t < seen.length(); t++) {
            sum += Math.abs(forecast.mean()[t] - seen.value()[t]);
            count++;
          }
        }
      }
    }
    return sum / count;
  }

  /** What a cooldown brings, other groups say: runs at constant rates cannot. */
  @Test
  void groupsOfFewRunsProfitFromOthers() {
    double trained = errorOfCooldowns(TRAINED::forecaster);
    assertThat(trained).isLessThan(0.8 * errorOfCooldowns(NearestRun::fit));
    assertThat(trained).isLessThan(0.4 * errorOfCooldowns(trained(1)::forecaster));
  }

  @Test
  void moreRunsMakeTheBandNarrower() {
    double[] steps = {MadeUpGroups.STEPS};
    Run cooldown = UNSEEN.runs().get(3);
    Forecast few = TRAINED.forecaster(constants(UNSEEN)).forecast(cooldown.schedule(), steps);
    Forecast all = TRAINED.forecaster(UNSEEN).forecast(cooldown.schedule(), steps);
    assertThat(all.standardDeviation()[0]).isPositive().isLessThan(few.standardDeviation()[0]);
  }

  @Test
  void outcomesAreTheForecastAtTheHorizon() {
    CrossForecaster forecaster = TRAINED.forecaster(constants(UNSEEN));
    Run run = UNSEEN.runs().get(0);
    double outcome = forecaster.outcomes(List.of(run.schedule()), MadeUpGroups.STEPS).mean(0);
    double[] steps = {1000.0 * 58 / 60, 1000.0 * 59 / 60, 1000.0};
    double sum = 0;
    for (double value : forecaster.forecast(run.schedule(), steps).mean()) {
      sum += value / 3;
    }
    assertThat(outcome).isEqualTo(sum);
  }

  @Test
  void refusesAGroupThatItWasTrainedOn() {
    assertThatThrownBy(() -> TRAINED.forecaster(MadeUpGroups.group(2)))
        .isInstanceOf(SeenGroupException.class)
        .hasMessageContaining("was trained on group model=model2");
    Sweep renamed =
        new Sweep(
            new GroupKey("other", "made-up", "sgd"),
            UNSEEN.objective(),
            MadeUpGroups.group(2).runs());
    assertThatThrownBy(() -> TRAINED.forecaster(renamed))
        .isInstanceOf(SeenGroupException.class)
        .hasMessageContaining("was trained on run constant0.3")
        .hasMessageContaining("as a run of group model=model2");
  }

  @Test
  void refusesAGroupWithoutARun() {
    Sweep none = new Sweep(UNSEEN.group(), UNSEEN.objective(), List.of());
    assertThatThrownBy(() -> TRAINED.forecaster(none))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("has no run");
    assertThatThrownBy(
            () -> new CrossTrainer(config(1)).ofLosses(List.of(none), FitCheckpoints.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("none of 1 groups has two runs that learned");
  }

  @Test
  void refusesToCorrectWithAModelOfLosses() {
    assertThatThrownBy(() -> TRAINED.correcting(UNSEEN, NearestRun.fit(UNSEEN)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it corrects no forecaster");
  }

  @Test
  void trainingGoesOnFromTheLastCheckpoint() {
    Kept kept = new Kept();
    CrossTrainer trainer = new CrossTrainer(config(25));
    CrossModel whole = trainer.ofLosses(MadeUpGroups.groups(2), kept);
    assertThat(kept.last().orElseThrow().step()).isEqualTo(20);
    CrossModel again = trainer.ofLosses(MadeUpGroups.groups(2), kept);
    assertThat(again.weights()).isDeepEqualTo(whole.weights());
  }

  /** Corrections of a forecaster that is always wrong in the same way take the error away. */
  @Test
  void learnsWhatAnotherForecasterGetsWrong() {
    CrossModel corrections =
        new CrossTrainer(config(300))
            .ofCorrections(MadeUpGroups.groups(GROUPS), WrongBase::of, FitCheckpoints.none());
    assertThat(errorOfCooldowns(known -> corrections.correcting(known, WrongBase.of(known))))
        .isLessThan(0.5 * errorOfCooldowns(WrongBase::of));
  }

  private static final class Kept implements FitCheckpoints {
    private FitCheckpoint last;

    @Override
    public int everySteps() {
      return 10;
    }

    @Override
    public Optional<FitCheckpoint> last() {
      return Optional.ofNullable(last);
    }

    @Override
    public void save(FitCheckpoint checkpoint) {
      last = checkpoint;
    }
  }
}
