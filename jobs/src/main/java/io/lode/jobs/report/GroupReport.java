package io.lode.jobs.report;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.ScheduleSettings;
import io.lode.forecast.Horizon;
import io.lode.forecast.SweepOutcomes;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.ReportSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.search.DiagnosisConfig;
import io.lode.search.evidence.Finding;
import io.lode.search.evidence.SweepDiagnosis;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the page of one group: what a task of the report does.
 *
 * @param artifacts of the store
 * @param output where pages go
 * @param settings of the report
 * @param train settings of the fits without held-out runs
 * @param diagnosis settings of what is said of the sweep
 * @param seed of those fits
 * @param written when, as an instant
 */
public record GroupReport(
    Artifacts artifacts,
    StoreFiles output,
    ReportSettings settings,
    TrainSettings train,
    DiagnosisConfig diagnosis,
    long seed,
    String written)
    implements Serializable {

  public static final String FOLDER = "groups";
  private static final int HISTORY = 40;

  /** Writes the page and what the index says of the group. */
  public ReportedGroup write(Sweep sweep) {
    Optional<Ensembles.Stored> ensemble = new Ensembles(artifacts).newest(sweep.group());
    Optional<EnsembleCard> card = ensemble.map(Ensembles.Stored::card);
    Optional<Effects> effects = ensemble.flatMap(stored -> effects(sweep, stored));
    Sweep settled =
        effects
            .map(found -> SettledSweep.of(sweep, found, found.reference()).sweep())
            .orElse(sweep);
    List<HorizonSection> horizons = new ArrayList<>();
    for (Horizon horizon : artifacts.horizons(sweep.group())) {
      HorizonSection.of(artifacts, sweep, horizon, settings.points(), settings.versions())
          .ifPresent(horizons::add);
    }
    Optional<HeldOutSection> heldOut =
        settings.heldOut()
            ? HeldOutSection.of(settled, train.fits(seed), card, settings.points())
            : Optional.empty();
    GroupPage page =
        new GroupPage(
            sweep.group(),
            sweep.objective(),
            written,
            CodeVersion.current(),
            SweepSection.of(
                sweep,
                settings.runs(),
                settings.points(),
                run ->
                    effects.map(found -> ScheduleSettings.inWords(found.settings(run))).orElse("")),
            effects
                .filter(found -> !found.looked().varying().isEmpty())
                .map(found -> SettingsSection.of(found, sweep.objective().metric()))
                .orElse(null),
            diagnosed(
                effects
                    .map(found -> SettledSweep.inStepsOf(sweep, found, found.reference()))
                    .orElse(sweep)),
            horizons,
            LongRunSection.of(artifacts, sweep, settings.points()),
            heldOut.orElse(null),
            heldOut.isPresent() ? "" : withoutHeldOut(),
            card.orElse(null));
    byte[] html = Pages.render("group.html", page);
    String name = FOLDER + "/" + PageName.of(sweep.group());
    output.replace(name + ".html", html);
    output.replace(name + ".json", entry(sweep, name + ".html", horizons).write());
    return new ReportedGroup(name + ".html", html.length);
  }

  /** What hyperparameters do; empty where the sweep cannot be judged. */
  private Optional<Effects> effects(Sweep sweep, Ensembles.Stored ensemble) {
    try {
      return Optional.of(GroupTraining.effects(sweep, ensemble, train.hyperparameters()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Nothing is said of a sweep that cannot be judged. */
  private List<Finding> diagnosed(Sweep sweep) {
    try {
      return SweepDiagnosis.of(SweepOutcomes.of(sweep, sweep.totalSteps()), diagnosis);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private String withoutHeldOut() {
    return settings.heldOut()
        ? "There are too few runs, or too few different schedules, to hold some out."
        : "The setting report.held-out is off.";
  }

  private static GroupEntry entry(Sweep sweep, String page, List<HorizonSection> horizons) {
    List<GroupEntry.Published> published = new ArrayList<>();
    for (HorizonSection horizon : horizons) {
      published.add(
          new GroupEntry.Published(
              horizon.horizon(),
              horizon.artifact().version(),
              horizon.provenance().created(),
              horizon.artifact().decision(),
              horizon.artifact().outcome().objective(),
              horizon.artifact().outcome().standardDeviation(),
              horizon.artifact().bestRun().objective(),
              thinned(horizon.versions().expected())));
    }
    return new GroupEntry(
        GroupEntry.FORMAT,
        page,
        sweep.group().model(),
        sweep.group().dataset(),
        sweep.group().optimizer(),
        sweep.objective().metric(),
        sweep.objective().direction().label(),
        sweep.runs().size(),
        (int) sweep.runs().stream().filter(run -> run.diverged()).count(),
        published);
  }

  private static double[] thinned(double[] values) {
    double[] version = new double[values.length];
    for (int i = 0; i < version.length; i++) {
      version[i] = i;
    }
    return Thinning.curve("", "", version, values, HISTORY).y();
  }
}
