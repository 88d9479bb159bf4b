package io.lode.jobs.ingest.merge;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.trajectory.Objective;

/**
 * How the pieces of a run come together, by what its source says.
 *
 * @param derivesRates whether a rate that no delivered row says follows from the source
 * @param objective what the run is judged by
 * @param foldersTell whether the folder of a file may say what its values are, as {@code train} and
 *     {@code validation} do; not where rows name their runs themselves
 */
public record MergeRules(boolean derivesRates, Objective objective, boolean foldersTell) {

  /** The rules of a source. */
  public static MergeRules of(SourceDefinition source) {
    return new MergeRules(
        source.derivedRate() != null, source.objective(), source.identityFromPath());
  }
}
