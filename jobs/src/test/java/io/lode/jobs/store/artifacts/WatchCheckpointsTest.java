package io.lode.jobs.store.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.files.StoreFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watch remembers is looked at file by file. */
class WatchCheckpointsTest {

  private static final String CHECKPOINT = "state/replan-watch/all+groups";

  @TempDir private Path folder;

  private StoreFiles files;

  @BeforeEach
  void remember() {
    files = StoreFiles.at(folder.toString(), new Configuration());
    write("metadata", "{\"id\":\"801ebbf5\"}");
    write("offsets/0", "v1\n{\"batchWatermarkMs\":0}\n{\"logOffset\":0}");
    write("commits/0", "v1\n{\"nextBatchWatermarkMs\":0}");
    write("sources/0/0", "v1\n{\"path\":\"file:///x\"}");
    write("state/0/_metadata/metadata", "v1\n{\"operatorInfo\":{}}");
    write("state/0/1/1.delta", "some rows");
    CRC32C crc = new CRC32C();
    crc.update("some rows".getBytes(UTF_8));
    write(
        "state/0/1/1.delta.crc",
        String.format(Locale.ROOT, "{\"value\":%d,\"mainFileSize\":9}", (int) crc.getValue()));
  }

  private void write(String path, String text) {
    files.replace(CHECKPOINT + "/" + path, text.getBytes(UTF_8));
  }

  private List<Finding> check(Repair repair) {
    return new WatchCheckpoints(files).check(repair);
  }

  @Test
  void whatSparkWroteIsSound() {
    assertThat(check(Repair.NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"metadata", "offsets/0", "commits/0", "sources/0/0", "state/0/_metadata/metadata"})
  void aLogThatIsCutOffIsNamed(String path) {
    write(path, "v1\n{\"a");
    assertThat(check(Repair.NONE))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.path()).isEqualTo(CHECKPOINT);
              assertThat(one.found()).isEqualTo(path + " is damaged");
              assertThat(one.state()).isEqualTo(State.DAMAGED);
            });
  }

  @Test
  void rowsThatAreNotThoseOfTheirSumAreNamedAndSetAside() {
    write("state/0/1/1.delta", "some rowz");
    assertThat(check(Repair.MEND).get(0).line())
        .startsWith(
            "mended: "
                + CHECKPOINT
                + ": state/0/1/1.delta.crc is damaged; it is set aside as "
                + CHECKPOINT
                + ".damaged-")
        .endsWith("; the next replan --watch reads every log again");
    assertThat(check(Repair.NONE)).isEmpty();
    assertThat(files.tree(CHECKPOINT)).isEmpty();
  }

  @Test
  void aBatchThatWasDoneWasPlanned() {
    files.delete(CHECKPOINT + "/offsets/0");
    assertThat(check(Repair.NONE).get(0).found()).isEqualTo("commits/0 is damaged");
  }
}
