package io.lode.lab.prove;

import io.lode.jobs.conf.trial.TrialDefinition.Sample;
import java.util.List;

/**
 * What a pilot measures before a head-to-head: the section {@code pilot} of a trial file, read and
 * checked.
 *
 * @param sample random settings, under the sweep's first seed
 * @param finalists how many of them, those with the best validation, run again
 * @param finalistSeeds seeds of these runs, which alone choose among the finalists
 * @param seeds of the runs that judge, fresh
 */
record PilotDefinition(Sample sample, int finalists, List<Long> finalistSeeds, List<Long> seeds) {

  /** Copies the lists. */
  PilotDefinition {
    finalistSeeds = List.copyOf(finalistSeeds);
    seeds = List.copyOf(seeds);
  }
}
