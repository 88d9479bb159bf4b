package io.lode.search;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how candidates become proposals, and of what is repeated.
 *
 * @param proposalPessimism standard deviations that are added to the expected outcome of a
 *     candidate
 * @param apart two proposals of one night differ by at least this part of the radius
 * @param standsOut expected gain over all runs from which a proposal is run twice on the same
 *     night, in noises
 * @param challengers best expected runs among which a schedule to repeat is chosen
 * @param challengerRepeats a schedule with this many runs is not repeated further as a challenger
 * @param publishedRepeats a published schedule with this many runs is not repeated further
 * @param rememberedProposals last proposals whose runs may still come in on a later night
 */
public record ProposalConfig(
    double proposalPessimism,
    double apart,
    double standsOut,
    int challengers,
    int challengerRepeats,
    int publishedRepeats,
    int rememberedProposals)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ProposalConfig {
    Ranges.atLeast(0, "proposal-pessimism", proposalPessimism);
    Ranges.atLeast(0, "apart", apart);
    Ranges.atLeast(0, "stands-out", standsOut);
    Ranges.atLeast(1, "challengers", challengers);
    Ranges.atLeast(1, "challenger-repeats", challengerRepeats);
    Ranges.atLeast(1, "published-repeats", publishedRepeats);
    Ranges.atLeast(0, "remembered-proposals", rememberedProposals);
  }

  /** The settings with which the benchmarks were measured. */
  public static ProposalConfig standard() {
    double proposalPessimism = 0.5;
    double apart = 0.2;
    double standsOut = 0.5;
    int challengers = 12;
    int challengerRepeats = 4;
    int publishedRepeats = 5;
    int rememberedProposals = 12;
    return new ProposalConfig(
        proposalPessimism,
        apart,
        standsOut,
        challengers,
        challengerRepeats,
        publishedRepeats,
        rememberedProposals);
  }
}
