package io.lode.jobs.report;

import io.lode.artifact.EnsembleCard;
import io.lode.search.evidence.Finding;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that the page of a group holds.
 *
 * @param group whose page it is
 * @param objective what its runs are judged by
 * @param written when, as an instant
 * @param code version of LODE
 * @param sweep its runs
 * @param settings what varies beside the rate, or null where nothing does
 * @param diagnosis what the sweep lacks, the gravest first
 * @param horizons what is published, by horizon
 * @param longRuns what is published for runs that are longer than any
 * @param heldOut forecasts of held-out runs, or null
 * @param withoutHeldOut why there are none, or nothing
 * @param card of the ensemble, or null where the group has none
 */
record GroupPage(
    GroupKey group,
    Objective objective,
    String written,
    String code,
    SweepSection sweep,
    SettingsSection settings,
    List<Finding> diagnosis,
    List<HorizonSection> horizons,
    List<LongRunSection> longRuns,
    HeldOutSection heldOut,
    String withoutHeldOut,
    EnsembleCard card) {

  String direction() {
    return objective.direction().label();
  }

  String time() {
    return Figures.time(written);
  }

  /** Whether the sweep lacks anything. */
  boolean diagnosed() {
    return !diagnosis.isEmpty();
  }

  boolean published() {
    return !horizons.isEmpty() || !longRuns.isEmpty();
  }

  /** Whether it is known what the group's forecasts are worth. */
  boolean judged() {
    return card != null && card.verdict() != null;
  }

  /** What the group's forecasts are worth, as a sentence. */
  String verdict() {
    return judged() ? card.verdict().words() : "";
  }

  /** The ensemble's facts, by name. */
  List<Fact> ensemble() {
    if (card == null) {
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Ensemble", card.id()));
    facts.add(new Fact("Kind and members", card.forecaster() + ", " + card.members()));
    facts.add(new Fact("Fitted to", card.runs().size() + " runs of snapshot " + card.snapshot()));
    facts.add(
        new Fact(
            "Fitted",
            Figures.time(card.created())
                + " UTC, in "
                + Figures.number(card.seconds())
                + " s, seed "
                + card.seed()));
    facts.add(new Fact("Version of LODE", card.code()));
    for (Map.Entry<String, String> setting : card.settings().entrySet()) {
      facts.add(new Fact(setting.getKey(), setting.getValue()));
    }
    return facts;
  }

  /** A name and its value. */
  record Fact(String name, String value) {}

  /** The data of all plots, as JSON that may stand in a script element. */
  String plots() {
    List<Plot> plots = new ArrayList<>(sweep.plots());
    for (HorizonSection horizon : horizons) {
      plots.addAll(horizon.plots());
      plots.add(horizon.versions().plot());
    }
    longRuns.forEach(longRun -> plots.addAll(longRun.plots()));
    if (settings != null) {
      plots.addAll(settings.plots());
    }
    if (heldOut != null) {
      plots.addAll(heldOut.plots());
    }
    return PlotJson.write(plots);
  }
}
