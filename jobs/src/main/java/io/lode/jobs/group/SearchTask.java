package io.lode.jobs.group;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.artifact.SettingsCsv;
import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Horizon;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.ProposalFolder;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.search.evidence.Finding;
import io.lode.search.evidence.SeedEffects;
import io.lode.search.evidence.SweepDiagnosis;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a task does with one group: it searches every horizon, then publishes or proposes.
 *
 * @param artifacts of the store
 * @param fingerprints of the groups' runs, by the group's path
 * @param horizons parts of training
 * @param length steps that horizons are parts of: only runs planned for so many count; NaN for all
 *     runs and the length that most of them have
 * @param method which forecaster and search
 * @param config of the search
 * @param settings for which values of the hyperparameters it is searched
 * @param seed of the search
 * @param created when, as an ISO 8601 instant
 */
public record SearchTask(
    Artifacts artifacts,
    Map<String, String> fingerprints,
    List<Horizon> horizons,
    double length,
    SearchMethod method,
    SearchConfig config,
    DecisionSettings settings,
    long seed,
    String created)
    implements Serializable {

  private static final int ID_DIGITS = 12;

  /** Searches every horizon and publishes what the policy allows. */
  public GeneratedGroup publish(Sweep sweep, Policy policy) {
    return everyHorizon(
        sweep,
        (ensemble, horizon, states) -> {
          Searched search = search(sweep, ensemble, horizon, states.last(), 0);
          GeneratedSchedule published = publish(sweep.group(), horizon, search, policy);
          states.save(search.night().state());
          return List.of(published.telling(search.lengths()));
        });
  }

  /** Searches every horizon and writes what the next sweep should try. */
  public GeneratedGroup propose(Sweep sweep, int count) {
    return everyHorizon(
        sweep,
        (ensemble, horizon, states) -> {
          Searched search = search(sweep, ensemble, horizon, states.last(), count);
          List<GeneratedSchedule> written = new ArrayList<>();
          List<Proposal> proposals = search.night().proposals();
          List<Map<String, String>> of = settings.ofProposals(search.settled(), proposals);
          for (int i = 0; i < proposals.size(); i++) {
            written.add(
                propose(sweep.group(), horizon, search, proposals.get(i), of.get(i))
                    .telling(search.lengths()));
          }
          states.save(search.night().state());
          return written;
        });
  }

  /**
   * One night's search of a group at a horizon.
   *
   * @param night what the search answered
   * @param builder of artifacts
   * @param diagnosis what the sweep lacks
   * @param lengths which runs count, in words; null where all runs have one length
   * @param seeds whose luck was taken off the outcomes
   * @param settled the sweep that was searched, at the settings that the decision is for
   * @param horizonStep where the objective counts
   */
  private record Searched(
      Night night,
      ArtifactBuilder builder,
      List<Finding> diagnosis,
      String lengths,
      SeedEffects seeds,
      SettledSweep settled,
      double horizonStep) {}

  /**
   * Searches one horizon.
   *
   * @param last state that the search of the night before left; empty on the first night
   * @param proposals how many are asked for
   * @throws IllegalArgumentException if no run reached the horizon
   */
  private Searched search(
      Sweep sweep,
      Ensembles.Stored ensemble,
      Horizon horizon,
      Optional<SearchState> last,
      int proposals) {
    Effects effects = settings.effects(sweep, ensemble);
    Map<String, String> at = settings.at(effects);
    SettledSweep settled = SettledSweep.of(sweep, effects, at).only(length);
    double horizonStep = horizon.step(settled.sweep().totalSteps());
    SeedEffects seeds = new SeedEffects(settled.outcomes(horizonStep), config.evidence());
    SweepOutcomes outcomes = seeds.takenOff();
    Forecaster forecaster = forecaster(sweep, ensemble, settled);
    Panel panel = SearchPanel.of(forecaster, outcomes).with(method.trackRecord(ensemble));
    Night night =
        method
            .search(config, ensemble.card(), artifacts, seed)
            .search(new SearchProblem(outcomes, panel, last, proposals, seed));
    Sweep converted = SettledSweep.inStepsOf(sweep, effects, at);
    SweepOutcomes unsettled = SweepOutcomes.of(SweepLengths.only(converted, length), horizonStep);
    return new Searched(
        night,
        new ArtifactBuilder(ensemble, forecaster, outcomes, panel, horizon, seed, created),
        SweepDiagnosis.of(unsettled, config.diagnosis()),
        lengths(effects, CountedLengths.words(converted, unsettled, horizon)),
        seeds,
        settled,
        horizonStep);
  }

  /** Which runs count, and that steps are those of one batch size; null where neither differs. */
  private static String lengths(Effects effects, String counted) {
    List<String> words =
        Stream.of(new EffectWords(effects).steps(), Optional.ofNullable(counted))
            .flatMap(Optional::stream)
            .toList();
    return words.isEmpty() ? null : String.join("; ", words);
  }

  /** The ensemble is fitted at the settings of the best run; others are a step away from there. */
  private Forecaster forecaster(Sweep sweep, Ensembles.Stored ensemble, SettledSweep settled) {
    Effects effects = settled.effects();
    Map<String, String> fittedAt = effects.reference();
    Sweep fitted = SettledSweep.of(sweep, effects, fittedAt).sweep();
    Forecaster forecaster = method.forecaster(fitted, ensemble, artifacts, seed);
    return effects.settles()
        ? new SettledForecaster(forecaster, effects, fittedAt, settled.at())
        : forecaster;
  }

  /** What is done at one horizon. */
  private interface AtHorizon {
    List<GeneratedSchedule> search(Ensembles.Stored ensemble, Horizon horizon, SearchStates states);
  }

  /** A horizon that cannot be searched fails alone. */
  private GeneratedGroup everyHorizon(Sweep sweep, AtHorizon work) {
    Ensembles.Stored ensemble =
        new Ensembles(artifacts)
            .fittedTo(sweep.group(), fingerprints.get(sweep.group().path()))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        WhyUnfit.of(sweep)
                            .map(why -> "it cannot be fitted: " + why)
                            .orElse(
                                "no ensemble is fitted to its current runs; run lode train"
                                    + " first")));
    List<GeneratedSchedule> schedules = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Horizon horizon : horizons) {
      try {
        SearchStates states = new SearchStates(artifacts.state(sweep.group(), horizon));
        schedules.addAll(work.search(ensemble, horizon, states));
      } catch (IllegalArgumentException e) {
        failures.add("horizon " + horizon.fraction() + ": " + e.getMessage());
      }
    }
    return new GeneratedGroup(schedules, failures);
  }

  private GeneratedSchedule publish(
      GroupKey group, Horizon horizon, Searched search, Policy policy) {
    ScheduleDecision decided = policy.decision(search.night());
    ScheduleDecision decision = search.seeds().inWords().map(decided::adding).orElse(decided);
    ScheduleArtifact artifact =
        search
            .builder()
            .artifact(
                decision.schedule(),
                decision.mean(),
                decision.standardDeviation(),
                decision.bestRun(),
                new ArtifactBuilder.Verdict(
                    decision instanceof ScheduleDecision.Revised ? "revised" : "kept",
                    decision.reason(),
                    policy.label(),
                    policy.risk(decision)))
            .withSettings(
                settings.described(
                    search.settled(),
                    search.settled().at(),
                    decision.mean(),
                    search.horizonStep()));
    VersionedFolder folder = artifacts.schedules(group, horizon);
    ScheduleVersions versions = new ScheduleVersions(folder);
    Optional<ScheduleArtifact> before = versions.latest();
    int version = versions.publish(artifact);
    return GeneratedSchedule.published(
        artifact.withVersion(version),
        folder.path(version),
        before.map(last -> GeneratedSchedule.takenBack(last, artifact)).orElse(null),
        search.diagnosis());
  }

  private GeneratedSchedule propose(
      GroupKey group, Horizon horizon, Searched search, Proposal proposal, Map<String, String> at) {
    Effects effects = search.settled().effects();
    Effects.Change change = effects.change(search.settled().at(), at);
    double shown = effects.shownAt(search.horizonStep(), search.settled().at());
    double mean = proposal.mean() + shown * change.mean();
    PiecewiseLogLinear schedule =
        effects.conversion().knots(proposal.schedule(), search.settled().at(), at);
    ScheduleArtifact artifact =
        search
            .builder()
            .under(at)
            .artifact(
                schedule,
                mean,
                Math.hypot(proposal.standardDeviation(), shown * change.standardDeviation()),
                search.night().proven().bestRun(),
                new ArtifactBuilder.Verdict(
                    "proposed",
                    proposal.why(),
                    "proposed",
                    "for the next sweep to try, not for a training that matters"))
            .withSettings(settings.described(search.settled(), at, mean, search.horizonStep()));
    Map<String, byte[]> files = new TreeMap<>();
    files.put("schedule.csv", ScheduleCsv.write(schedule));
    if (!at.isEmpty()) {
      files.put("settings.csv", SettingsCsv.write(at));
    }
    // The same knots and settings lie in the same folder: proposing again writes nothing new.
    String name = ProposalFolder.digest(files).substring(0, ID_DIGITS);
    String folder = "proposals/" + group.path() + "/horizon=" + horizon.fraction() + "/" + name;
    files.put("schedule.json", ScheduleArtifactJson.write(artifact));
    artifacts.files().createFolder(folder, files);
    return GeneratedSchedule.proposed(
        artifact, folder + "/schedule.csv", proposal.repeats(), search.diagnosis());
  }
}
