package io.lode.jobs.report;

import io.lode.artifact.ScheduleArtifact;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.artifacts.SoundVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions of one schedule over time.
 *
 * @param rows the newest first, some of them
 * @param left what the table leaves out, in words, or nothing
 * @param plot of what was predicted and what the best run had reached, by version
 * @param latest the version that jobs follow
 * @param expected what each version was expected to reach, the oldest first
 */
record VersionsSection(List<Row> rows, String left, Plot plot, int latest, double[] expected) {

  private static final int LONGEST_TABLE = 20;
  private static final int LONGEST_REASON = 160;

  /** One version in the table. */
  record Row(
      int version,
      boolean latest,
      String created,
      String decision,
      String policy,
      String predicted,
      String bestRun,
      String best,
      String reason) {}

  /**
   * What there is to say of the versions in a folder.
   *
   * @param most how many of them to read, the newest
   * @param latest the version that jobs follow
   */
  static VersionsSection of(String id, VersionedFolder folder, int most, int latest) {
    List<Integer> versions = folder.versions();
    List<ScheduleArtifact> read = new ArrayList<>();
    SoundVersions<ScheduleArtifact> sound = new ScheduleVersions(folder).sound();
    for (int version : versions.subList(Math.max(0, versions.size() - most), versions.size())) {
      sound.read(version).ifPresent(read::add);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = read.size() - 1; i >= 0 && rows.size() < LONGEST_TABLE; i--) {
      rows.add(row(read.get(i), latest));
    }
    String left =
        rows.size() < versions.size()
            ? "The newest " + rows.size() + " of " + versions.size() + " versions."
            : "";
    double[] expected =
        read.stream().mapToDouble(artifact -> artifact.outcome().objective()).toArray();
    return new VersionsSection(rows, left, plot(id, read), latest, expected);
  }

  private static Row row(ScheduleArtifact artifact, int latest) {
    return new Row(
        artifact.version(),
        artifact.version() == latest,
        Figures.time(artifact.provenance().created()),
        artifact.decision(),
        artifact.policy(),
        Figures.spread(artifact.outcome().objective(), artifact.outcome().standardDeviation()),
        artifact.bestRun().run(),
        Figures.number(artifact.bestRun().objective()),
        Figures.shortened(artifact.reason(), LONGEST_REASON));
  }

  private static Plot plot(String id, List<ScheduleArtifact> read) {
    int count = read.size();
    double[] version = new double[count];
    double[] mean = new double[count];
    double[] upper = new double[count];
    double[] lower = new double[count];
    double[] best = new double[count];
    for (int i = 0; i < count; i++) {
      ScheduleArtifact artifact = read.get(i);
      double deviation = 2 * artifact.outcome().standardDeviation();
      version[i] = artifact.version();
      mean[i] = artifact.outcome().objective();
      upper[i] = mean[i] + deviation;
      lower[i] = mean[i] - deviation;
      best[i] = artifact.bestRun().objective();
    }
    String metric = count == 0 ? "objective" : read.get(0).objective().metric();
    boolean smaller = count == 0 || read.get(0).objective().direction() == Direction.MINIMIZE;
    return new Plot(
        id,
        "version",
        metric + (smaller ? " (smaller is better)" : " (larger is better)"),
        Plot.Scale.LINEAR,
        List.of(
            new Curve("two standard deviations above", "edge", version, upper),
            new Curve("two standard deviations below", "edge", version, lower),
            new Curve("best run observed", "best", version, best),
            new Curve("published, predicted", "published", version, mean)),
        List.of(new Plot.Band(0, 1)),
        null);
  }
}
