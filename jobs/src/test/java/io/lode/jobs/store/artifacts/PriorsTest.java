package io.lode.jobs.store.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.prior.PriorArtifact;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged priors are named, and restored where the store holds them twice. */
class PriorsTest {

  private static final String FIRST = "priors/v000001.json";
  private static final String SECOND = "priors/v000002.json";
  private static final String LATEST = "priors/latest.json";

  @TempDir private Path folder;

  private StoreFiles files;
  private Priors priors;
  private byte[] second;

  @BeforeEach
  void publishTwo() {
    files = StoreFiles.at(folder.toString(), new Configuration());
    priors = new Priors(files);
    PriorArtifact bundled = PriorArtifact.bundled();
    assertThat(priors.publish(bundled)).isEqualTo(1);
    assertThat(priors.publish(bundled)).as("the same makes no version").isEqualTo(1);
    PriorArtifact another =
        PriorArtifact.of(bundled.prior(), bundled.sources(), bundled.created(), "another build");
    assertThat(priors.publish(another)).isEqualTo(2);
    second = files.read(SECOND).orElseThrow();
  }

  private List<String> paths(Repair repair) {
    return priors.sound().check(repair).stream().map(Finding::path).toList();
  }

  private byte[] harmed(String how) {
    return switch (how) {
      case "cut" -> Arrays.copyOf(second, second.length / 2);
      case "emptied" -> new byte[0];
      case "nothing" -> "null".getBytes(UTF_8);
      case "no prior" -> "{\"format\":\"lode-prior/1\"}".getBytes(UTF_8);
      case "another version" -> files.read(FIRST).orElseThrow();
      default -> {
        byte[] flipped = second.clone();
        flipped[new String(second, UTF_8).indexOf(how)] ^= 1;
        yield flipped;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cut",
        "emptied",
        "nothing",
        "no prior",
        "another version",
        "created",
        "published"
      })
  void aDamagedVersionIsRestoredFromTheLatest(String how) {
    files.replace(SECOND, harmed(how));
    assertThat(paths(Repair.NONE)).contains(SECOND);
    assertThat(paths(Repair.MEND)).contains(SECOND);
    assertThat(files.read(SECOND)).hasValue(second);
    assertThat(files.read(LATEST)).hasValue(second);
    assertThat(paths(Repair.NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "emptied", "nothing", "created"})
  void aDamagedLatestIsMendedByWhoeverReadsIt(String how) {
    files.replace(LATEST, harmed(how));
    assertThat(paths(Repair.NONE)).containsExactly(LATEST);
    assertThat(priors.latest().orElseThrow().version()).isEqualTo(2);
    assertThat(files.read(LATEST)).hasValue(second);
    assertThat(paths(Repair.NONE)).isEmpty();
  }

  @Test
  void aLostVersionIsNamedAndItsNumberIsNotGivenAgain() {
    files.replace(FIRST, new byte[0]);
    assertThat(priors.sound().check(Repair.MEND).get(0).line())
        .startsWith("mended: " + FIRST + ": ")
        .contains("version 1 is lost and set aside as " + FIRST + ".damaged-");
    assertThat(priors.folder().versions()).containsExactly(2);
  }
}
