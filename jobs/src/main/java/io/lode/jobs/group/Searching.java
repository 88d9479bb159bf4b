package io.lode.jobs.group;

import io.lode.artifact.Digests;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.SearchConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a task does with one group: search every horizon, then publish or propose.
 *
 * @param artifacts of the store
 * @param fingerprints of the groups' runs, by the group's path
 * @param horizons parts of training
 * @param method which forecaster and search
 * @param config of the search
 * @param seed of the search
 * @param created when, as an ISO 8601 instant
 */
public record Searching(
    Artifacts artifacts,
    Map<String, String> fingerprints,
    List<Horizon> horizons,
    SearchMethod method,
    SearchConfig config,
    long seed,
    String created)
    implements Serializable {

  private static final int ID_DIGITS = 12;

  /** Searches every horizon and publishes what the policy allows. */
  public GeneratedGroup publish(Sweep sweep, Policy policy) {
    return everyHorizon(
        sweep,
        (ensemble, horizon, states) -> {
          GroupSearch search =
              GroupSearch.run(
                  sweep,
                  ensemble,
                  horizon,
                  artifacts,
                  method,
                  config,
                  states.last(),
                  0,
                  seed,
                  created);
          GeneratedSchedule published = publish(sweep.group(), horizon, search, policy);
          states.save(search.night().state());
          return List.of(published);
        });
  }

  /** Searches every horizon and writes what the next sweep should try. */
  public GeneratedGroup propose(Sweep sweep, int count) {
    return everyHorizon(
        sweep,
        (ensemble, horizon, states) -> {
          GroupSearch search =
              GroupSearch.run(
                  sweep,
                  ensemble,
                  horizon,
                  artifacts,
                  method,
                  config,
                  states.last(),
                  count,
                  seed,
                  created);
          List<GeneratedSchedule> written = new ArrayList<>();
          for (Proposal proposal : search.night().proposals()) {
            written.add(propose(sweep.group(), horizon, search, proposal));
          }
          states.save(search.night().state());
          return written;
        });
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
                        "no ensemble is fitted to its current runs; run lode train first"));
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
      GroupKey group, Horizon horizon, GroupSearch search, Policy policy) {
    ScheduleDecision decision = policy.decision(search.night());
    ScheduleArtifact artifact =
        search
            .builder()
            .artifact(
                decision.schedule(),
                decision.mean(),
                decision.standardDeviation(),
                decision.bestRun(),
                decision instanceof ScheduleDecision.Revised ? "revised" : "kept",
                decision.reason(),
                policy.label(),
                policy.risk(decision));
    VersionedFolder folder = artifacts.schedules(group, horizon);
    int version = new ScheduleVersions(folder).publish(artifact);
    return GeneratedSchedule.published(artifact.withVersion(version), folder.path(version));
  }

  private GeneratedSchedule propose(
      GroupKey group, Horizon horizon, GroupSearch search, Proposal proposal) {
    ScheduleArtifact artifact =
        search
            .builder()
            .artifact(
                proposal.schedule(),
                proposal.mean(),
                proposal.standardDeviation(),
                search.night().proven().bestRun(),
                "proposed",
                proposal.why(),
                "proposed",
                "for the next sweep to try, not for a training that matters");
    byte[] csv = ScheduleCsv.write(proposal.schedule());
    String folder =
        "proposals/" + group.path() + "/horizon=" + horizon.fraction() + "/" + digest(csv);
    artifacts
        .files()
        .createFolder(
            folder,
            Map.of("schedule.csv", csv, "schedule.json", ScheduleArtifactJson.write(artifact)));
    return GeneratedSchedule.proposed(artifact, folder + "/schedule.csv", proposal.repeats());
  }

  /** The same knots lie in the same folder, so that proposing again writes nothing new. */
  private static String digest(byte[] csv) {
    return Digests.sha256(csv).substring(0, ID_DIGITS);
  }
}
