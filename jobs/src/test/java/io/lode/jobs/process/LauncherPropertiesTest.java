package io.lode.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherPropertiesTest {

  @TempDir private Path folder;

  @Test
  void areTakenOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "spark.a=1\nspark.b two\n# none\n");
    assertThat(LauncherProperties.take(file.toString()))
        .containsOnly(Map.entry("spark.a", "1"), Map.entry("spark.b", "two"));
    assertThat(file).doesNotExist();
    assertThat(LauncherProperties.take(file.toString())).isEmpty();
    assertThat(LauncherProperties.take(null)).isEmpty();
    assertThat(LauncherProperties.take("")).isEmpty();
  }

  @Test
  void thatCannotBeReadAreNamedWithoutWhatTheyHold() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "spark.secret=\\u12");
    assertThatThrownBy(() -> LauncherProperties.read(file))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--properties-file "
                + file
                + " cannot be read: IllegalArgumentException; expected lines of key=value");
    assertThatThrownBy(() -> LauncherProperties.read(folder.resolve("none")))
        .hasMessageContaining("cannot be read: NoSuchFileException");
  }
}
