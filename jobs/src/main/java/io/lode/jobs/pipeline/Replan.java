package io.lode.jobs.pipeline;

import io.lode.artifact.ScheduleArtifact;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.Notices;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.group.ReplanTask;
import io.lode.jobs.group.ReplannedRun;
import io.lode.jobs.group.ReplannedRun.Outcome;
import io.lode.jobs.group.RunToReplan;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** Replans runs in flight: some runs of a group a task, whatever the number of groups. */
public final class Replan {

  /** Most runs in one task, so that tasks share the work of a large group. */
  private static final int LARGEST_CHUNK = 32;

  private final Supplier<SparkSession> session;
  private final Store store;
  private final ReplanSettings config;
  private final HyperparameterSettings hyperparameters;
  private final IngestSettings ingest;
  private final GroupFilter filter;
  private final long seed;
  private final Progress progress;

  /** Prepares to replan, with the settings in force. */
  public Replan(JobContext context) {
    session = context.session();
    store = context.store();
    config = ReplanSettings.of(context.settings());
    hyperparameters = HyperparameterSettings.of(context.settings());
    ingest = IngestSettings.of(context.settings());
    filter = context.groups();
    seed = context.seed();
    progress = context.progress();
  }

  /**
   * One pass over every run in flight: those that log into the store, and those that were ingested
   * while they trained.
   *
   * @return one result a run in flight, by group and run
   * @throws NothingUsableException if no run is in flight
   */
  public ReplanReport pass() {
    List<RunToReplan> runs = new ArrayList<>();
    RunLogs logs = new RunLogs(store.files());
    for (GroupKey group : logs.groups()) {
      if (filter.test(group)) {
        logs.runs(group).forEach(run -> runs.add(new RunToReplan(group, run, null)));
      }
    }
    Set<String> known =
        runs.stream().map(run -> run.group().path() + "/" + run.run()).collect(Collectors.toSet());
    for (RunToReplan run : ingested()) {
      if (known.add(run.group().path() + "/" + run.run())) {
        runs.add(run);
      }
    }
    List<ReplannedRun> results = replan(runs);
    if (results.isEmpty()) {
      throw new NothingUsableException(
          "store " + store.root() + " holds no run in flight of " + filter);
    }
    return new ReplanReport(results);
  }

  private List<RunToReplan> ingested() {
    List<RunToReplan> runs = new ArrayList<>();
    Optional<TrajectorySnapshot> snapshot = store.findTrajectories();
    if (snapshot.isPresent()) {
      for (Row row :
          snapshot
              .get()
              .rows()
              .filter(functions.col("status").equalTo(RunStatus.RUNNING.label()))
              .select("model", "dataset", "optimizer", "run")
              .collectAsList()) {
        GroupKey group = new GroupKey(row.getString(0), row.getString(1), row.getString(2));
        if (filter.test(group)) {
          runs.add(new RunToReplan(group, row.getString(3), null));
        }
      }
    }
    return runs;
  }

  /** Replans some runs; those that are not in flight give no result. */
  List<ReplannedRun> replan(List<RunToReplan> runs) {
    Map<GroupKey, List<RunToReplan>> byGroup = new TreeMap<>();
    runs.forEach(run -> byGroup.computeIfAbsent(run.group(), g -> new ArrayList<>()).add(run));
    Optional<TrajectorySnapshot> snapshot = store.findTrajectories();
    Set<GroupKey> stored = snapshot.map(Replan::groups).orElse(Set.of());
    List<ReplannedRun> results = new ArrayList<>();
    Map<String, Integer> chunks = new HashMap<>();
    List<Tuple2<String, RunToReplan>> keyed = new ArrayList<>();
    for (Map.Entry<GroupKey, List<RunToReplan>> group : byGroup.entrySet()) {
      if (!stored.contains(group.getKey())) {
        for (RunToReplan run : group.getValue()) {
          results.add(
              ReplannedRun.without(
                  run.group(),
                  run.run(),
                  null,
                  Double.NaN,
                  Outcome.SKIPPED,
                  "its group has no sweep in the store; run lode ingest and lode train first"));
        }
        continue;
      }
      String path = group.getKey().path();
      int count = (group.getValue().size() + LARGEST_CHUNK - 1) / LARGEST_CHUNK;
      chunks.put(path, count);
      for (int i = 0; i < group.getValue().size(); i++) {
        keyed.add(new Tuple2<>(chunk(path, i % count), group.getValue().get(i)));
      }
    }
    if (!keyed.isEmpty()) {
      results.addAll(run(snapshot.orElseThrow(), byGroup.keySet(), chunks, keyed));
    }
    results.sort(Comparator.comparing(ReplannedRun::group).thenComparing(ReplannedRun::run));
    return results;
  }

