package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.search.ProposalConfig;
import io.lode.search.evidence.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rule of the proposal that repeats a schedule: the third one of a panel of two forecasters.
 *
 * <p>Only a schedule with repeats can be published as proven, so one proposal of a night is a
 * repeat. It is, in this order:
 *
 * <ol>
 *   <li>a second run of tonight's best choice, if the published schedule is proven already and the
 *       panel expects that choice to be better than all earlier runs by more than noise;
 *   <li>the published schedule, if it has no more runs than its best challenger;
 *   <li>the challenger: the best expected schedule that is not published and has few runs.
 * </ol>
 *
 * <p>The first case saves a night where a gain is likely. All other schedules are repeated only
 * after their first run came out well.
 */
public final class Repeats {

  private Repeats() {}

  /**
   * Whether the next proposal is the repeat: the first one after each forecaster chose one.
   *
   * @param chosen how many proposals were chosen so far
   */
  static boolean isNext(int chosen, NightView view) {
    return chosen == view.panel().forecasters().size();
  }

  /**
   * Chooses what to repeat.
   *
   * @param tonight what was chosen so far
   */
  public static Exploration.Choice choose(NightView view, List<Exploration.Choice> tonight) {
    return outstanding(view, tonight)
        .map(
            choice ->
                new Exploration.Choice(
                    choice.candidate(),
                    choice.origin(),
                    "a second run of tonight's schedule that is " + choice.why()))
        .orElseGet(() -> earlier(view));
  }

  /** Tonight's best choice by the panel, if it stands out and the published run is proven. */
  private static Optional<Exploration.Choice> outstanding(
      NightView view, List<Exploration.Choice> tonight) {
    Evidence evidence = view.evidence();
    if (tonight.isEmpty()
        || evidence.repeats(view.published()) < view.config().publication().provenRuns()) {
      return Optional.empty();
    }
    Panel.Opinions opinions =
        view.opinions(tonight.stream().map(Exploration.Choice::candidate).toList());
    int best = Scores.lowest(Scores.shared(opinions, 0));
    double standing = evidence.expected(evidence.bestCautious());
    boolean standsOut =
        opinions.sharedMean(best)
            < standing - view.config().proposals().standsOut() * evidence.noise();
    return standsOut ? Optional.of(tonight.get(best)) : Optional.empty();
  }

  /** The published schedule or its best challenger. */
  private static Exploration.Choice earlier(NightView view) {
    Evidence evidence = view.evidence();
    ProposalConfig config = view.config().proposals();
    int published = view.published();
    int challenger =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(i -> Double.isFinite(evidence.expected(i)))
            .sorted(Comparator.comparingDouble(evidence::cautious))
            .limit(config.challengers())
            .filter(i -> evidence.schedule(i) != evidence.schedule(published))
            .filter(i -> evidence.repeats(i) < config.challengerRepeats())
            .findFirst()
            .orElse(published);
    boolean repeatPublished =
        evidence.repeats(published) <= evidence.repeats(challenger)
            && evidence.repeats(published) < config.publishedRepeats();
    EvaluatedRun run = evidence.runs().get(repeatPublished ? published : challenger);
    return Exploration.Choice.repeat(
        run,
        view.sweep().horizonStep(),
        "repeats run "
            + run.run().run()
            + (repeatPublished ? ", which is published" : ", which may be better"));
  }
}
