package io.lode.jobs.store.tables;

import io.lode.artifact.Digests;
import io.lode.jobs.GroupFilter;
import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;

/** Lists the runs of a store and their groups in this process, without Spark. */
public final class RunListing {

  /** Which runs are listed. */
  public enum Which {
    /** Those that count. */
    COUNTED,
    /** Those that were removed. */
    REMOVED
  }

  /**
   * A run.
   *
   * @param points that it logged
   * @param lastStep of them, or null
   * @param last value of the objective, or null
   * @param best value of the objective, or null
   * @param reason of the status, or null
   * @param hyperparameters by name, as they were logged
   */
  public record Listed(
      GroupKey group,
      String sweep,
      String run,
      String status,
      int points,
      Double lastStep,
      double totalSteps,
      String metric,
      Double last,
      Double best,
      String reason,
      Map<String, String> hyperparameters) {}

  private record Key(GroupKey group, String sweep, String run) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::group).thenComparing(Key::sweep).thenComparing(Key::run);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** What is known of a group while its runs are read. */
  private static final class Group {

    private Objective objective;
    private long diverged;
    private long running;
    private final List<Double> totals = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();

    void add(Record row) {
      if (objective == null) {
        Double ceiling = (Double) row.getField("objective_ceiling");
        objective =
            new Objective(
                ListedRows.text(row, "objective_metric"),
                Direction.of(ListedRows.text(row, "objective_direction")),
                ceiling == null ? Double.NaN : ceiling);
      }
      String status = ListedRows.text(row, "status");
      diverged += status.equals(RunStatus.DIVERGED.label()) ? 1 : 0;
      running += status.equals(RunStatus.RUNNING.label()) ? 1 : 0;
      totals.add((Double) row.getField("total_steps"));
      digests.add(ListedRows.text(row, "digest"));
    }

    GroupSummary summary(GroupKey key) {
      double[] lengths = totals.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      digests.sort(null);
      return new GroupSummary(
          key,
          objective,
          totals.size(),
          diverged,
          running,
          lengths[0],
          lengths[lengths.length - 1],
          Sweep.totalSteps(lengths),
          Digests.sha256(String.join(",", digests).getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static final List<String> NAMES = List.of("model", "dataset", "optimizer", "removed");

  private final ListedRows rows;

  private RunListing(ListedRows rows) {
    this.rows = rows;
  }

  /** The runs at the current snapshot; empty before the first. */
  static Optional<RunListing> current(StoreTable table) {
    return ListedRows.current(table).map(RunListing::new);
  }

  /** The snapshot's id. */
  public long snapshot() {
    return rows.snapshot();
  }

  /** As {@link TrajectorySnapshot#groups(GroupFilter)}. */
  public List<GroupSummary> groups(GroupFilter filter) {
    List<String> columns = new ArrayList<>(NAMES);
    columns.addAll(
        List.of(
            "status",
            "total_steps",
            "objective_metric",
            "objective_direction",
            "objective_ceiling",
            "digest"));
    Map<GroupKey, Group> groups = new TreeMap<>();
    rows.each(
        columns,
        row -> {
          GroupKey key = group(row);
          if (isOf(row, Which.COUNTED) && filter.test(key)) {
            groups.computeIfAbsent(key, absent -> new Group()).add(row);
          }
        });
    return groups.entrySet().stream().map(one -> one.getValue().summary(one.getKey())).toList();
  }

  /**
   * The first runs by group, sweep and name. What they logged is read of these only.
   *
   * @param limit most runs
   */
  public List<Listed> runs(GroupFilter filter, Which which, int limit) {
    Set<Key> first = first(filter, which, limit);
    if (first.isEmpty()) {
      return List.of();
    }
    Object[] groups = first.stream().map(key -> key.group().path()).distinct().toArray();
    List<String> columns = new ArrayList<>(NAMES);
    columns.addAll(
        List.of(
            "sweep",
            "run",
            "status",
            "step",
            "total_steps",
            "objective_metric",
            "objective_direction",
            "objective",
            "status_reason",
            "hyperparameters"));
    Map<Key, Listed> listed = new TreeMap<>();
    rows.each(
        columns,
        Expressions.in(StoreTable.GROUP_PATH, groups),
        row -> {
          Key key = key(row);
          if (isOf(row, which) && first.contains(key)) {
            listed.put(key, listed(key, row));
          }
        });
    return List.copyOf(listed.values());
  }

  private Set<Key> first(GroupFilter filter, Which which, int limit) {
    List<String> columns = new ArrayList<>(NAMES);
    columns.addAll(List.of("sweep", "run"));
    PriorityQueue<Key> smallest = new PriorityQueue<>(Comparator.reverseOrder());
    rows.each(
        columns,
        row -> {
          Key key = key(row);
          if (isOf(row, which) && filter.test(key.group())) {
            smallest.add(key);
            if (smallest.size() > limit) {
              smallest.remove();
            }
          }
        });
    return new HashSet<>(smallest);
  }

  private static Listed listed(Key key, Record row) {
    List<?> steps = (List<?>) row.getField("step");
    List<Double> logged =
        ((List<?>) row.getField("objective"))
            .stream().filter(Objects::nonNull).map(Double.class::cast).toList();
    Comparator<Double> order = Comparator.naturalOrder();
    boolean minimize =
        Direction.of(ListedRows.text(row, "objective_direction")) == Direction.MINIMIZE;
    return new Listed(
        key.group(),
        key.sweep(),
        key.run(),
        ListedRows.text(row, "status"),
        steps.size(),
        steps.isEmpty() ? null : (Double) steps.get(steps.size() - 1),
        (Double) row.getField("total_steps"),
        ListedRows.text(row, "objective_metric"),
        logged.isEmpty() ? null : logged.get(logged.size() - 1),
        logged.stream().min(minimize ? order : order.reversed()).orElse(null),
        ListedRows.text(row, "status_reason"),
        hyperparameters(row));
  }

  private static Map<String, String> hyperparameters(Record row) {
    Map<String, String> hyperparameters = new TreeMap<>();
    Object logged = row.getField("hyperparameters");
    if (logged instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> hyperparameters.put(name.toString(), Objects.toString(value, null)));
    }
    return hyperparameters;
  }

  private static boolean isOf(Record row, Which which) {
    return Boolean.TRUE.equals(row.getField("removed")) == (which == Which.REMOVED);
  }

  private static Key key(Record row) {
    return new Key(group(row), ListedRows.text(row, "sweep"), ListedRows.text(row, "run"));
  }

  private static GroupKey group(Record row) {
    return new GroupKey(
        ListedRows.text(row, "model"),
        ListedRows.text(row, "dataset"),
        ListedRows.text(row, "optimizer"));
  }
}
