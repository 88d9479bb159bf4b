package io.lode.jobs.pipeline;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.ForecasterKinds;
import io.lode.evaluation.Backtest;
import io.lode.evaluation.BacktestSplit;
import io.lode.evaluation.BestRun;
import io.lode.evaluation.LastValue;
import io.lode.evaluation.NearestRun;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.LatentSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupBacktest;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.group.PriorInForce;
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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Fits every predictor to some runs of a group and forecasts the others, one group a task.
 *
 * <p>The predictor {@link SearchMethod#CHOSEN} is what the product uses for such a question: what
 * {@code train} would choose for the runs that are fitted, by the same settings, or the forecaster
 * of long runs where a held-out run is longer than those.
 */
public final class Backtesting {

  /** A held-out run this much longer than all that are fitted is a long run. Ratio. */
  private static final double LONGER = 1.05;

  /** What of a sweep is fitted, and what is forecast. */
  public sealed interface Parts extends Serializable {

    /** The two parts of a sweep. */
    BacktestSplit of(Sweep sweep);

    /** Some runs are fitted, by name, and all others forecast. */
    record Runs(ArrayList<String> trainRuns) implements Parts {
      @Override
      public BacktestSplit of(Sweep sweep) {
        return BacktestSplit.byRuns(sweep, trainRuns);
      }
    }

    /** What had happened by a step is fitted, and longer runs are forecast: all, or those named. */
    record Steps(long trainSteps, ArrayList<String> testRuns) implements Parts {
      @Override
      public BacktestSplit of(Sweep sweep) {
        return BacktestSplit.bySteps(sweep, (double) trainSteps, testRuns);
      }
    }
  }

  private final SparkSession spark;
  private final Store store;
  private final TrainSettings settings;
  private final LatentSettings latent;
  private final PriorInForce prior;
  private final Progress progress;

  /**
   * Prepares a backtest.
   *
   * @param prior that fits are shrunk to, without what the tested group taught
   * @param progress takes a line at a time about long work
   */
  public Backtesting(
      SparkSession spark,
      Store store,
      TrainSettings settings,
      LatentSettings latent,
      PriorInForce prior,
      Progress progress) {
    this.spark = spark;
    this.store = store;
    this.settings = settings;
    this.latent = latent;
    this.prior = prior;
    this.progress = progress;
  }

  /**
   * Tests every group that the filter admits.
   *
   * @param parts what is fitted and what is forecast
   * @param further kinds of forecaster to test beside the usual ones, by name
   * @throws NothingUsableException if the store has no such group
   */
  public List<Done<GroupBacktest>> run(
      GroupFilter filter, Parts parts, List<String> further, long seed) {
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupKey> groups = snapshot.groups(filter).stream().map(GroupSummary::group).toList();
    if (groups.isEmpty()) {
      throw filter.nothingIn(store.root(), snapshot.keys());
    }
    List<String> kinds = new ArrayList<>(further);
    TrainSettings fit = settings;
    LatentSettings latentFit = latent;
    PriorInForce priorOfFit = prior;
    return new GroupTasks(spark, snapshot, progress)
        .run(
            "backtest",
            groups,
            sweep -> backtest(sweep, parts.of(sweep), kinds, fit, latentFit, priorOfFit, seed));
  }

  private static GroupBacktest backtest(
      Sweep sweep,
      BacktestSplit split,
      List<String> further,
      TrainSettings settings,
      LatentSettings latent,
      PriorInForce known,
      long seed) {
    // What the held-out runs taught must not help to forecast them.
    PriorInForce prior = known.without(sweep);
    EnsembleTrainer trainer = settings.trainer(seed);
    List<FittingMethod> methods = new ArrayList<>();
    boolean beyond = split.heldOutSteps() > LONGER * split.fittedSteps();
    Forecaster chosen =
        beyond
            ? prior.longRuns(split.fitted(), seed).fit(split.fitted())
            : GroupTraining.fitted(split.fitted(), settings, prior, seed).chosen();
    methods.add(new FittingMethod(SearchMethod.CHOSEN, training -> chosen));
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
    return GroupBacktest.of(SearchMethod.CHOSEN, chosen.name(), Backtest.run(split, methods));
  }
}
