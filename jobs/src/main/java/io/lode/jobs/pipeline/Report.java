package io.lode.jobs.pipeline;

import io.lode.artifact.CodeVersion;
import io.lode.jobs.JobException;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.ReportSettings;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.report.GroupEntry;
import io.lode.jobs.report.GroupReport;
import io.lode.jobs.report.IndexPage;
import io.lode.jobs.report.Pages;
import io.lode.jobs.report.ReportedGroup;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes a page for every group, one group a Spark task, and the index of all pages. */
public final class Report {

  /** The index, below the report's folder. */
  public static final String INDEX = "index.html";

  private static final String DEFAULT_FOLDER = "report";

  private final JobContext context;

  /** Prepares a report, with the settings in force. */
  public Report(JobContext context) {
    this.context = context;
  }

  /**
   * A report that was written.
   *
   * @param folder its URI
   * @param index the index's size in bytes
   * @param groups one result a group
   */
  public record Written(String folder, int index, List<Done<ReportedGroup>> groups)
      implements JobReport {

    @Override
    public JobException failure() {
      return new GroupsReport<>("report", groups).failure();
    }
  }

  /** As {@link #write(String)}, to {@code report} below the store. */
  public Written write() {
    return write(context.store().root() + "/" + DEFAULT_FOLDER);
  }

  /**
   * Writes the pages of the groups that a filter admits, and an index of all groups that have one.
   *
   * @param output URI of a folder that executors reach
   * @throws UsageException if the output's file system is unknown
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  public Written write(String output) {
    Store store = context.store();
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupKey> groups =
        snapshot.groups(context.groups()).stream().map(GroupSummary::group).toList();
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(store.root(), snapshot.keys());
    }
    StoreFiles files = files(output);
    String written = Instant.now().toString();
    GroupReport report =
        new GroupReport(
            store.artifacts(),
            files,
            ReportSettings.of(context.settings()),
            TrainSettings.of(context.settings()),
            SearchSettings.of(context.settings()).search().diagnosis(),
            context.seed(),
            written);
    List<Done<ReportedGroup>> done =
        new GroupTasks(context.spark(), snapshot, context.progress())
            .run("report", groups, report::write);
    byte[] index = index(files, store.root(), written);
    files.replace(INDEX, index);
    return new Written(files.root(), index.length, done);
  }

  /** The index of the pages in a folder. */
  public static byte[] index(StoreFiles files, String store, String written) {
    List<GroupEntry> entries =
        files.list(GroupReport.FOLDER).stream()
            .filter(name -> name.endsWith(".json"))
            .flatMap(name -> files.read(GroupReport.FOLDER + "/" + name).stream())
            .map(GroupEntry::read)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(GroupEntry::group))
            .toList();
    return Pages.render(INDEX, new IndexPage(store, written, CodeVersion.current(), entries));
  }

  private StoreFiles files(String root) {
    try {
      return StoreFiles.at(root, context.hadoop());
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UsageException("--output " + root + " is not a folder: " + e.getMessage(), e);
    }
  }
}
