package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleArtifactJsonTest {

  private static final ScheduleArtifact ARTIFACT =
      new ScheduleArtifact(
          3,
          new GroupKey("../../x", "a/b=c \"quoted\" é", "adamw"),
          "run/1",
          0.5,
          24000,
          Objective.maximize("accuracy", 100),
          new PiecewiseLogLinear(new double[] {0, 12000}, new double[] {3e-4, 1.0 / 3e5}),
          "revised",
          "because",
          "planned",
          "untried",
          new ScheduleArtifact.Predicted(
              new double[] {12000}, new double[] {71.25}, new double[] {0.5}),
          new ScheduleArtifact.Outcome(71.25, 0.5),
          new ScheduleArtifact.BestRun("run/1", 70),
          List.of(new ScheduleArtifact.Compared("cosine", 70.5, 0.4)),
          new ScheduleBounds(1e-6, 3e-4),
          new Provenance("e", "s", "0.1", 7, "2026-01-01T00:00:00Z"));

  @Test
  void readsWhatItWrote() {
    byte[] bytes = ScheduleArtifactJson.write(ARTIFACT);
    ScheduleArtifact read = ScheduleArtifactJson.read(bytes, "v000003.json");
    assertThat(read).usingRecursiveComparison().isEqualTo(ARTIFACT);
    assertThat(ScheduleArtifactJson.write(read)).isEqualTo(bytes);
  }

  @Test
  void idIsTheDigestOfTheFileWithZerosInItsPlace() {
    String text = new String(ScheduleArtifactJson.write(ARTIFACT), UTF_8);
    String id = text.replaceAll("(?s).*\"id\" : \"([0-9a-f]{64})\".*", "$1");
    assertThat(Digests.sha256(text.replace(id, "0".repeat(64)).getBytes(UTF_8))).isEqualTo(id);
  }

  @Test
  void anyChangedByteIsNoticed() {
    String text = new String(ScheduleArtifactJson.write(ARTIFACT), UTF_8);
    byte[] changed = text.replace("3.0E-4", "3.1E-4").getBytes(UTF_8);
    assertThatThrownBy(() -> ScheduleArtifactJson.read(changed, "v000003.json"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("v000003.json: its content does not match its id; expected ");
  }

  @Test
  void aTornFileIsNoticedWhereverItEnds() {
    byte[] bytes = ScheduleArtifactJson.write(ARTIFACT);
    for (int length = 0; length < bytes.length - 2; length += 7) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ScheduleArtifactJson.read(torn, "latest.json"))
          .isInstanceOf(ArtifactException.class)
          .hasMessageStartingWith("latest.json");
    }
  }

  @Test
  void namesAnUnknownFormat() {
    byte[] other = "{\"format\": \"lode-schedule/2\"}".getBytes(UTF_8);
    assertThatThrownBy(() -> ScheduleArtifactJson.read(other, "f"))
        .hasMessage("f: format must be lode-schedule/1, found lode-schedule/2");
  }
}
