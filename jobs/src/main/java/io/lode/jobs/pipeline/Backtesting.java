package io.lode.jobs.pipeline;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.ForecasterKinds;
import io.lode.evaluation.Backtest;
import io.lode.evaluation.BestRun;
import io.lode.evaluation.LastValue;
import io.lode.evaluation.NearestRun;
import io.lode.forecast.FittingMethod;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.LatentSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupBacktest;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.spark.TaskDevice;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Fits every predictor to some runs of a group and forecasts the others, one group a task.
 *
 * <p>The predictor {@link SearchMethod#CHOSEN} is what {@code train} would choose for those runs,
 * by the same settings.
 */
public final class Backtesting {

  private final SparkSession spark;
  private final Store store;
  private final TrainSettings settings;
  private final LatentSettings latent;
  private final Progress progress;

  /**
   * Prepares a backtest.
   *
   * @param progress takes a line at a time about long work
   */
  public Backtesting(
      SparkSession spark,
      Store store,
      TrainSettings settings,
      LatentSettings latent,
      Progress progress) {
    this.spark = spark;
    this.store = store;
    this.settings = settings;
    this.latent = latent;
    this.progress = progress;
  }

  /**
   * Tests every group that the filter admits.
   *
   * @param trainRuns names of the runs to fit to
   * @param further kinds of forecaster to test beside the usual ones, by name
   * @throws NothingUsableException if the store has no such group
   */
  public List<Done<GroupBacktest>> run(
      GroupFilter filter, List<String> trainRuns, List<String> further, long seed) {
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupKey> groups = snapshot.groups(filter).stream().map(GroupSummary::group).toList();
    if (groups.isEmpty()) {
      throw new NothingUsableException("store " + store.root() + " holds no runs of " + filter);
    }
    List<String> names = new ArrayList<>(trainRuns);
    List<String> kinds = new ArrayList<>(further);
    TrainSettings fit = settings;
    LatentSettings latentFit = latent;
    return new GroupTasks(spark, snapshot, progress)
        .run("backtest", groups, sweep -> backtest(sweep, names, kinds, fit, latentFit, seed));
  }

  private static GroupBacktest backtest(
      Sweep sweep,
      List<String> trainRuns,
      List<String> further,
      TrainSettings settings,
      LatentSettings latent,
      long seed) {
    EnsembleTrainer trainer = settings.trainer(seed);
    List<FittingMethod> methods = new ArrayList<>();
    methods.add(
        new FittingMethod(
            SearchMethod.CHOSEN,
            training -> GroupTraining.fitted(training, settings, seed).chosen()));
    methods.addAll(trainer.methods());
    for (String name : further) {
      if (methods.stream().noneMatch(method -> method.name().equals(name))) {
        methods.add(
            ForecasterKinds.named(
                name, settings.fits(seed), latent.config(seed, TaskDevice.name())));
      }
    }
    methods.add(new FittingMethod(NearestRun.NAME, NearestRun::fit));
    methods.add(new FittingMethod(BestRun.NAME, BestRun::fit));
    methods.add(new FittingMethod(LastValue.NAME, LastValue::fit));
    return GroupBacktest.of(SearchMethod.CHOSEN, Backtest.run(sweep, trainRuns, methods));
  }
}
