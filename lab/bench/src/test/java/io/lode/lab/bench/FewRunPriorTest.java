package io.lode.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.FittingMethod;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.latent.LatentConfig;
import io.lode.prior.GroupEvidence;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import org.junit.jupiter.api.Test;

class FewRunPriorTest {

  private static final Settings SETTINGS = Settings.defaults();

  private static final FewRunPrior PRIOR = FewRunPrior.ofPublishedLogs(SETTINGS);

  private static final RegretMethods ALONE =
      new RegretMethods(
          SearchSettings.of(SETTINGS).search(),
          TrainSettings.of(SETTINGS),
          LatentConfig.published(1));

  private static Sweep sweep(int runs) {
    World world = Worlds.quadratic(2);
    SweepDraw draw = SweepDraw.of(world, runs, 1);
    return new Sweep(
        new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN),
        world.objective(),
        world.train(draw.schedules(), draw.names(), world.totalSteps(), 1));
  }

  private static double forecast(RegretMethods methods, Sweep sweep) {
    FittingMethod method = methods.fitting("modal", 1);
    double[] steps = {sweep.totalSteps()};
    return method.fit().apply(sweep).forecast(sweep.runs().get(0).schedule(), steps).mean()[0];
  }

  @Test
  void knowsNoSimulatedWorld() {
    assertThat(PRIOR.prior().groups())
        .extracting(GroupEvidence::group)
        .isNotEmpty()
        .noneMatch(group -> group.dataset().equals("simulated"));
  }

  @Test
  void fitsSweepsOfFewRunsUnderThePriorAndOthersWithoutIt() {
    RegretMethods under = ALONE.under(PRIOR);
    assertThat(forecast(under, sweep(3))).isNotEqualTo(forecast(ALONE, sweep(3)));
    assertThat(forecast(under, sweep(8))).isEqualTo(forecast(ALONE, sweep(8)));
  }
}
