package io.lode.lab.prior;

import io.lode.lab.bench.CurveFile;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Groups of published training logs, by the family that they belong to: groups of one family may
 * share data, code or authors, so that a prior is judged on families that it has not seen.
 */
public final class PublicFamilies {

  /** Folders of {@code FOLDER/GROUP/RUN.csv} whose groups are one family. */
  private static final List<String> WHOLE =
      List.of("llm-schedules", "olmo-ladder", "llm-loss-curves");

  private PublicFamilies() {}

  /**
   * A group.
   *
   * @param family it belongs to
   */
  public record Member(String family, Sweep sweep) {}

  /**
   * Reads the families that a folder holds: language models by their source, DeepOBS by problem,
   * AlgoPerf by workload. Groups in which no run observed anything are left out.
   *
   * @throws IllegalArgumentException if it holds none of them
   */
  public static List<Member> read(Path folder) {
    List<Member> members = new ArrayList<>();
    for (String family : WHOLE) {
      for (Path group : children(folder.resolve(family))) {
        add(members, family, group, new GroupKey(name(group), family, "adamw"));
      }
    }
    for (Path group : children(folder.resolve("deepobs"))) {
      int dash = name(group).lastIndexOf('-');
      if (dash > 0) {
        String problem = name(group).substring(0, dash);
        String optimizer = name(group).substring(dash + 1);
        add(members, "deepobs " + problem, group, new GroupKey(problem, "deepobs", optimizer));
      }
    }
    for (Path submission : children(folder.resolve("algoperf-submissions"))) {
      for (Path group : children(submission)) {
        add(
            members,
            "algoperf " + name(group),
            group,
            new GroupKey(name(group), "algoperf", name(submission) + " (adam)"));
      }
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          folder
              + " holds none of "
              + WHOLE
              + ", deepobs and algoperf-submissions, expected folders of GROUP/RUN.csv");
    }
    return members;
  }

  private static void add(List<Member> members, String family, Path folder, GroupKey key) {
    List<Run> runs =
        files(folder).filter(file -> name(file).endsWith(".csv")).map(PublicFamilies::run).toList();
    if (!runs.isEmpty()) {
      members.add(new Member(family, new Sweep(key, Objective.minimize("validation_loss"), runs)));
    }
  }

  private static Run run(Path file) {
    Run run = CurveFile.read(file).run();
    double[] objective = run.trajectory().objective();
    boolean diverged = objective.length > 0 && !Double.isFinite(lastLogged(run));
    return diverged ? run.with(RunStatus.DIVERGED) : run;
  }

  /** Published logs write nan where a loss was not finite; cells may also be empty. */
  private static double lastLogged(Run run) {
    double[] training = run.trajectory().trainLoss();
    double[] objective = run.trajectory().objective();
    double last = objective[objective.length - 1];
    return Double.isFinite(last) ? last : training[training.length - 1];
  }

  private static List<Path> children(Path folder) {
    return Files.isDirectory(folder)
        ? files(folder).filter(Files::isDirectory).toList()
        : List.of();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
