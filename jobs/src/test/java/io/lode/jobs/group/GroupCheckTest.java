package io.lode.jobs.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.Cooldowns;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.artifact.ScheduleCsv;
import io.lode.artifact.ScheduleSettings;
import io.lode.artifact.SettingsCsv;
import io.lode.forecast.Horizon;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Finding;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.ProposalFolder;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.search.SearchState;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a group beside the tables is looked at whole, and no file stands for another. */
class GroupCheckTest {

  private static final GroupKey GROUP = new GroupKey("m", "d", "o");
  private static final GroupKey OTHER = new GroupKey("m2", "d", "o");
  private static final Horizon END = new Horizon(1);

  @TempDir private Path folder;

  private StoreFiles files;
  private Artifacts artifacts;

  @BeforeEach
  void open() {
    files = StoreFiles.at(folder.toString(), new Configuration());
    artifacts = new Artifacts(files);
  }

  private List<Finding> check(Repair repair) {
    return new GroupCheck(artifacts, repair).run(GROUP);
  }

  private List<String> damaged() {
    return check(Repair.NONE).stream().map(Finding::path).toList();
  }

  private static ScheduleArtifact sample(GroupKey group, String reason) {
    return SampleSchedule.of(group, END, reason, "2026-01-01T00:00:00Z");
  }

  private byte[] read(String path) {
    return files.read(path).orElseThrow();
  }

  private static byte[] flipped(byte[] bytes, String at) {
    int place = new String(bytes, UTF_8).indexOf(at);
    byte[] flipped = bytes.clone();
    flipped[place] ^= 1;
    return flipped;
  }

  @Test
  void plansOfLongRunsAndOfRunsWithoutAnEndAreLookedAt() {
    long steps = Math.round(sample(GROUP, "x").totalSteps());
    VersionedFolder longRuns = artifacts.longRuns(GROUP, steps);
    VersionedFolder anytime = artifacts.anytime(GROUP);
    LongRunKeys lengths = LongRunKeys.of(List.of(new LongRunKeys.Length(10, 1, 0.1)));
    LongRunKeys cooldowns =
        LongRunKeys.of(
            new Cooldowns(Cooldowns.Shape.LINEAR, 0.1, List.of(new Cooldowns.Stop(5, 5, 1, 0.1))));
    new ScheduleVersions(longRuns).publish(sample(GROUP, "long").with(lengths));
    new ScheduleVersions(anytime).publish(sample(GROUP, "anytime").with(cooldowns));
    assertThat(damaged()).isEmpty();

    byte[] whole = read(anytime.path(1));
    files.replace(longRuns.latestPath(), new byte[0]);
    files.replace(anytime.path(1), flipped(whole, "anytime"));
    assertThat(damaged()).containsExactly(longRuns.latestPath(), anytime.path(1));
    check(Repair.MEND);
    assertThat(damaged()).isEmpty();
    assertThat(read(anytime.path(1))).isEqualTo(whole);
  }

  @Test
  void aPlanOfALongRunIsNoScheduleOfAHorizon() {
    VersionedFolder horizon = artifacts.schedules(GROUP, END);
    new ScheduleVersions(horizon).publish(sample(GROUP, "usual"));
    LongRunKeys lengths = LongRunKeys.of(List.of(new LongRunKeys.Length(10, 1, 0.1)));
    byte[] usual = read(horizon.path(1));
    files.replace(
        horizon.latestPath(),
        ScheduleArtifactJson.write(sample(GROUP, "long").with(lengths).withVersion(1)));

    assertThat(damaged()).containsExactly(horizon.latestPath());
    assertThat(new ScheduleVersions(horizon).latest().orElseThrow().reason()).isEqualTo("usual");
    assertThat(read(horizon.latestPath())).isEqualTo(usual);
  }

  private static SearchState state(int night) {
    return new SearchState(night, 0.25, 1, "a", "b", List.of("a"), List.of(), List.of(), null);
  }

  @Test
  void aStateOfAnotherSearchOrAnotherNightIsKnown() {
    VersionedFolder own = artifacts.state(GROUP, END);
    VersionedFolder other = artifacts.state(OTHER, END);
    new SearchStates(own).save(state(0));
    new SearchStates(own).save(state(1));
    new SearchStates(own).save(state(1));
    new SearchStates(other).save(state(7));
    assertThat(own.versions()).containsExactly(1, 2);
    byte[] second = read(own.path(2));

    files.replace(own.path(2), read(own.path(1)));
    assertThat(check(Repair.NONE).get(0).line())
        .isEqualTo(
            "damaged: "
                + own.path(2)
                + ": "
                + own.path(2)
                + " holds version 1; lode check --repair restores it from latest.json");
    check(Repair.MEND);
    assertThat(read(own.path(2))).isEqualTo(second);

    files.replace(own.latestPath(), read(other.path(1)));
    assertThat(new SearchStates(own).last()).contains(state(1));
    assertThat(read(own.latestPath())).isEqualTo(second);

    files.replace(own.path(1), flipped(read(own.path(1)), "0.25"));
    assertThat(damaged()).containsExactly(own.path(1));
  }

