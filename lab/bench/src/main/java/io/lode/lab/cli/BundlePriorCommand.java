package io.lode.lab.cli;

import io.lode.artifact.CodeVersion;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.prior.PriorBench;
import io.lode.lab.prior.PublicFamilies;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.lab.prior.SimulatedFamilies;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorArtifact;
import io.lode.prior.PriorArtifact.Source;
import io.lode.prior.PriorConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the prior that comes with LODE. */
@Command(
    name = "bundle-prior",
    description =
        "Estimate the prior that comes with LODE, from published logs and the simulated worlds, and"
            + " write it with the list of the runs that it has seen.")
final class BundlePriorCommand implements Callable<Integer> {

  /** Variants of each simulated world beside the standard one. Count. */
  private static final int VARIANTS = 1;

  /** Runs of a simulated sweep. Count. */
  private static final int SIMULATED_RUNS = 20;

  private static final long SEED = 7;

  @Mixin private BenchOptions options;

  @Parameters(paramLabel = "DATA_DIR", description = "folder of the published logs")
  private Path folder;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "where bundled.json and bundled-runs.csv are written")
  private Path output;

  @Override
  public Integer call() {
    return options.run(this::bundle);
  }

  private Result bundle(ConsoleProgress progress) {
    PriorBench bench =
        new PriorBench(
            new PriorBench.Plan(List.of(), 0, 0, SEED, 1, PriorConfig.standard()), progress);
    List<Member> published = PublicFamilies.read(folder);
    List<Member> simulated = SimulatedFamilies.members(VARIANTS, SIMULATED_RUNS, SEED);
    List<GroupEvidence> ofPublished = bench.evidence(published);
    List<GroupEvidence> ofSimulated = bench.evidence(simulated);
    List<GroupEvidence> all = new ArrayList<>(ofPublished);
    all.addAll(ofSimulated);
    PriorArtifact artifact =
        PriorArtifact.of(
            Prior.of(PriorConfig.standard(), all),
            List.of(
                new Source("published logs", "", ofPublished.size()),
                new Source("simulated worlds", "", ofSimulated.size())),
            Instant.now().toString(),
            CodeVersion.current());
    List<Member> members = new ArrayList<>(published);
    members.addAll(simulated);
    List<GroupKey> taught = all.stream().map(GroupEvidence::group).toList();
    List<String> runs = new ArrayList<>(List.of("family,model,dataset,optimizer,run"));
    for (Member member : members) {
      GroupKey group = member.sweep().group();
      if (taught.contains(group)) {
        for (Run run : member.sweep().runs()) {
          runs.add(
              String.join(
                  ",",
                  member.family(),
                  group.model(),
                  group.dataset(),
                  group.optimizer(),
                  run.run()));
        }
      }
    }
    byte[] content = artifact.write();
    try {
      Files.createDirectories(output);
      Files.write(output.resolve("bundled.json"), content);
      Files.write(output.resolve("bundled-runs.csv"), runs);
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be written", e);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", artifact.id());
    json.put("groups", all.size());
    json.put("runs", runs.size() - 1);
    json.put("bytes", content.length);
    return Result.of(
        json,
        List.of(
            "prior "
                + artifact.id()
                + " from "
                + all.size()
                + " groups, "
                + (runs.size() - 1)
                + " runs: "
                + content.length
                + " bytes in "
                + output.resolve("bundled.json")));
  }
}
