package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;

/** A schedule made from a run by a rule of practice, with an estimate of its own. */
public sealed interface PracticeShape permits Cooldown, StableDecay {

  /** The run that it is made from. */
  EvaluatedRun run();

  /** Its rates. */
  IntervalSchedule schedule();

  /** What is expected of it. */
  Estimate estimate();

  /** What it is, for people. */
  String inWords();
}
