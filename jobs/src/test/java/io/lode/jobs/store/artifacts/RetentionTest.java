package io.lode.jobs.store.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.store.artifacts.Retention.Retained;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final GroupKey GROUP = new GroupKey("m/..", "d", "o");
  private static final Horizon END = new Horizon(1);
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final Instant BEFORE = Instant.parse("2026-02-01T00:00:00Z");

  @TempDir private Path folder;
  private Artifacts artifacts;

  @BeforeEach
  void openStore() {
    artifacts = new Artifacts(StoreFiles.at(folder.toString(), new Configuration()));
  }

  private static void publish(VersionedFolder versions, int count, String created) {
    for (int i = 0; i < count; i++) {
      versions.publish(
          version ->
              ScheduleArtifactJson.write(
                  SampleSchedule.of(GROUP, END, "r", created).withVersion(version)));
    }
  }

  private void describe(String text) {
    RunLogs logs = new RunLogs(artifacts.files());
    artifacts.files().replace(logs.descriptionPath(GROUP, "r 1"), text.getBytes(UTF_8));
  }

  private List<Retained> retain(int newest) {
    return new Retention(artifacts, newest, BEFORE).run(GroupFilter.all());
  }

  @Test
  void oldVersionsGoAndTheNewestStay() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    VersionedFolder plans = artifacts.plans(GROUP, "r 1", END);
    VersionedFolder states = artifacts.state(GROUP, END);
    publish(schedules, 5, OLD);
    publish(plans, 3, OLD);
    for (int i = 0; i < 4; i++) {
      states.publish(version -> ("{\"night\": " + version + "}").getBytes(UTF_8));
    }
    assertThat(retain(2))
        .containsExactly(
            new Retained(schedules.folder(), List.of(1, 2, 3), List.of(4, 5)),
            new Retained(plans.folder(), List.of(1), List.of(2, 3)),
            new Retained(states.folder(), List.of(1, 2), List.of(3, 4)));
    assertThat(retain(2)).isEmpty();
    publish(schedules, 1, OLD);
    assertThat(schedules.versions()).containsExactly(4, 5, 6);
  }

  @Test
  void neverTheLatestOne() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    publish(schedules, 4, OLD);
    schedules.makeLatest(2);
    retain(1);
    assertThat(schedules.versions()).containsExactly(2, 4);
    assertThat(schedules.latestVersion()).contains(2);
  }

  @Test
  void youngOnesStayWhateverTheirNumber() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    publish(schedules, 2, OLD);
    publish(schedules, 3, BEFORE.toString());
    retain(1);
    assertThat(schedules.versions()).containsExactly(3, 4, 5);
  }

  @Test
  void neverWhatARunInFlightFollows() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    publish(schedules, 5, OLD);
    String followed =
        "{\"status\": \"%s\", \"schedule\": {\"path\": \"%s\"}, \"followed\": [{\"path\": \"%s\"}]}";
    describe(followed.formatted("running", schedules.path(3), schedules.path(1)));
    retain(1);
    assertThat(schedules.versions()).containsExactly(1, 3, 5);
    describe(followed.formatted("completed", schedules.path(3), schedules.path(1)));
    retain(1);
    assertThat(schedules.versions()).containsExactly(5);
  }

  @Test
  void nothingGoesWhereARunInFlightCannotBeRead() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    publish(schedules, 3, OLD);
    describe("{\"status\": \"runn");
    assertThat(retain(1)).isEmpty();
    assertThat(schedules.versions()).containsExactly(1, 2, 3);
  }

  @Test
  void aDamagedVersionStays() {
    VersionedFolder schedules = artifacts.schedules(GROUP, END);
    publish(schedules, 3, OLD);
    artifacts.files().replace(schedules.path(1), "{".getBytes(UTF_8));
    retain(1);
    assertThat(schedules.versions()).containsExactly(1, 3);
  }
}
