package io.lode.search;

import io.lode.forecast.EvaluatedRun;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Chooses which run to repeat, so that what is published is proven. */
final class Repeats {

  private static final int CHALLENGERS = 12;
  private static final int CHALLENGER_REPEATS = 4;
  private static final int PUBLISHED_REPEATS = 5;

  private Repeats() {}

  /** What is published, or its best challenger, whichever was run less often. */
  static Exploration.Choice choose(Situation situation) {
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
