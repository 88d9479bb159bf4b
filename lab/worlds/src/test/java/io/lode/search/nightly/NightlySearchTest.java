package io.lode.search.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.SweepSchedule;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NightlySearchTest {

  private static final GroupKey GROUP = new GroupKey("m", "d", "o");

  /** Knots follow a schedule to this, in log rate. */
  private static final double KNOT_TOLERANCE = 2 * LogLinearKnots.TOLERANCE;

  private static final World WORLD = Worlds.overFitting(Worlds.STANDARD);
  private static final ScheduleSearch SEARCH = NightlySearch.standard(SearchConfig.standard());

  private static List<Run> sweep(int size) {
    SweepDraw draw = SweepDraw.of(WORLD, size, 3);
    return WORLD.train(draw.schedules(), draw.names(), WORLD.totalSteps(), 3);
  }

  private static SweepOutcomes outcomes(List<Run> runs) {
    return SweepOutcomes.of(new Sweep(GROUP, WORLD.objective(), runs), WORLD.totalSteps());
  }

  private static Night search(List<Run> runs, Optional<SearchState> state, int proposals) {
    return search(runs, state, proposals, TrackRecord.UNKNOWN);
  }

  private static Night search(
      List<Run> runs, Optional<SearchState> state, int proposals, TrackRecord trackRecord) {
    SweepOutcomes outcomes = outcomes(runs);
    ModalConfig config = ModalConfig.standard(1).with(new ModalEffort(4, 1, 20, 4, 20));
    return SEARCH.search(
        new SearchProblem(
            outcomes,
            SearchPanel.of(new ModalTrainer(config).fit(outcomes.sweep()), outcomes)
                .with(trackRecord),
            state,
            proposals,
            5));
  }

  private static List<Run> with(List<Run> runs, Night night, int count) {
    List<Run> all = new ArrayList<>(runs);
    List<PiecewiseLogLinear> schedules =
        night.proposals().stream().map(Proposal::schedule).toList();
    all.addAll(
        WORLD.train(
            schedules,
            IntStream.range(0, schedules.size()).mapToObj(i -> "night-" + count + "-" + i).toList(),
            WORLD.totalSteps(),
            100 + count));
    return all;
  }

  private static double truth(PiecewiseLogLinear schedule) {
    return WORLD.trueOutcome(schedule, WORLD.totalSteps(), 1, 1).mean();
  }

  @Test
  void gainsOverTheNightsAndPublishesOnlyWhatWasRunTwice() {
    List<Run> runs = sweep(20);
    Optional<SearchState> state = Optional.empty();
    Night night = null;
    double first = Double.NaN;
    for (int i = 0; i < 4; i++) {
      night = search(runs, state, 3);
      if (i == 0) {
        first = truth(night.proven().schedule());
        assertThat(night.proven()).isInstanceOf(ScheduleDecision.Kept.class);
      }
      state = Optional.of(night.state());
      runs = with(runs, night, i);
    }
    assertThat(night.proven()).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(night.proven().reason()).matches("proposal .* was run [2-9] times and beat .*");
    assertThat(truth(night.proven().schedule())).isLessThan(0.97 * first);
  }

  @Test
  void aPublishedPlanThatWasRunStandsUntilASurelyBetterOne() {
    List<Run> runs = new ArrayList<>(sweep(20));
    Night first = search(runs, Optional.empty(), 0);
    PiecewiseLogLinear plan = first.planned().schedule();
    assertThat(first.state().plan()).isEqualTo(plan);
    assertThat(truth(plan)).isLessThan(truth(first.proven().schedule()));
    runs.addAll(WORLD.train(List.of(plan), List.of("followed"), WORLD.totalSteps(), 77));
    ScheduleDecision next = search(runs, Optional.of(first.state()), 0).planned();
    assertThat(next).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(next.reason()).containsAnyOf("the plan that was published before", "run followed");
    ScheduleDecision forgotten = search(runs, Optional.empty(), 0).planned();
    assertThat(forgotten.reason()).doesNotContain("published before");
  }

  @Test
  void whereForecastsFailedTheDecisionRestsOnRunsAndSaysSo() {
    List<Run> runs = sweep(20);
    ScheduleDecision relied = search(runs, Optional.empty(), 0).planned();
    assertThat(relied).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(relied.reason()).doesNotContain("held-out runs");
    ScheduleDecision failed =
        search(runs, Optional.empty(), 0, new TrackRecord(1, TrackRecord.Reliance.RUNS)).planned();
    assertThat(failed.reason())
        .doesNotContain("the best plan")
        .endsWith(
            "; held-out runs were forecast no better than by repeating the nearest run, so that"
                + " this rests on what was run and on practice, not on a forecast");
  }

  @Test
  void runsAProposalThatStandsOutTwiceAtOnceWhenThePublishedRunIsProven() {
    List<Run> runs = sweep(20);
    Night first = search(runs, Optional.empty(), 3);
    assertThat(first.proposals().get(2).repeats()).isNotNull();
    assertThat(first.proposals().get(2).why())
        .startsWith("repeats run " + first.proposals().get(2).repeats());
    assertThat(first.proposals().subList(0, 2)).extracting(Proposal::repeats).containsOnlyNulls();
    Night second = search(with(runs, first, 0), Optional.of(first.state()), 3);
    assertThat(second.proposals().get(2).why())
        .startsWith("a second run of tonight's schedule that is best by ");
    assertThat(second.proposals().subList(0, 2).stream().map(Proposal::schedule))
        .contains(second.proposals().get(2).schedule());
  }

  @Test
  void coolsARunOfConstantRatesDownOnTheFirstNight() {
    List<SweepSchedule> constant =
        WORLD.sweepSchedules().stream().filter(s -> s.shape().equals("constant")).toList();
    List<String> names = constant.stream().map(SweepSchedule::name).toList();
    List<Run> runs = WORLD.train(constant, names, WORLD.totalSteps(), 3);
    Night night = search(runs, Optional.empty(), 2);
    assertThat(night.planned()).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(night.planned().reason())
        .contains(", cooled down over the last ", "at the pessimistic end", "to take no risk");
    assertThat(truth(night.planned().schedule())).isLessThan(truth(night.proven().schedule()));
    assertThat(night.planned().schedule().step()).hasSizeLessThan(40);
    assertThat(night.proposals())
        .extracting(Proposal::why)
        .allMatch(why -> why.endsWith(": no run of the sweep was cooled down"));
  }

  @Test
  void revisesNothingWhereNothingLearns() {
    List<Run> runs = new ArrayList<>();
    for (Run run : sweep(10)) {
      double[] still = new double[run.trajectory().length()];
      Arrays.fill(still, 52.9);
      Trajectory trajectory =
          new Trajectory(run.trajectory().step(), run.trajectory().learningRate(), still, still);
      runs.add(
          new Run(
              run.sweep(),
              run.run(),
              run.seed(),
              run.hyperparameters(),
              run.status(),
              run.totalSteps(),
              trajectory));
    }
    Night night = search(runs, Optional.empty(), 1);
    assertThat(night.planned()).isInstanceOf(ScheduleDecision.Kept.class);
    assertThat(night.planned().reason()).startsWith("nothing learns: after the first quarter");
  }

  @Test
  void publishesTheBetterOfTwoNearRepeatsFirst() {
    List<Run> runs = sweep(20);
    Run best = outcomes(runs).best().orElseThrow().run();
    Trajectory trajectory = best.trajectory();
    Trajectory worse =
        new Trajectory(
            trajectory.step(),
            Arrays.stream(trajectory.learningRate()).map(rate -> 1.01 * rate).toArray(),
            trajectory.trainLoss(),
            Arrays.stream(trajectory.objective()).map(value -> 1.001 * value).toArray());
    runs = new ArrayList<>(runs);
    runs.add(
        0,
        new Run(
            best.sweep(),
            "near",
            best.seed(),
            best.hyperparameters(),
            best.status(),
            best.totalSteps(),
            worse));
    Night night = search(runs, Optional.empty(), 0);
    assertThat(night.proven().bestRun().run().run()).isEqualTo(best.run());
  }

  @Test
  void untriedPlansHoldNoRateLongerThanARunThatSurvived() {
    List<Run> runs = sweep(20);
    Night night = search(runs, Optional.empty(), 3);
    double largest = outcomes(runs).bounds().maximum();
    for (double step = 1; step < WORLD.totalSteps(); step++) {
      assertThat(night.planned().schedule().learningRate(step)).isLessThan(1.05 * largest);
    }
    holdsNoRateLongerThanASurvivor(night, outcomes(runs));
    SearchState first = night.state();
    SearchState bold =
        new SearchState(
            first.night(),
            SearchConfig.standard().region().largestRadius(),
            SearchConfig.standard().edge().largestEdge(),
            first.incumbent(),
            first.published(),
            first.known(),
            first.proposed(),
            first.schedules(),
            null);
    holdsNoRateLongerThanASurvivor(search(runs, Optional.of(bold), 3), outcomes(runs));
  }

  private static void holdsNoRateLongerThanASurvivor(Night night, SweepOutcomes sweep) {
    assertThat(night.planned()).isInstanceOf(ScheduleDecision.Revised.class);
    double[] planned = heldLongest(night.planned().schedule());
    assertThat(sweep.finished())
        .as("one run held every rate as long")
        .anySatisfy(
            run -> {
              double[] held = heldLongest(run.schedule());
              for (int i = 0; i < planned.length; i++) {
                assertThat(planned[i]).isLessThan(held[i] + KNOT_TOLERANCE);
              }
            });
  }

  /** Log rates of the intervals, the largest first. */
  private static double[] heldLongest(Schedule schedule) {
    double smallest = 1e-9;
    return Arrays.stream(IntervalRates.log(schedule, WORLD.totalSteps(), smallest))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  @Test
  void sameSeedGivesTheSameKnots() {
    List<Run> runs = sweep(20);
    Night once = search(runs, Optional.empty(), 3);
    Night again = search(runs, Optional.empty(), 3);
    assertThat(again.planned()).usingRecursiveComparison().isEqualTo(once.planned());
    assertThat(again.proposals()).isEqualTo(once.proposals());
  }

  @Test
  void proposesTheSameAgainWhileNothingNewWasRun() {
    List<Run> runs = sweep(20);
    Night once = search(runs, Optional.empty(), 3);
    Night again = search(runs, Optional.of(once.state()), 3);
    assertThat(again.proposals()).isEqualTo(once.proposals());
    assertThat(again.state().night()).isZero();
    assertThat(again.state().radius()).isEqualTo(once.state().radius());
  }

  @Test
  void remembersProposalsWhoseRunsMayStillComeIn() {
    List<Run> runs = sweep(20);
    Night proposed = search(runs, Optional.empty(), 3);
    Night asked = search(runs, Optional.of(proposed.state()), 0);
    Night later = search(with(runs, proposed, 0), Optional.of(asked.state()), 0);
    assertThat(later.state().proposed()).hasSize(3);
    assertThat(later.state().night()).isOne();
    assertThat(later.state().radius()).isNotEqualTo(proposed.state().radius());
  }

  @Test
  void growsItsRegionWhereLogsAreFewerThanIntervals() {
    World world = Worlds.quadratic(Worlds.STANDARD);
    double tenth = Math.rint(world.totalSteps() / 10);
    SweepDraw draw = SweepDraw.of(world, 20, 0);
    List<Run> runs =
        new ArrayList<>(world.train(draw.schedules(), draw.names(), world.totalSteps(), 0));
    Optional<SearchState> state = Optional.empty();
    double radius = 0;
    for (int i = 0; i <= 3; i++) {
      Sweep sweep = new Sweep(GROUP, world.objective(), runs);
      SweepOutcomes outcomes = SweepOutcomes.of(sweep, tenth);
      ModalConfig config = ModalConfig.standard(1).with(new ModalEffort(4, 1, 20, 4, 20));
      Night night =
          SEARCH.search(
              new SearchProblem(
                  outcomes,
                  SearchPanel.of(new ModalTrainer(config).fit(sweep), outcomes),
                  state,
                  3,
                  0));
      assertThat(night.state().proposed()).hasSize(3 * i);
      assertThat(night.state().radius()).isGreaterThan(radius);
      radius = night.state().radius();
      List<PiecewiseLogLinear> schedules =
          night.proposals().stream().map(Proposal::schedule).toList();
      List<String> names = List.of("night-" + i + "-0", "night-" + i + "-1", "night-" + i + "-2");
      runs.addAll(world.train(schedules, names, tenth, 7777 + i));
      state = Optional.of(night.state());
    }
  }

  @Test
  void leavesTheRegionAloneWhenOnlyStrangersCameIn() {
    List<Run> runs = sweep(10);
    Night once = search(runs, Optional.empty(), 3);
    Night later = search(sweep(20), Optional.of(once.state()), 3);
    assertThat(later.state().radius()).isEqualTo(once.state().radius());
    assertThat(later.state().proposed()).isEmpty();
  }

  @Test
  void ofATinySweepOnlyACooldownMayBePublished() {
    List<Run> two = sweep(20).stream().filter(run -> !run.diverged()).limit(2).toList();
    Night night = search(two, Optional.empty(), 3);
    assertThat(night.planned().reason()).contains(", cooled down over the last ");
    assertThat(truth(night.planned().schedule()))
        .isLessThanOrEqualTo(truth(night.proven().schedule()));
    assertThat(night.proposals()).hasSize(3);
  }

  @Test
  void proposalsStayInsideTheRegionAndTheBounds() {
    List<Run> runs = sweep(20);
    SweepOutcomes outcomes = outcomes(runs);
    Night night = search(runs, Optional.empty(), 6);
    List<Proposal> inside =
        night.proposals().stream().filter(made -> made.why().startsWith("best by ")).toList();
    assertThat(inside).hasSizeGreaterThan(1);
    EvaluatedRun incumbent =
        outcomes.runs().stream()
            .filter(run -> Evidence.key(run).equals(night.state().incumbent()))
            .findFirst()
            .orElseThrow();
    for (Proposal proposal : inside) {
      for (double step = 10; step < WORLD.totalSteps(); step += 20) {
        double rate = proposal.schedule().learningRate(step);
        assertThat(rate).isBetween(0.99 * outcomes.bounds().minimum(), 3.0);
        double change = Math.log(rate / incumbent.schedule().withWarmup().learningRate(step));
        assertThat(Math.abs(change)).isLessThan(0.45);
      }
    }
  }
}
