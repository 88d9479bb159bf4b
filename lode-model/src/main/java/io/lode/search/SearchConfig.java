package io.lode.search;

import java.io.Serializable;

/**
 * Settings of the nightly search, grouped by what they decide.
 *
 * <p>Lengths are differences of the natural logarithm of the learning rate. A noise is the standard
 * deviation of one run's outcome around the expected outcome of its schedule. conf/lode.conf lists
 * every setting under the same name and says what a larger value does; docs/method.md explains the
 * search.
 *
 * @param region size and movement of the trust region
 * @param edge how near to rates that diverged a proposal may come
 * @param envelope which rates the good runs allow
 * @param evidence how runs are weighed
 * @param candidates how many schedules are tried on the forecasters, and how they are drawn
 * @param cooldowns plans that only lower the rate of a run towards the end
 * @param stableDecays plans that hold a rate where the runs lowered theirs all the time
 * @param proposals how candidates become proposals
 * @param publication when a schedule is published
 * @param diagnosis of the sweep in words
 * @param continuation the papers' scheduler; the other searches do not use it
 */
public record SearchConfig(
    RegionConfig region,
    EdgeConfig edge,
    EnvelopeConfig envelope,
    EvidenceConfig evidence,
    CandidateConfig candidates,
    CooldownConfig cooldowns,
    StableDecayConfig stableDecays,
    ProposalConfig proposals,
    PublicationConfig publication,
    DiagnosisConfig diagnosis,
    ContinuationConfig continuation)
    implements Serializable {

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static SearchConfig standard() {
    return new SearchConfig(
        RegionConfig.standard(),
        EdgeConfig.standard(),
        EnvelopeConfig.standard(),
        EvidenceConfig.standard(),
        CandidateConfig.standard(),
        CooldownConfig.standard(),
        StableDecayConfig.standard(),
        ProposalConfig.standard(),
        PublicationConfig.standard(),
        DiagnosisConfig.standard(),
        ContinuationConfig.standard());
  }
}
