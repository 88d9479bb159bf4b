package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.prior.AcrossGroups;
import io.lode.lab.prior.KnownQuestions;
import io.lode.lab.prior.PriorBench;
import io.lode.lab.prior.PriorRow;
import io.lode.lab.prior.PublicFamilies;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.lab.prior.SimulatedFamilies;
import io.lode.model.crossgroup.CrossConfig;
import io.lode.prior.GroupEvidence;
import io.lode.prior.PriorConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a prior is worth in families of groups that it has not seen. */
@Command(
    name = "prior",
    description =
        "Leave one family of published logs out in turn, estimate a prior from the others, and"
            + " forecast runs of the family with it and without it.")
final class PriorBenchCommand implements Callable<Integer> {

  /** Runs of a simulated sweep: each of a world's ordinary schedules once. Count. */
  private static final int SIMULATED_RUNS = 20;

  @Mixin private BenchOptions options;

  @Parameters(
      paramLabel = "DATA_DIR",
      description =
          "folder with llm-schedules, olmo-ladder, llm-loss-curves, deepobs and"
              + " algoperf-submissions, or some of them")
  private Path folder;

  @Option(
      names = "--runs",
      split = ",",
      paramLabel = "N",
      description = "runs of a group that are fitted (default: 1,2,3,6,12)")
  private List<Integer> counts = List.of(1, 2, 3, 6, 12);

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "2",
      description = "random choices of those runs (default: ${DEFAULT-VALUE})")
  private int draws;

  @Option(
      names = "--tests",
      paramLabel = "N",
      defaultValue = "10",
      description = "most held-out runs that judge a fit (default: ${DEFAULT-VALUE})")
  private int tests;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "3",
      description = "members of an ensemble (default: ${DEFAULT-VALUE})")
  private int members;

  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "another strength of the prior than the default")
  private Double strength;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "seed of draws and fits (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--worlds",
      paramLabel = "N",
      defaultValue = "-1",
      description =
          "let the prior also see sweeps of the simulated worlds, with N variants of each; -1 for"
              + " none (default: ${DEFAULT-VALUE})")
  private int worlds;

  @Option(names = "--questions", description = "ask the two questions of known answer only")
  private boolean questions;

  @Option(
      names = "--across",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "also train the latent ODE across groups, N steps for each family that is left out; 0"
              + " for none (default: ${DEFAULT-VALUE})")
  private int across;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "13",
      description =
          "with --across, number of trainings, each without some of the families (default:"
              + " ${DEFAULT-VALUE})")
  private int folds;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "with --across, cpu, or gpu0, gpu1 and so on (default: ${DEFAULT-VALUE})")
  private String device;

  @Option(
      names = "--families",
      split = ",",
      paramLabel = "NAME",
      description = "judge these families only; the prior still sees the others")
  private List<String> families = List.of();

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    PriorConfig standard = PriorConfig.standard();
    PriorConfig config = strength == null ? standard : standard.withStrength(strength);
    PriorBench bench =
        new PriorBench(new PriorBench.Plan(counts, draws, tests, seed, members, config), progress);
    List<Member> all = PublicFamilies.read(folder);
    List<Member> seen = new ArrayList<>(all);
    if (worlds >= 0) {
      seen.addAll(SimulatedFamilies.members(worlds, SIMULATED_RUNS, seed));
    }
    List<GroupEvidence> evidence = bench.evidence(seen);
    List<PriorRow> rows = new ArrayList<>();
    if (families.isEmpty()) {
      rows.addAll(new KnownQuestions(bench, all, evidence).ask());
    }
    int asked = rows.size();
    if (!questions) {
      List<Member> judged =
          all.stream()
              .filter(one -> families.isEmpty() || families.contains(one.family()))
              .toList();
      rows.addAll(
          bench.fewRuns(
              judged,
              evidence,
              across > 0
                  ? new AcrossGroups(
                      bench,
                      seen,
                      evidence,
                      all.stream().map(Member::family).distinct().toList(),
                      CrossConfig.standard(seed).ofSteps(across).on(device),
                      folds,
                      progress)
                  : (family, prior) -> List.of()));
    }
    List<String> lines = new ArrayList<>();
    lines.add("| question | family | predictor | fits | curve | last | in the 95% band |");
    lines.add("|---|---|---|---|---|---|---|");
    for (PriorRow row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %d | %.4f | %.4f | %s |",
              row.question(),
              row.family(),
              row.predictor(),
              row.forecasts(),
              row.curve(),
              row.last(),
              Double.isNaN(row.within95())
                  ? ""
                  : String.format(Locale.ROOT, "%.0f%%", 100 * row.within95())));
    }
    lines.add(
        "errors of the first "
            + asked
            + " rows are of the loss itself, of the others of its logarithm");
    return Result.of(Map.of("rows", rows), lines);
  }
}
