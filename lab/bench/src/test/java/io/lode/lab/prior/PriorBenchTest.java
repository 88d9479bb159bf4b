package io.lode.lab.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.FittingMethod;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.model.crossgroup.CrossConfig;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorConfig;
import io.lode.prior.SeenGroupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorBenchTest {

  private static final List<Member> WORLDS = SimulatedFamilies.members(0, 8, 1);

  private static PriorBench bench() {
    return new PriorBench(
        new PriorBench.Plan(List.of(2), 1, 3, 1, 1, PriorConfig.standard()), line -> {});
  }

  @Test
  void refusesAPriorThatHasSeenTheGroupItTests() {
    Member member = WORLDS.get(0);
    PriorBench bench = bench();
    Prior seen = Prior.of(PriorConfig.standard(), bench.evidence(List.of(member)));
    assertThatThrownBy(() -> bench.methods(seen, member.sweep()))
        .isInstanceOf(SeenGroupException.class)
        .hasMessageContaining("the prior has seen group model=quadratic");
  }

  @Test
  void judgesEveryPredictorInFamiliesThatThePriorHasNotSeen() {
    List<Member> two = WORLDS.subList(0, 2);
    PriorBench bench = bench();
    List<GroupEvidence> evidence = bench.evidence(two);
    List<PriorRow> rows = bench.fewRuns(two, evidence);
    assertThat(rows).hasSize(10);
    assertThat(rows)
        .extracting(PriorRow::predictor)
        .contains("nearest-run", "modal", "multi-power-law", "long-run", "long-run + prior");
    assertThat(rows).allSatisfy(row -> assertThat(row.curve()).isPositive().isFinite());
    assertThat(bench.withoutFamily(two, evidence, two.get(0).family()).groups())
        .extracting(GroupEvidence::group)
        .containsExactly(two.get(1).sweep().group());
  }

  /** Trained for a few steps on other families: the model refuses those it has seen. */
  @Test
  void judgesTheLatentOdeAcrossGroupsInFamiliesThatItHasNotSeen() {
    List<Member> three = WORLDS.subList(0, 3);
    List<String> families = three.stream().map(Member::family).toList();
    PriorBench bench = bench();
    List<GroupEvidence> evidence = bench.evidence(three);
    List<String> told = new ArrayList<>();
    AcrossGroups across =
        new AcrossGroups(
            bench, three, evidence, families, CrossConfig.standard(1).ofSteps(2), 2, told::add);
    List<PriorRow> rows = bench.fewRuns(three.subList(0, 1), evidence, across);
    assertThat(rows)
        .extracting(PriorRow::predictor)
        .contains(
            "cross-group", "long-run + prior & cross-group", "long-run + prior + cross-group");
    assertThat(rows).allSatisfy(row -> assertThat(row.curve()).isPositive().isFinite());
    assertThat(told.get(0))
        .startsWith("bench: loss without [" + families.get(0) + ", " + families.get(2) + "]")
        .contains("1 groups, 2 steps");
    Prior prior = bench.withoutFamily(three, evidence, families.get(0));
    FittingMethod alone = across.without(families.get(0), prior).get(0);
    assertThatThrownBy(() -> alone.fit().apply(three.get(1).sweep()))
        .isInstanceOf(SeenGroupException.class)
        .hasMessageContaining("was trained on group model=");
  }

  @Test
  void refusesNoFolds() {
    assertThatThrownBy(
            () ->
                new AcrossGroups(
                    bench(), WORLDS, List.of(), List.of(), CrossConfig.standard(1), 0, line -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds must be at least 1, found 0");
  }

  @Test
  void readsPublishedFoldersByFamily(@TempDir Path folder) throws IOException {
    write(folder.resolve("olmo-ladder/190M/a.csv"), "step,lr,validation_loss\n1,0.1,3\n2,0.1,2\n");
    write(folder.resolve("llm-loss-curves/25M/b.csv"), "step,lr,loss\n1,0.1,3\n2,0.1,2\n");
    write(
        folder.resolve("deepobs/fmnist_vae-adam/c.csv"),
        "step,lr,train_loss,validation_loss\n0,0.1,3,3\n1,0.1,nan,nan\n");
    List<Member> members = PublicFamilies.read(folder);
    assertThat(members)
        .extracting(Member::family)
        .containsExactly("olmo-ladder", "llm-loss-curves", "deepobs fmnist_vae");
    assertThat(members.get(2).sweep().group().optimizer()).isEqualTo("adam");
    assertThat(members.get(2).sweep().runs().get(0).diverged()).isTrue();
    assertThat(members.get(1).sweep().runs().get(0).trajectory().objective()).containsExactly(3, 2);
    assertThatThrownBy(() -> PublicFamilies.read(folder.resolve("deepobs")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds none of [llm-schedules, olmo-ladder, llm-loss-curves]");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
