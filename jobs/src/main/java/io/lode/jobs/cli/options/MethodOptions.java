package io.lode.jobs.cli.options;

import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.pipeline.JobContext;
import io.lode.search.nightly.NightlySearch;
import picocli.CommandLine.Option;

/** The options by which a search and what it listens to are chosen. */
public final class MethodOptions {

  @Option(
      names = "--forecaster",
      paramLabel = "NAME",
      defaultValue = SearchMethod.CHOSEN,
      description =
          "what forecasts: chosen by held-out error when the ensemble was trained, modal,"
              + " modal+curves, modal+neural, multi-power-law, latent, or the name of a kind that a"
              + " jar provides (default: ${DEFAULT-VALUE}); all but the first two are fitted for the search")
  private String forecaster;

  @Option(
      names = "--search",
      paramLabel = "NAME",
      defaultValue = NightlySearch.NAME,
      description =
          "what searches: nightly, latent (the papers' scheduler), or the name of a search that a"
              + " jar provides (default: ${DEFAULT-VALUE})")
  private String search;

  /** What the options name. */
  public SearchMethod method(JobContext context) {
    return context.method(forecaster, search);
  }
}