  /** The groups that have runs in the store. */
  private static Set<GroupKey> groups(TrajectorySnapshot snapshot) {
    return snapshot
        .rows()
        .select("model", "dataset", "optimizer")
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> new GroupKey(row.getString(0), row.getString(1), row.getString(2)))
        .collect(Collectors.toSet());
  }

  private List<ReplannedRun> run(
      TrajectorySnapshot snapshot,
      Set<GroupKey> groups,
      Map<String, Integer> chunks,
      List<Tuple2<String, RunToReplan>> keyed) {
    int tasks = chunks.values().stream().mapToInt(Integer::intValue).sum();
    progress.accept("replan: %d runs in %d tasks".formatted(keyed.size(), tasks));
    CollectionAccumulator<String> notices =
        session.get().sparkContext().collectionAccumulator("replan");
    LongAccumulator replanned = session.get().sparkContext().longAccumulator("runs replanned");
    ReplanTask task =
        new ReplanTask(
            store.artifacts(), config, hyperparameters, ingest, seed, Instant.now().toString());
    HashMap<String, Integer> counts = new HashMap<>(chunks);
    List<GroupKey> wanted =
        groups.stream().filter(group -> chunks.containsKey(group.path())).toList();
    JavaPairRDD<String, Sweep> sweeps =
        snapshot
            .sweeps(wanted)
            .flatMapToPair(
                sweep -> {
                  List<Tuple2<String, Sweep>> copies = new ArrayList<>();
                  String path = sweep.group().path();
                  for (int i = 0; i < counts.get(path); i++) {
                    copies.add(new Tuple2<>(chunk(path, i), sweep));
                  }
                  return copies.iterator();
                });
    JavaPairRDD<String, RunToReplan> runs =
        JavaSparkContext.fromSparkContext(session.get().sparkContext()).parallelizePairs(keyed);
    try (Stage stage = progress.stage("replan", "runs", keyed.size(), replanned::value)) {
      List<ReplannedRun> results =
          sweeps
              .cogroup(runs, new HashPartitioner(tasks))
              .flatMap(
                  pair -> {
                    List<ReplannedRun> done = new ArrayList<>();
                    for (Sweep sweep : pair._2()._1()) {
                      done.addAll(task.replan(sweep, pair._2()._2()));
                    }
                    pair._2()._2().forEach(run -> replanned.add(1));
                    Notices.take().forEach(notices::add);
                    return done.iterator();
                  })
              .collect();
      progress.accept(stage.line());
      notices.value().forEach(Notices::tell);
      return results;
    }
  }

  /**
   * How a run in flight would unfold under another schedule from its last logged step on.
   *
   * @return on the objective's own scale, at the ends of 60 equal intervals up to the horizon
   * @throws UsageException if several groups have a run of this name
   * @throws NothingUsableException if none has, or what it did is not known well enough to say
   */
  public ScheduleArtifact.Predicted whatIf(String run, PiecewiseLogLinear schedule) {
    RunLogs logs = new RunLogs(store.files());
    Set<GroupKey> groups = new TreeSet<>();
    for (GroupKey group : logs.groups()) {
      if (filter.test(group) && logs.runs(group).contains(run)) {
        groups.add(group);
      }
    }
    ingested().stream()
        .filter(known -> known.run().equals(run))
        .forEach(known -> groups.add(known.group()));
    if (groups.size() > 1) {
      throw new UsageException(
          "run " + run + " is in " + groups.size() + " groups; name one with --group");
    }
    if (groups.isEmpty()) {
      throw new NothingUsableException(
          "store " + store.root() + " holds no run " + run + " in flight of " + filter);
    }
    RunToReplan wanted = new RunToReplan(groups.iterator().next(), run, null);
    ReplanTask task =
        new ReplanTask(
            store.artifacts(), config, hyperparameters, ingest, 0, Instant.now().toString());
    double[] step = schedule.step();
    double[] learningRate = schedule.learningRate();
    List<double[][]> predicted =
        store
            .trajectories()
            .sweeps(List.copyOf(groups))
            .map(sweep -> task.whatIf(sweep, wanted, step, learningRate))
            .collect();
    if (predicted.isEmpty()) {
      throw new NothingUsableException("the group of run " + run + " has no sweep in the store");
    }
    double[][] columns = predicted.get(0);
    return new ScheduleArtifact.Predicted(columns[0], columns[1], columns[2]);
  }

  private static String chunk(String path, int index) {
    return path + "#" + index;
  }
}