  @Test
  void aStateOfAnEarlierBuildIsReadAndFollowedByOneThatSaysWhoseItIs() {
    VersionedFolder own = artifacts.state(GROUP, END);
    byte[] earlier =
        ("{\"night\":3,\"radius\":0.25,\"edge\":1.0,\"incumbent\":\"a\",\"published\":\"b\","
                + "\"known\":[\"a\"],\"proposed\":[]}")
            .getBytes(UTF_8);
    own.publish(version -> earlier);
    assertThat(new SearchStates(own).last()).contains(state(3));
    assertThat(damaged()).isEmpty();

    new SearchStates(own).save(state(3));
    assertThat(own.versions()).containsExactly(1);
    new SearchStates(own).save(state(4));
    assertThat(own.versions()).containsExactly(1, 2);
    assertThat(new SearchStates(own).last()).contains(state(4));
    assertThat(damaged()).isEmpty();
  }

  @Test
  void whatWasDecidedOnARunIsOfThatRun() {
    new ReplanState(100, 1, true).write(files, GROUP, "a");
    new ReplanState(200, 2, true).write(files, GROUP, "b");
    String path = "state/" + GROUP.path() + "/run=a/replan.json";
    files.replace(path, read("state/" + GROUP.path() + "/run=b/replan.json"));
    assertThat(damaged()).containsExactly(path);
    assertThat(ReplanState.read(files, GROUP, "a")).isEmpty();
    assertThat(ReplanState.read(files, GROUP, "b")).contains(new ReplanState(200, 2, true));
  }

  private String propose(ScheduleArtifact artifact, Map<String, String> settings) {
    Map<String, byte[]> contents = new TreeMap<>();
    contents.put("schedule.csv", ScheduleCsv.write(artifact.schedule()));
    if (!settings.isEmpty()) {
      contents.put("settings.csv", SettingsCsv.write(settings));
    }
    String path =
        "proposals/"
            + artifact.group().path()
            + "/horizon=1.0/"
            + ProposalFolder.digest(contents).substring(0, 12);
    contents.put("schedule.json", ScheduleArtifactJson.write(artifact));
    files.createFolder(path, contents);
    return path;
  }

  @Test
  void aProposalThatHoldsAnotherOneIsSetAsideRatherThanMadeWhole() {
    Map<String, String> values = Map.of("weight_decay", "0.1");
    ScheduleSettings settings = new ScheduleSettings(values, "run a", List.of(), List.of());
    String plain = propose(sample(GROUP, "plain"), Map.of());
    String varied = propose(sample(GROUP, "varied").withSettings(settings), values);
    String others = propose(sample(OTHER, "other"), Map.of());
    assertThat(plain).isNotEqualTo(varied);
    assertThat(damaged()).isEmpty();

    byte[] table = read(varied + "/settings.csv");
    files.replace(varied + "/settings.csv", flipped(table, "0.1"));
    assertThat(damaged()).containsExactly(varied + "/settings.csv");
    check(Repair.MEND);
    assertThat(read(varied + "/settings.csv")).isEqualTo(table);

    files.replace(plain + "/schedule.json", read(varied + "/schedule.json"));
    assertThat(check(Repair.NONE).get(0).found())
        .isEqualTo(plain + "/schedule.json is of another proposal: the tables beside it are not");
    files.replace(plain + "/schedule.json", read(others + "/schedule.json"));
    assertThat(check(Repair.NONE).get(0).found())
        .isEqualTo(plain + "/schedule.json is of " + OTHER + ", horizon 1.0");
    assertThat(check(Repair.MEND)).hasSize(1);
    assertThat(files.tree(plain)).isEmpty();
    assertThat(damaged()).isEmpty();
  }

  @Test
  void aDescriptionOfAnotherRunIsNoDescription() {
    String path = new RunLogs(files).descriptionPath(GROUP, "a");
    byte[] description =
        ("{\"format\":\"lode-run/1\",\"model\":\"m\",\"run\":\"b\",\"totalSteps\":10,"
                + "\"status\":\"running\","
                + "\"objective\":{\"metric\":\"loss\",\"direction\":\"minimize\"}}")
            .getBytes(UTF_8);
    assertThatThrownBy(() -> RunDescription.readOf(description, path, GROUP, "a"))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(path + " is of another run: expected run a, found \"b\"");
    assertThat(RunDescription.readOf(description, path, GROUP, "b").running()).isTrue();
    files.replace(path, description);
    assertThat(check(Repair.MEND).get(0).state()).isEqualTo(Finding.State.LEFT);
  }
}
