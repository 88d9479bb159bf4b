package io.lode.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.LossAlarm;
import io.lode.forecast.Outlook;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.lab.world.Difference;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.modal.PaceConfig;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of another pace in a world that the modal latent ODE can represent. */
class RunConditionerTest {

  private static final World WORLD = Worlds.quadratic(Worlds.STANDARD);
  private static final RunConditioner CONDITIONER = conditioner();
  private static final Schedule SCHEDULE =
      CONDITIONER.sweep().best().map(EvaluatedRun::schedule).orElseThrow();

  private static RunConditioner conditioner() {
    SweepDraw draw = SweepDraw.of(WORLD, 20, 3);
    List<Run> runs = WORLD.train(draw.schedules(), draw.names(), WORLD.totalSteps(), 3);
    Sweep sweep = new Sweep(new GroupKey("quadratic", "simulated", "sgd"), WORLD.objective(), runs);
    ModalForecaster ensemble =
        new ModalTrainer(ModalConfig.standard(1).with(new ModalEffort(4, 1, 40, 4, 20))).fit(sweep);
    return new RunConditioner(
        ensemble,
        SweepOutcomes.of(sweep, WORLD.totalSteps()),
        PaceConfig.standard(),
        TrackRecord.UNKNOWN.reliance());
  }

  private static Run train(World world) {
    return world.train(List.of(SCHEDULE), List.of("run"), WORLD.totalSteps(), 99).get(0);
  }

  private static RunSoFar soFar(Trajectory trajectory, double until) {
    return RunSoFar.of(trajectory, WORLD.objective().transform(), until);
  }

  @Test
  void seesThatARunIsStifferOrNot() {
    double same = given(1).pace().logPace();
    assertThat(same).isCloseTo(0, within(0.15));
    assertThat(given(1.4).pace().logPace()).isCloseTo(Math.log(1.4), within(0.15));
    assertThat(given(0.7).pace().logPace()).isCloseTo(Math.log(0.7), within(0.15));
    assertThat(given(1.4).pace().safeFraction()).isLessThan(0.8);
    assertThat(given(0.7).pace().safeFraction()).isEqualTo(1);
  }

  private static Outlook given(double pace) {
    return CONDITIONER.given(soFar(train(WORLD.with(new Difference.Pace(pace))).trajectory(), 480));
  }

  @Test
  void expectsTheEndOfAStifferRunBetterThanTheSweepDoes() {
    World stiffer = WORLD.with(new Difference.Pace(1.4));
    double truth = Math.log(stiffer.trueOutcome(SCHEDULE, WORLD.totalSteps(), 1, 1).mean());
    double[] end = {WORLD.totalSteps()};
    RunSoFar run = soFar(train(stiffer).trajectory(), 720);
    double conditioned = CONDITIONER.given(run).forecaster().forecast(SCHEDULE, end).mean()[0];
    RunSoFar usual = soFar(train(WORLD).trajectory(), 720);
    double likeTheSweep = CONDITIONER.given(usual).forecaster().forecast(SCHEDULE, end).mean()[0];
    assertThat(Math.abs(conditioned - truth)).isLessThan(0.6 * Math.abs(likeTheSweep - truth));
    assertThat(conditioned).isCloseTo(truth, within(0.09));
  }

  @Test
  void theForecastPassesThroughWhatWasObserved() {
    RunSoFar run = soFar(train(WORLD.with(new Difference.Pace(0.7))).trajectory(), 600);
    double[] steps = {400, 600};
    double[] forecast = CONDITIONER.given(run).forecaster().forecast(SCHEDULE, steps).mean();
    assertThat(forecast[0]).isCloseTo(run.value()[19], within(0.05));
    assertThat(forecast[1]).isCloseTo(run.value()[29], within(0.05));
  }

  @Test
  void aRiseCountsOnlyBeyondWhatFinishedRunsShowed() {
    Trajectory healthy = train(WORLD).trajectory();
    assertThat(CONDITIONER.given(soFar(healthy, 480)).alarm()).isEqualTo(LossAlarm.NONE);
    double[] objective = healthy.objective().clone();
    objective[23] *= 8;
    Trajectory rising =
        new Trajectory(healthy.step(), healthy.learningRate(), healthy.trainLoss(), objective);
    assertThat(CONDITIONER.given(soFar(rising, 460)).alarm().isOn()).isFalse();
    LossAlarm alarm = CONDITIONER.given(soFar(rising, 480)).alarm();
    assertThat(alarm.rise()).isBetween(0.7, Math.log(8) + 0.2);
    assertThat(alarm.step()).isEqualTo(480);
    assertThat(alarm.limit()).isEqualTo(healthy.learningRate()[23] / 2);
    double[] training = healthy.trainLoss().clone();
    training[23] *= 16;
    Trajectory unsteady =
        new Trajectory(healthy.step(), healthy.learningRate(), training, healthy.objective());
    assertThat(CONDITIONER.given(soFar(unsteady, 480)).alarm().isOn()).isTrue();
  }
}
