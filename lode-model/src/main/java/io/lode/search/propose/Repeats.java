package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.search.evidence.Evidence;
import io.lode.search.publish.Publication;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses what to run a second time, so that what is published is proven.
 *
 * <p>A run that came in last night can be repeated, or a proposal of tonight can be run twice at
 * once. The first waits until the run has shown its worth, but proves a step a night late; the
 * second is for steps that the panel expects to stand out of the noise.
 */
public final class Repeats {

  private static final int CHALLENGERS = 12;
  private static final int CHALLENGER_REPEATS = 4;
  private static final int PUBLISHED_REPEATS = 5;

  /** Expected gain, in noises, over all that was run from which a proposal is run twice at once. */
  private static final double STANDS_OUT = 0.5;

  private Repeats() {}

  /**
   * The proposal of tonight that stands out, or what is published, or its best challenger,
   * whichever was run less often.
   *
   * @param tonight what was chosen so far
   */
  public static Exploration.Choice choose(Situation situation, List<Exploration.Choice> tonight) {
    return outstanding(situation, tonight)
        .map(
            choice ->
                new Exploration.Choice(
                    choice.candidate(),
                    choice.origin(),
                    "a second run of tonight's schedule that is " + choice.why()))
        .orElseGet(() -> earlier(situation));
  }

  /** Tonight's best choice by the panel, where it stands out and the published run is proven. */
  private static Optional<Exploration.Choice> outstanding(
      Situation situation, List<Exploration.Choice> tonight) {
    Evidence evidence = situation.evidence();
    if (tonight.isEmpty() || evidence.repeats(situation.published()) < Publication.PROVEN_RUNS) {
      return Optional.empty();
    }
    Panel.Opinions opinions =
        situation.opinions(tonight.stream().map(Exploration.Choice::candidate).toList());
    int best = Scores.lowest(Scores.shared(opinions, 0));
    double standing = evidence.expected(evidence.bestCautious());
    boolean standsOut = opinions.sharedMean(best) < standing - STANDS_OUT * evidence.noise();
    return standsOut ? Optional.of(tonight.get(best)) : Optional.empty();
  }

  private static Exploration.Choice earlier(Situation situation) {
    Evidence evidence = situation.evidence();
    int published = situation.published();
    int challenger =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(i -> Double.isFinite(evidence.expected(i)))
            .sorted(Comparator.comparingDouble(evidence::cautious))
            .limit(CHALLENGERS)
            .filter(i -> evidence.schedule(i) != evidence.schedule(published))
            .filter(i -> evidence.repeats(i) < CHALLENGER_REPEATS)
            .findFirst()
            .orElse(published);
    boolean repeatPublished =
        evidence.repeats(published) <= evidence.repeats(challenger)
            && evidence.repeats(published) < PUBLISHED_REPEATS;
    EvaluatedRun run = evidence.runs().get(repeatPublished ? published : challenger);
    return Exploration.Choice.repeat(
        run,
        situation.sweep().horizonStep(),
        "repeats run "
            + run.run().run()
            + (repeatPublished ? ", which is published" : ", which may be better"));
  }
}
