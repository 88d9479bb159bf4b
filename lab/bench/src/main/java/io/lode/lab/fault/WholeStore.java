package io.lode.lab.fault;

import io.lode.artifact.Safetensors;
import io.lode.artifact.Safetensors.Tensor;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.fault.LocalStore.Answer;
import io.lode.lab.load.SimulatedLogs;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * A store that holds a file of every kind that LODE writes, and the command that next reads each
 * kind.
 *
 * @param local the store, which a few nights have filled
 */
record WholeStore(LocalStore local) {

  private static final String MODEL = "group-0";
  private static final String DATASET = "simulated";
  private static final String OPTIMIZER = "unknown";
  private static final GroupKey GROUP = new GroupKey(MODEL, DATASET, OPTIMIZER);

  /** Twice the steps of every run of the group. */
  private static final String LONGER = "2400";

  private static final String WATCH = "replan-watch/";

  private static final List<String> RUNS = List.of("flying-1", "flying-2");

  private static World world() {
    return Worlds.quadratic(1);
  }

  /** Adds what nights do not write: plans of all kinds, runs in flight, priors and a checkpoint. */
  void complete() {
    requireDone("prior", "--alone");
    requireDone("prior");
    requireDone(longRun());
    requireDone(anytime());
    requireDone(extension());
    fly(0, 0.3, 1);
    requireDone("replan");
    requireDone(watch());
    fly(0.3, 0.6, 2);
    requireDone("replan");
    requireDone(watch());
    Map<String, Tensor> tensors = new TreeMap<>(Map.of("checkpoint.step", Tensor.vector(100)));
    files()
        .create(
            "checkpoints/" + GROUP.path() + "/0123456789abcdef.safetensors",
            new Safetensors(new TreeMap<>(tensors), new TreeMap<>()).write());
    local.keep();
  }

  private StoreFiles files() {
    return StoreFiles.at(local.store().toString(), new Configuration());
  }

  /** Logs the next part of two runs in flight. */
  private void fly(double after, double until, int part) {
    VersionedFolder folder = new Artifacts(files()).schedules(GROUP, new Horizon(1));
    String path = folder.path(folder.latestVersion().orElseThrow());
    ScheduleArtifact followed = ScheduleArtifactJson.read(folder.latest().orElseThrow(), path);
    World world = world();
    List<Run> runs =
        world.train(List.of(followed.schedule(), followed.schedule()), RUNS, world.totalSteps(), 7);
    SimulatedLogs logs = new SimulatedLogs(files(), GROUP, world.objective());
    double total = world.totalSteps();
    runs.forEach(run -> logs.append(run, path, after * total, until * total, part));
  }

  private static String[] longRun() {
    return ofGroup("generate", "--steps", LONGER);
  }

  private static String[] anytime() {
    return ofGroup("generate", "--anytime");
  }

  private static String[] extension() {
    String run = SweepDraw.of(world(), LocalStore.FIRST_RUNS, 0).names().get(0);
    return ofGroup("extend", "--run", run, "--steps", LONGER);
  }

  private static String[] watch() {
    return new String[] {"replan", "--watch", "--drain"};
  }

  private static String[] ofGroup(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--group", "model=" + MODEL + ",dataset=" + DATASET));
    all.addAll(LocalStore.SMALL);
    return all.toArray(String[]::new);
  }

  private void requireDone(String... command) {
    LocalStore.requireDone(LocalStore.run(local.store(), command));
  }

  /** Runs the command that next reads files of a kind. */
  Answer next(String kind) {
    for (Map.Entry<String, String[]> one : readers().entrySet()) {
      if (kind.contains(one.getKey())) {
        if (kind.contains(WATCH)) {
          // Or the watch would have nothing to do, and would not read what it remembers.
          fly(0.6, 0.8, 3);
        }
        return LocalStore.run(local.store(), one.getValue());
      }
    }
    return local.nightly(local.store());
  }

  /** Commands by what the kinds of file that they read hold in their names, in this order. */
  private static Map<String, String[]> readers() {
    Map<String, String[]> readers = new LinkedHashMap<>();
    readers.put("priors/", new String[] {"prior", "--alone"});
    readers.put(WATCH, watch());
    readers.put("replan.json", new String[] {"replan"});
    readers.put("runs/", new String[] {"replan"});
    readers.put("/steps=", longRun());
    readers.put("/anytime/", anytime());
    readers.put("/run=", extension());
    return readers;
  }
}
